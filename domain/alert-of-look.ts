import type { Alert } from './alert.ts';
import { sparedAlerts } from './alert-of-spared.ts';
import type { Plan } from './plan.ts';
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
