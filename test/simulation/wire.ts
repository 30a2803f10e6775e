import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Sns } from '../../sandbox/sns/sns.ts';
import type { Weather } from './weather.ts';

export interface Surroundings {
  readonly sandbox: Sandbox;
  readonly sns: Sns;
  readonly weather: Weather;
}

/** What goes wrong between an environment and AWS: errors, lost replies, an AWS that does not answer. */
export function throughWeather(
  handler: InProcessRequestHandler,
  { sandbox, sns, weather }: Surroundings,
): InProcessRequestHandler {
  return {
    ...handler,
    async handle(request, options) {
      if (isForS3(request)) {
        await throughS3Weather({ sandbox, weather });
        return handler.handle(request, options);
      }
      const body = typeof request.body === 'string' ? request.body : '';
      const action = new URLSearchParams(body).get('Action') ?? '';
      const isChange = action !== 'Publish' && !/^(Describe|Get)/.test(action);
      if (isChange && weather.strikes('slowChange')) await sandbox.clock.sleep(weather.slownessMs());
      if (weather.isDenied(action)) {
        sandbox.faults.failNext({ action, code: 'UnauthorizedOperation', status: 403 });
      } else if (action === 'Publish') {
        if (weather.strikes('snsError')) sns.failNext(1, 'InternalError');
        else if (weather.strikes('loseSnsReply')) sandbox.faults.loseReplyNext({ action });
      } else if (action === 'AttachNetworkInterface' && weather.strikes('refuseAttach')) {
        sandbox.faults.failNext({ action, code: 'AttachmentLimitExceeded', status: 400 });
      } else if (weather.strikes('serverError') || weather.isBroken(action)) {
        sandbox.faults.failNext({ action, ...serverErrorOf(action.length + body.length) });
      } else if (weather.strikes(isChange ? 'loseReplyOfChange' : 'loseReply')) {
        sandbox.faults.loseReplyNext({ action });
      }
      return handler.handle(request, options);
    },
  };
}

/** The cleanup calls S3 to put manifests and for nothing else. */
async function throughS3Weather({
  sandbox,
  weather,
}: Pick<Surroundings, 'sandbox' | 'weather'>): Promise<void> {
  const action = 'PutObject';
  if (weather.strikes('slowS3')) await sandbox.clock.sleep(weather.slownessMs());
  if (weather.isDenied(action)) sandbox.faults.failNext({ action, code: 'AccessDenied', status: 403 });
  else if (weather.strikes('s3Error')) sandbox.faults.failNext({ action, ...serverErrorOf(0) });
  else if (weather.strikes('loseS3Reply')) sandbox.faults.loseReplyNext({ action });
}

function isForS3({ headers }: Parameters<InProcessRequestHandler['handle']>[0]): boolean {
  return (headers.authorization ?? '').includes('/s3/aws4_request');
}

function serverErrorOf(number: number): { readonly code: string; readonly status: number } {
  const errors = [
    { code: 'InternalError', status: 500 },
    { code: 'Unavailable', status: 503 },
    { code: 'ServiceUnavailable', status: 503 },
  ] as const;
  return errors[number % errors.length] ?? errors[0];
}
