import type { Alert, AlertKind, Severity } from './alert.ts';
import { countEnis, describeMove, distinct, moveData, nameOf, shortRouteOf, storyOf } from './move-words.ts';
import type { Change } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** Said while the detach is under way: what is moving, from where to where, and why. Undefined where nothing moves. */
export function startedAlert(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  return alertOfMoves(changes, snapshot, trigger, {
    kind: 'failover-started',
    severity: 'warning',
    summarize: (name, count, route) => `${name} started, ${count} ${route}`,
    remedy: 'Nothing yet: you will be told when it is completed or has failed.',
  });
}

/** In observe mode: what would have been moved. Undefined where nothing would. */
export function plannedAlert(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  return alertOfMoves(changes, snapshot, trigger, {
    kind: 'failover-planned',
    severity: 'warning',
    summarize: (name, count, route) => `observe mode, nothing is changed: ${name} of ${count} ${route}`,
    remedy: 'Move it by hand, or set ENI_WARDEN_MODE=act and let ENI Warden do it.',
  });
}

interface Wording {
  readonly kind: AlertKind;
  readonly severity: Severity;
  summarize(name: string, count: string, route: string): string;
  readonly remedy: string;
}

function alertOfMoves(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
  { kind, severity, summarize, remedy }: Wording,
): Alert | undefined {
  const moves = changes.filter((change) => change.to !== undefined);
  const first = moves[0];
  if (first === undefined) return undefined;
  return {
    kind,
    severity,
    group: first.group,
    summary: summarize(nameOf(first), countEnis(moves), shortRouteOf(first, snapshot)),
    sections: [
      { heading: 'Why', lines: distinct(moves.map((move) => move.because)) },
      { heading: 'What moves', lines: moves.map((move) => describeMove(move, snapshot)) },
      { heading: 'What to do', lines: [remedy] },
    ],
    data: { trigger, moves: moves.map((move) => moveData(move, snapshot)) },
    fingerprint: `${kind}/${first.group}/${moves.map(identityOf).join(',')}/${first.to}`,
    story: storyOf(first.group, trigger),
  };
}

/** The same attachment going to the same place is the same news. */
function identityOf({ eniId, actions }: Change): string {
  const detach = actions.find((action) => action.kind === 'detach');
  return `${eniId}:${detach?.attachmentId ?? 'unattached'}`;
}
