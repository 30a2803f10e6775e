import type { Alert } from './alert.ts';
import { countEnis, describeMove, distinct, moveData, nameOf, shortRouteOf } from './move-words.ts';
import type { Change } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** Said while the detach is under way: what is moving, from where to where, and why. Undefined where nothing moves. */
export function startedAlert(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const moves = changes.filter((change) => change.to !== undefined);
  const first = moves[0];
  if (first === undefined) return undefined;
  return {
    kind: 'failover-started',
    severity: 'warning',
    group: first.group,
    summary: `${nameOf(first)} started, ${countEnis(moves)} ${shortRouteOf(first, snapshot)}`,
    sections: [
      ...whyAndWhat(moves, snapshot),
      { heading: 'What to do', lines: ['Nothing yet: you will be told when it is completed or has failed.'] },
    ],
    data: { trigger, moves: moves.map((move) => moveData(move, snapshot)) },
    fingerprint: `started/${identityOf(moves)}`,
  };
}

/** In observe mode: what would have been moved. Undefined where nothing would. */
export function plannedAlert(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const moves = changes.filter((change) => change.to !== undefined);
  const first = moves[0];
  if (first === undefined) return undefined;
  return {
    kind: 'failover-planned',
    severity: 'warning',
    group: first.group,
    summary: `observe mode, nothing is changed: ${nameOf(first)} of ${countEnis(moves)} ${shortRouteOf(first, snapshot)}`,
    sections: [
      ...whyAndWhat(moves, snapshot),
      {
        heading: 'What to do',
        lines: ['Move it by hand, or set ENI_WARDEN_MODE=act and let ENI Warden do it.'],
      },
    ],
    data: { trigger, moves: moves.map((move) => moveData(move, snapshot)) },
    fingerprint: `planned/${identityOf(moves)}`,
  };
}

function whyAndWhat(moves: readonly Change[], snapshot: Snapshot): Alert['sections'] {
  return [
    { heading: 'Why', lines: distinct(moves.map((move) => move.because)) },
    { heading: 'What moves', lines: moves.map((move) => describeMove(move, snapshot)) },
  ];
}

/** The same attachments going to the same place are the same news. */
function identityOf(moves: readonly Change[]): string {
  const first = moves[0];
  return `${first?.group}/${moves.map((move) => `${move.eniId}:${attachmentIdOf(move)}`).join(',')}/${first?.to}`;
}

function attachmentIdOf(change: Change): string {
  const detach = change.actions.find((action) => action.kind === 'detach');
  return detach?.attachmentId ?? 'unattached';
}
