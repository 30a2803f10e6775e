import { ec2ErrorResponse } from '../../sandbox/ec2/ec2.ts';
import { Ec2Error } from '../../sandbox/ec2/errors.ts';
import { newUuid } from '../../sandbox/ids.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { WireRequest, WireResponse } from '../../sandbox/wire-types.ts';
import { cleanupPrefix } from './cleanup/cleanup-history.ts';
import type { Draw } from './draw.ts';
import type { Call, History } from './history.ts';
import { makeOdd, withoutHolder } from './odd-answers.ts';
import type { Weather } from './weather.ts';

/** Says whether the deployed policy allows a call; the sandbox itself knows no policies. */
export type Policy = (call: Call) => boolean;

/** What stands between the function and the sandbox: it sees every call in the moment of its effect. */
export interface DoorOptions {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly weather: Weather;
  readonly draw: Draw;
  readonly allows: Policy;
  /** After each call that might have changed something. */
  readonly afterCall: (call: Call) => void;
  /** After any call, in the moment in which its answer leaves. */
  readonly answered: (call: Call) => void;
}

/** Callers whose name begins so are execution environments of the failover function. */
export const environmentPrefix = 'environment ';

function isOurs(caller = ''): boolean {
  return caller.startsWith(environmentPrefix) || caller.startsWith(cleanupPrefix);
}

export function watchTheDoor(options: DoorOptions): void {
  const { sandbox } = options;
  const ec2 = sandbox.services.get('ec2');
  if (ec2 === undefined) throw new Error('The sandbox has no EC2.');
  const ids = sandbox.random.stream('door');
  sandbox.services.set('ec2', async (request) => {
    if (!isOurs(request.caller)) return ec2(request);
    const call = callOf(request, options);
    const refusal = refusalOf(call, options);
    const response =
      refusal === undefined
        ? await ec2(withSmallPages(request, options))
        : ec2ErrorResponse(newUuid(ids), refusal);
    return observed(call, response, options);
  });
}

function callOf(request: WireRequest, { history, sandbox }: DoorOptions): Call {
  const {
    Action: action = '',
    Version: _version,
    ...parameters
  } = Object.fromEntries(new URLSearchParams(request.body));
  const attachmentId = parameters.AttachmentId ?? parameters['Attachment.AttachmentId'];
  const attachment = attachmentId === undefined ? undefined : history.attachmentOf(attachmentId);
  const networkInterfaceId =
    parameters.NetworkInterfaceId ?? attachment?.networkInterfaceId ?? taggedEniIn(parameters);
  const instanceId = parameters.InstanceId ?? attachment?.instanceId;
  const before =
    networkInterfaceId === undefined ? undefined : sandbox.world.networkInterfaces.get(networkInterfaceId);
  return {
    at: sandbox.clock.now(),
    environment: request.caller ?? '',
    action,
    parameters,
    ...(networkInterfaceId !== undefined && { networkInterfaceId }),
    ...(instanceId !== undefined && { instanceId }),
    ...(before !== undefined && { before }),
  };
}

/** The first ENI that CreateTags or DeleteTags names. */
function taggedEniIn(parameters: Call['parameters']): string | undefined {
  const id = parameters['ResourceId.1'];
  return id?.startsWith('eni-') === true ? id : undefined;
}

/** Under policies with tag conditions, what does not exist carries no tag, so that EC2 denies the call (facts 1.5). */
function refusalOf(call: Call, { weather, allows }: DoorOptions): Ec2Error | undefined {
  if (isLook(call)) {
    if (weather.staleReads) weather.count('staleRead');
    return undefined;
  }
  const denied = new Ec2Error(
    'UnauthorizedOperation',
    'You are not authorized to perform this operation.',
    403,
  );
  if (namesWhatExists(call)) return allows(call) ? undefined : denied;
  if (!weather.odds.denialForMissing) return undefined;
  weather.count('denialForMissing');
  return denied;
}

function namesWhatExists({ before, parameters }: Call): boolean {
  const attachmentId = parameters.AttachmentId ?? parameters['Attachment.AttachmentId'];
  return (
    before !== undefined && (attachmentId === undefined || before.attachment?.attachmentId === attachmentId)
  );
}

export function isLook({ action }: Pick<Call, 'action'>): boolean {
  return /^(Describe|Get)/.test(action);
}

/** EC2 may give fewer items than it was asked for. */
function withSmallPages(request: WireRequest, { weather }: DoorOptions): WireRequest {
  const { pageMax } = weather;
  if (pageMax === undefined || !request.body.includes('MaxResults=')) return request;
  weather.count('smallPage');
  return { ...request, body: request.body.replace(/MaxResults=\d+/, `MaxResults=${pageMax}`) };
}

function observed(
  call: Call,
  response: WireResponse,
  { history, afterCall, answered, weather, draw }: DoorOptions,
): WireResponse {
  const errorCode =
    response.status < 300 ? undefined : (/<Code>([^<]+)<\/Code>/.exec(response.body)?.[1] ?? 'unknown');
  const strikes = isLook(call) && weather.strikes('oddAnswer');
  const disguised = call.action === 'DescribeNetworkInterfaces' ? weather.disguised : [];
  const isOdd = strikes || disguised.length > 0;
  const done = { ...call, ...(errorCode !== undefined && { errorCode }), ...(isOdd && { isOdd }) };
  history.noteCall(done);
  if (!isLook(done)) afterCall(done);
  answered(done);
  return disguised.reduce(withoutHolder, strikes ? makeOdd(response, draw) : response);
}
