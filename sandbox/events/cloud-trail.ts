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

/** Management events that only read do not match a rule of the ordinary kind (facts 4.2). */
const reads = /^(Describe|Get|List|Search)/;

/**
 * The parameters of a call as CloudTrail writes them, as far as that is known: those that are one value, such as the id
 * of a network interface. How it writes lists nobody has established for every call (facts 4.2), so they are left out:
 * who needs them has to look.
 */
function requestParameters({ Action, Version, ...named }: CallEntry['parameters']): Record<string, unknown> {
  const single = Object.entries(named).filter(([name]) => !name.includes('.'));
  return Object.fromEntries(
    single.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), typed(name, value)]),
  );
}

function typed(name: string, text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /(Index|Count)$/.test(name) ? Number(text) : text;
}

/** Whether a rule waits for events of a trail. Without one, an account need not have a trail, nor the sandbox. */
export function wantsCloudTrail(pattern: unknown): boolean {
  const types = (pattern as { readonly 'detail-type'?: unknown } | undefined)?.['detail-type'];
  return Array.isArray(types) && types.includes(detailType);
}

/**
 * A trail with management events: tells the bus of every call by which somebody asked EC2 for a change, those that EC2
 * refused too. What EC2 does by itself, as when an instance terminates, is no call. Returns what ends it.
 */
export function addCloudTrail(sandbox: Sandbox, bus: EventBus): () => void {
  const { clock, random, log } = sandbox;
  const stream = random.stream('cloud trail');
  const pending = new Set<() => void>();
  let stopped = false;
  log.onCall((call) => {
    if (stopped || call.service !== 'ec2' || reads.test(call.action) || call.errorCode === 'InvalidAction')
      return;
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
      requestParameters: requestParameters(call.parameters),
      responseElements: refused ? null : { requestId: call.requestId, ...answerTo(call, world) },
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

/** What is known of the answers: that of an attach names the attachment (facts 4.2). */
function answerTo({ action, parameters }: CallEntry, { networkInterfaces }: Sandbox['world']) {
  if (action !== 'AttachNetworkInterface') return { _return: true };
  const { attachment } = networkInterfaces.get(parameters.NetworkInterfaceId ?? '') ?? {};
  return { attachmentId: attachment?.attachmentId };
}
