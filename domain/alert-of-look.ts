import type { Alert, AlertKind, Severity } from './alert.ts';
import { describeAddresses } from './network-interface.ts';
import type { Plan, Spared, SparedReason } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** What a look found that needs a person: ENIs that ought to move and do not, a refused request, findings. */
export function alertsOfLook(plan: Plan, snapshot: Snapshot, trigger: Trigger): readonly Alert[] {
  const spared = [...plan.spared, ...plan.changes.flatMap(({ stays }) => stays ?? [])];
  return [
    ...sparedAlerts(spared, snapshot, trigger),
    ...switchoverAlerts(plan, trigger),
    ...findingAlerts(plan),
  ];
}

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
          'As soon as a member is able to take it, it is attached, unless only a heartbeat alarm says that its holder is down:',
          'such an alarm is believed for a few minutes; after that, ask for a switchover.',
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

function sparedAlerts(spared: readonly Spared[], snapshot: Snapshot, trigger: Trigger): readonly Alert[] {
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
    fingerprint: `${first.reason}/${first.group}/${enis.map(({ item, eni }) => `${item.eniId}:${eni?.attachment?.id ?? ''}`).join(',')}`,
  };
}

function switchoverAlerts({ switchover }: Plan, trigger: Trigger): readonly Alert[] {
  if (switchover?.kind !== 'refused' || trigger.kind !== 'switchover-request') return [];
  return [
    {
      kind: 'switchover-refused',
      severity: 'warning',
      group: trigger.group,
      summary: `switchover refused: ${switchover.because}`,
      sections: [
        { heading: 'Why', lines: [switchover.because] },
        {
          heading: 'What was asked',
          lines: [
            `${trigger.requester} asked: ${trigger.reason}`,
            `target: ${trigger.targetInstanceId ?? 'any standby'}`,
          ],
        },
        {
          heading: 'What to do',
          lines: [
            'Mend what is named above, or wait until it has passed, and ask again. Nothing was moved for this request.',
          ],
        },
      ],
      data: { trigger, because: switchover.because },
      fingerprint: `switchover-refused/${trigger.eventId}`,
    },
  ];
}

function findingAlerts({ findings }: Plan): readonly Alert[] {
  if (findings.length === 0) return [];
  return [
    {
      kind: 'finding',
      severity: 'warning',
      summary: `${findings.length === 1 ? '1 thing' : `${findings.length} things`} to mend before the next failover`,
      sections: [
        { heading: 'What', lines: findings.map(({ resourceId, problem }) => `${resourceId}: ${problem}`) },
        { heading: 'What to do', lines: findings.map(({ remedy }) => remedy) },
      ],
      data: { findings },
      calm: true,
      fingerprint: `finding/${findings.map(({ resourceId, problem }) => `${resourceId}:${problem}`).join(',')}`,
    },
  ];
}

/** Something arrived that is no event we can read: a person sees what it was, and it is not tried again. */
export function malformedAlert(issues: readonly string[], excerpt: string): Alert {
  return {
    kind: 'malformed',
    severity: 'warning',
    summary: 'an event could not be read and was dropped',
    sections: [
      { heading: 'What is wrong with it', lines: issues },
      { heading: 'What came', lines: excerpt.split('\n') },
      {
        heading: 'What to do',
        lines: [
          'Find its sender: only the rules of this stack should invoke the function. It is not tried again.',
        ],
      },
    ],
    data: { issues, excerpt },
    fingerprint: `malformed/${excerpt}`,
  };
}

/** EC2 could not be read, so that nobody is watching over the fleet. */
export function unableToLookAlert(problem: string, trigger: Trigger): Alert {
  return {
    kind: 'unable-to-look',
    severity: 'critical',
    summary: `the fleet cannot be read, so nothing is watched over: ${problem}`,
    sections: [
      { heading: 'Why', lines: [problem] },
      {
        heading: 'What to do',
        lines: [
          'UnauthorizedOperation: the function has lost a permission; deploy the stack again.',
          'RequestLimitExceeded or a timeout: something uses up the EC2 request rate of this account, or the way to EC2 is down.',
          'It is tried again at every tick, once a minute.',
        ],
      },
    ],
    data: { trigger, problem },
    fingerprint: `unable-to-look/${problem.split(':')[0] ?? ''}`,
  };
}
