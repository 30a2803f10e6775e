import type { Alert, AlertKind, Severity } from './alert.ts';
import { describeAddresses } from './network-interface.ts';
import type { Spared, SparedReason } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

interface Story {
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly summary: string;
  readonly remedy: readonly string[];
}

/** Undefined where nobody needs to be told. */
function storyOf(reason: SparedReason): Story | undefined {
  switch (reason) {
    case 'no-standby':
      return {
        kind: 'no-standby',
        severity: 'critical',
        summary: 'NO STANDBY',
        remedy: [
          'Start or launch a member in the same Availability Zone (tag eni-warden:group), or mend what is named above.',
          'Where only its leader has no room for it, a switchover to a member with room brings the whole group there.',
          'As soon as a member is able to take it, it is attached, unless only a heartbeat alarm says that its holder is down:',
          'nothing comes back to such an alarm by itself, so ask for a switchover then.',
        ],
      };
    case 'held':
      return {
        kind: 'held',
        severity: 'critical',
        summary: 'ON HOLD, though it ought to move',
        remedy: [
          'If the hold is not meant to last, remove the tag eni-warden:hold; the next look then moves it,',
          'unless only a heartbeat alarm says that its holder is down: in that case, ask for a switchover.',
        ],
      };
    case 'block-period':
      return {
        kind: 'blocked',
        severity: 'critical',
        summary: 'BLOCKED: its holder is impaired, and it came there only a short while ago',
        remedy: [
          'Look at both members: a standby that is impaired right after a failover often shares the cause.',
          'When the block period is over and the holder is still impaired, it is moved.',
        ],
      };
    case 'refused':
      return {
        kind: 'blocked',
        severity: 'critical',
        summary: 'BLOCKED: it ought to move, but cannot or may not be moved',
        remedy: ['Move it by hand, or mend what is named above.'],
      };
    case 'split':
      return {
        kind: 'blocked',
        severity: 'warning',
        summary: 'SPLIT: the group is on two members',
        remedy: [
          'Nothing is moved off a healthy member unasked. Detach the ENI named above: it then joins its leader.',
          'If the split is meant, give each part a group of its own.',
        ],
      };
    case 'failed':
    case 'settled':
    case 'in-transit':
    case 'suspected':
    case 'foreign':
    case 'unreadable-tag':
      return undefined;
    default:
      return reason satisfies never;
  }
}

/** One alert for each group and reason that a person has to know of. */
export function sparedAlerts(
  spared: readonly Spared[],
  snapshot: Snapshot,
  trigger: Trigger,
): readonly Alert[] {
  const byGroupAndReason = new Map<string, Spared[]>();
  for (const item of spared) {
    if (item.group === undefined) continue;
    const key = `${item.group}/${item.reason}`;
    const known = byGroupAndReason.get(key);
    if (known === undefined) byGroupAndReason.set(key, [item]);
    else known.push(item);
  }
  return [...byGroupAndReason.values()].flatMap((items) => {
    const alert = sparedAlert(items, snapshot, trigger);
    return alert === undefined ? [] : [alert];
  });
}

function sparedAlert(items: readonly Spared[], snapshot: Snapshot, trigger: Trigger): Alert | undefined {
  const first = items[0];
  const story = first === undefined ? undefined : storyOf(first.reason);
  if (first === undefined || story === undefined || first.group === undefined) return undefined;
  const enis = items.map((item) => ({
    item,
    eni: snapshot.networkInterfaces.find(({ id }) => id === item.eniId),
  }));
  return {
    kind: story.kind,
    severity: story.severity,
    ...(story.severity !== 'critical' && { calm: true }),
    group: first.group,
    summary: `${story.summary}: ${items.map(({ eniId }) => eniId).join(', ')}`,
    sections: [
      {
        heading: 'What and why',
        lines: enis.map(({ item, eni }) => `${item.eniId}${describeAddresses(eni)}: ${item.because}`),
      },
      { heading: 'What to do', lines: story.remedy },
    ],
    data: { trigger, reason: first.reason, spared: items },
    fingerprint: `${first.reason}/${first.group}/${items.map(({ eniId }) => eniId).join(',')}`,
    troubleOf: first.group,
  };
}
