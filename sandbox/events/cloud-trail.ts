import type { CallEntry } from '../call-log.ts';
import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import { drawMs, type Timing } from '../timings.ts';
import type { AwsEvent } from './aws-events.ts';
import type { EventBus } from './bus.ts';
import { wholeSeconds } from './schedule.ts';

/** From the call to its event: minutes, as AWS says of CloudTrail, and seconds at the quickest (facts 4.1). */
export const cloudTrailTiming: Timing = { medianMs: 120_000, p99Ms: 600_000 };

const detailType = 'AWS API Call via CloudTrail';

/** The calls that the sandbox's trail records, with the parameters as CloudTrail writes them (facts 4.2). */
const recorded: Readonly<Record<string, (parameters: CallEntry['parameters']) => Record<string, unknown>>> = {
  AttachNetworkInterface: ({ NetworkInterfaceId, InstanceId, DeviceIndex, NetworkCardIndex }) => ({
    networkInterfaceId: NetworkInterfaceId,
    instanceId: InstanceId,
    deviceIndex: Number(DeviceIndex),
    ...(NetworkCardIndex !== undefined && { networkCardIndex: Number(NetworkCardIndex) }),
  }),
  DetachNetworkInterface: ({ AttachmentId, Force }) => ({
    attachmentId: AttachmentId,
    ...(Force !== undefined && { force: Force === 'true' }),
  }),
};

/** Whether a rule waits for events of a trail. Without one, an account need not have a trail, nor the sandbox. */
export function wantsCloudTrail(pattern: unknown): boolean {
  const types = (pattern as { readonly 'detail-type'?: unknown } | undefined)?.['detail-type'];
  return Array.isArray(types) && types.includes(detailType);
}

/**
 * A trail with management events: tells the bus of every attach and detach that somebody asked for, those that EC2
 * refused too. What EC2 does by itself, as when an instance terminates, is no call. Returns what ends it.
 */
export function addCloudTrail(sandbox: Sandbox, bus: EventBus): () => void {
  const { clock, random, log } = sandbox;
  const stream = random.stream('cloud trail');
  const pending = new Set<() => void>();
  let stopped = false;
  log.onCall((call) => {
    if (stopped || call.service !== 'ec2' || recorded[call.action] === undefined) return;
    const event = eventOf(call, sandbox, newUuid(stream));
    const cancel = clock.after(drawMs(stream, cloudTrailTiming, event.id), () => {
      pending.delete(cancel);
      bus.send(event);
    });
    pending.add(cancel);
  });
  return () => {
    stopped = true;
    for (const cancel of pending) cancel();
    pending.clear();
  };
}

/** The fields that CloudTrail's record has at least; the answer of a lost reply is known to the trail all the same. */
function eventOf(call: CallEntry, { account, region, world }: Sandbox, id: string): AwsEvent {
  const time = wholeSeconds(call.at);
  const refused = call.errorCode !== undefined && call.errorCode !== 'ConnectionLost';
  const attachment = world.networkInterfaces.get(call.parameters.NetworkInterfaceId ?? '')?.attachment;
  const answer =
    call.action === 'DetachNetworkInterface' ? { _return: true } : { attachmentId: attachment?.attachmentId };
  return {
    version: '0',
    id,
    'detail-type': detailType,
    source: 'aws.ec2',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account}:assumed-role/${call.caller}/sandbox`,
      },
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName: call.action,
      awsRegion: region,
      ...(refused && { errorCode: `Client.${call.errorCode}` }),
      requestParameters: recorded[call.action]?.(call.parameters),
      responseElements: refused ? null : { requestId: call.requestId, ...answer },
      requestID: call.requestId,
      eventID: id,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}
