import type { Alert } from './alert.ts';
import type { Arrival } from './arrival.ts';
import { formatDuration, formatInstant, type Instant } from './instant.ts';
import { countEnis, distinct, nameInstance, shortNameOf, storyOf } from './move-words.ts';
import { describeAddresses } from './network-interface.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** So many of the trigger's own groups get an alert each; more would be a flood, and share. */
const ownAlertsMax = 10;
/** So many ENIs fit into one message of SNS, as text and as data. */
const enisMax = 50;

/**
 * Said by a late look, of ENIs that an earlier attempt at the event may have moved without telling: an alert for each
 * group that is `ours` to tell of, and one for all others together, so that a late event in a large fleet is no flood.
 */
export function foundAlerts(
  arrivals: readonly Arrival[],
  ours: (group: string) => boolean,
  snapshot: Snapshot,
  trigger: Trigger,
  now: Instant,
): readonly Alert[] {
  const groups = [...Map.groupBy(arrivals, ({ group }) => group)];
  const own = groups.filter(([group]) => ours(group)).slice(0, ownAlertsMax);
  const others = groups.filter((group) => !own.includes(group)).flatMap(([, found]) => found);
  const shared = Array.from({ length: Math.ceil(others.length / enisMax) }, (_, index) =>
    others.slice(index * enisMax, (index + 1) * enisMax),
  );
  return [...own.map(([, found]) => found), ...shared].map((found) =>
    foundAlert(found, snapshot, trigger, now),
  );
}

function foundAlert(found: readonly Arrival[], snapshot: Snapshot, trigger: Trigger, now: Instant): Alert {
  const groups = distinct(found.map(({ group }) => group));
  const [group = ''] = groups;
  const ofGroups = groups.length === 1 ? '' : ` of ${groups.length} groups`;
  const describe = (arrival: Arrival) =>
    `${describeArrival(arrival, snapshot)}${groups.length === 1 ? '' : `, group ${arrival.group}`}`;
  return {
    kind: 'failover-found',
    severity: 'info',
    ...(groups.length === 1 && { group, story: storyOf(group, trigger) }),
    summary: `${countEnis(found)}${ofGroups} found on ${placeOf(found, snapshot)}, attached after the event; perhaps not told yet`,
    sections: [
      { heading: 'What was found', lines: found.map(describe) },
      { heading: 'Why you are told', lines: reasons(trigger, snapshot, now) },
      { heading: 'What to do', lines: afterwards(found, snapshot) },
    ],
    data: { trigger, moves: found.map(arrivalData) },
    fingerprint: `found/${groups.length === 1 ? group : ''}/${found.map(({ attachmentId }) => attachmentId).join(',')}`,
  };
}

function describeArrival({ eni, instanceId, since }: Arrival, snapshot: Snapshot): string {
  return `${eni.id}${describeAddresses(eni)} came to ${nameInstance(instanceId, snapshot)} at ${formatInstant(since)}`;
}

function placeOf(found: readonly Arrival[], snapshot: Snapshot): string {
  const [only = '', ...more] = holdersOf(found);
  return more.length === 0 ? shortNameOf(only, snapshot) : `${more.length + 1} members`;
}

function reasons(trigger: Trigger, snapshot: Snapshot, now: Instant): readonly string[] {
  return [
    `It happened after ${describeTrigger(trigger, snapshot)} (${formatInstant(trigger.at)}), and this look came ${formatDuration(now - trigger.at)} after that.`,
    'So an earlier attempt at the same event may have moved it, and broken off before it could tell.',
    'Or you have been told already, by a handler that this one knows nothing of; or somebody else attached it.',
  ];
}

function describeTrigger(trigger: Trigger, snapshot: Snapshot): string {
  switch (trigger.kind) {
    case 'instance-state-change':
      return `the event that ${nameInstance(trigger.instanceId, snapshot)} is ${trigger.state}`;
    case 'alarm':
      return `the alarm ${trigger.alarmName}`;
    case 'spot-interruption':
      return `the Spot interruption warning for ${nameInstance(trigger.instanceId, snapshot)}`;
    case 'tick':
      return 'a tick';
    case 'switchover-request':
      return `the switchover request of ${trigger.requester} for group ${trigger.group} (${trigger.reason})`;
    default:
      return trigger satisfies never;
  }
}

function afterwards(found: readonly Arrival[], snapshot: Snapshot): readonly string[] {
  const holders = holdersOf(found).map((id) => nameInstance(id, snapshot));
  return [
    'Nothing, if you know of it. Else, as after a completed failover:',
    `Check that ${holders.join(' and ')} ${holders.length === 1 ? 'answers' : 'answer'} on the addresses: the guest must configure a hot-plugged ENI.`,
    'Find out what happened to the member that held it before, if there was one.',
    'If that one hung, stop and start it before it is used again: Force may have been needed.',
  ];
}

function holdersOf(found: readonly Arrival[]): readonly string[] {
  return distinct(found.map(({ instanceId }) => instanceId));
}

/** Like the moves of a completed failover, without what only the handler that made them knows. */
function arrivalData({ eni, group, instanceId, attachmentId, since }: Arrival): Record<string, unknown> {
  const { id: networkInterfaceId, privateIpAddress, publicIp } = eni;
  return { networkInterfaceId, privateIpAddress, publicIp, group, to: instanceId, attachmentId, since };
}
