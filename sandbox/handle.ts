import { cloudWatchTarget } from './cloudwatch/cloud-watch.ts';
import { cloudWatchErrorResponse } from './cloudwatch/cloud-watch-error.ts';
import { ec2ErrorResponse } from './ec2/ec2.ts';
import { Ec2Error } from './ec2/errors.ts';
import type { Throttle } from './ec2/throttle.ts';
import { asItsRoleMay } from './iam/as-its-role-may.ts';
import type { Iam } from './iam/iam.ts';
import { newUuid } from './ids.ts';
import { S3Error, s3ErrorResponse } from './s3/s3-error.ts';
import { parseS3Request } from './s3/s3-request.ts';
import { drawMs } from './timings.ts';
import { ConnectionLost, type Service, type WireRequest, type WireResponse } from './wire-types.ts';
import type { Core } from './world/core.ts';
import type { Faults } from './world/faults.ts';

interface Call {
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One call: latency, throttling, planned faults, the caller's role and the log lie around whatever the service does. */
export function handler(
  core: Core,
  faults: Faults,
  throttle: Throttle | undefined,
  services: Map<string, Service>,
  iam: Iam,
) {
  return async (request: WireRequest): Promise<WireResponse> => {
    const at = core.clock.now();
    const caller = request.caller ?? 'unknown';
    const call = identify(request);
    const latencyMs = drawLatency(core, caller, call.action);
    const refusal = refuse(core, faults, throttle, call);
    const losesReply = refusal === undefined && faults.takeLostReply(call.action);
    await core.clock.sleep(Math.floor(latencyMs / 2));
    const service = services.get(call.service) ?? unknownService(core, call);
    const response = refusal ?? (await asItsRoleMay(service, request, call, iam, () => refusalId(core)));
    await core.clock.sleep(Math.ceil(latencyMs / 2));
    const requestId = response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id'] ?? '';
    const errorCode = losesReply ? 'ConnectionLost' : errorCodeOf(response);
    core.log.recordCall({
      at,
      caller,
      ...call,
      latencyMs: core.clock.now() - at,
      requestId,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    if (losesReply) throw new ConnectionLost();
    return response;
  };
}

/** The service is that of the signature's scope, or else what the form of the request says. */
export function identify(request: WireRequest): Call {
  const { headers, body } = request;
  const scope = /Credential=[^,\s]*\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '');
  if (scope?.[1] === 's3') return identifyS3(request);
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [family = '', action = ''] = target.split('.');
    return {
      service: scope?.[1] ?? servicesByTarget[family] ?? family,
      action,
      parameters: { body },
    };
  }
  const parameters = Object.fromEntries(new URLSearchParams(body));
  const byVersion = parameters.Version === '2010-03-31' ? 'sns' : 'ec2';
  return { service: scope?.[1] ?? byVersion, action: parameters.Action ?? '', parameters };
}

/** What the target calls a service, where the credential scope calls it something else. */
const servicesByTarget: Readonly<Record<string, string>> = {
  AWSEvents: 'events',
  [cloudWatchTarget]: 'monitoring',
};

/** In S3 the method and the path say what is asked. */
function identifyS3(request: WireRequest): Call {
  try {
    const { action, bucket, key, query } = parseS3Request(request);
    return { service: 's3', action, parameters: { ...Object.fromEntries(query), Bucket: bucket, Key: key } };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { service: 's3', action: 'unknown', parameters: {} };
  }
}

function drawLatency(core: Core, caller: string, action: string): number {
  const stream = `apiCall/${caller}/${action}`;
  return drawMs(core.random, core.timings.apiCall, `${stream}/${core.count(stream)}`);
}

function refuse(
  core: Core,
  faults: Faults,
  throttle: Throttle | undefined,
  call: Call,
): WireResponse | undefined {
  const requestId = () => refusalId(core);
  if (call.service === 'ec2' && throttle !== undefined && !throttle.admits(call.action, call.parameters)) {
    return ec2ErrorResponse(
      requestId(),
      new Ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503),
    );
  }
  const failure = faults.takeFailure(call.action);
  if (failure === undefined) return undefined;
  if (call.service === 's3') return s3ErrorResponse(requestId(), failure);
  if (call.service === 'monitoring') return cloudWatchErrorResponse(requestId(), failure);
  return ec2ErrorResponse(requestId(), new Ec2Error(failure.code, failure.message, failure.status));
}

function unknownService(core: Core, { service }: Call): Service {
  const error = new Ec2Error('InvalidAction', `The sandbox has no service ${service}.`, 404);
  return async () => ec2ErrorResponse(refusalId(core), error);
}

function refusalId(core: Core): string {
  return newUuid(core.random.stream(`refusal/${core.count('refusal')}`));
}

function errorCodeOf({ status, body }: WireResponse): string | undefined {
  if (status < 300) return undefined;
  return (
    /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ??
    /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(body)?.[1] ??
    String(status)
  );
}
