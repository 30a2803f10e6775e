import type { Alert, AlertSection } from './alert.ts';
import { describeInstance } from './instance.ts';
import { formatDuration, formatInstant, type Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
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
    summary: `${nameOf(first)} started: ${count(moves)} ${route(first, snapshot)}`,
    sections: [
      { heading: 'Why', lines: distinct(moves.map((move) => move.because)) },
      { heading: 'What moves', lines: moves.map((move) => describeMove(move, snapshot)) },
      { heading: 'What to do', lines: ['Nothing yet: you will be told when it is completed or has failed.'] },
    ],
    data: { trigger, moves: moves.map((move) => moveData(move, snapshot)) },
    fingerprint: `started/${first.group}/${moves.map((move) => `${move.eniId}:${attachmentIdOf(move)}`).join(',')}/${first.to}`,
  };
}

/** In observe mode: what would have been moved. Undefined where nothing would. */
export function plannedAlert(
  changes: readonly Change[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const started = startedAlert(changes, snapshot, trigger);
  if (started === undefined) return undefined;
  return {
    ...started,
    kind: 'failover-planned',
    summary: started.summary.replace(' started: ', ' would start (observe mode, nothing is changed): '),
    sections: [
      ...started.sections.slice(0, 2),
      {
        heading: 'What to do',
        lines: ['Move it by hand, or set ENI_WARDEN_MODE=act to let ENI Warden do it.'],
      },
    ],
    fingerprint: `planned/${started.fingerprint}`,
  };
}

/**
 * Said when a group's changes have ended. `moved`: all that was moved and not yet announced, earlier changes of the same
 * invocation too. Undefined where the story goes on at the next look, or nothing was moved.
 */
export function endedAlert(
  outcomes: readonly Outcome[],
  moved: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
  now: Instant,
): Alert | undefined {
  const failed = outcomes.filter(({ result }) => result === 'failed' || result === 'unfinished');
  if (failed.length > 0) return failedAlert(failed, outcomes, snapshot, trigger);
  return outcomes.every(({ result }) => result === 'done')
    ? completedAlert(moved, snapshot, trigger, now)
    : undefined;
}

/** Undefined where nothing was moved. */
export function completedAlert(
  moves: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
  now: Instant,
): Alert | undefined {
  const first = moves[0]?.change;
  if (first === undefined) return undefined;
  const startedAt = Math.min(...moves.map((move) => move.startedAt));
  const tookMs = Math.max(...moves.map((move) => move.endedAt)) - startedAt;
  const forced = moves.filter((move) => move.forced).map((move) => move.change.eniId);
  return {
    kind: 'failover-completed',
    severity: 'info',
    group: first.group,
    summary: `${nameOf(first)} completed in ${formatDuration(tookMs)}: ${count(moves)} ${route(first, snapshot)}`,
    sections: [
      { heading: 'Why', lines: distinct(moves.map(({ change }) => change.because)) },
      { heading: 'What moved', lines: moves.map(({ change }) => describeMove(change, snapshot)) },
      { heading: 'How long it took', lines: timings(moves, trigger, startedAt, now) },
      { heading: 'What to do', lines: afterwards(first, forced, snapshot) },
    ],
    data: {
      trigger,
      moves: moves.map((move) => ({ ...moveData(move.change, snapshot), ...phases(move) })),
      eventAgeMs: startedAt - trigger.at,
      totalMs: tookMs,
    },
    fingerprint: `completed/${first.group}/${first.to}/${startedAt}`,
  };
}

function failedAlert(
  failed: readonly Outcome[],
  outcomes: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const first = failed[0]?.change;
  if (first === undefined) return undefined;
  const others = outcomes.filter((outcome) => !failed.includes(outcome));
  const outcomeWord = failed.every(({ result }) => result === 'unfinished') ? 'NOT FINISHED' : 'FAILED';
  return {
    kind: 'failover-failed',
    severity: 'critical',
    group: first.group,
    summary: `${nameOf(first)} ${outcomeWord} for ${count(failed)}: ${failed[0]?.because ?? ''}`,
    sections: [
      {
        heading: 'What failed',
        lines: failed.map((outcome) => `${describeMove(outcome.change, snapshot)}: ${outcome.because}`),
      },
      {
        heading: 'What became of the others',
        lines: others.map((o) => `${describeMove(o.change, snapshot)}: ${o.result}`),
      },
      { heading: 'Why it was tried', lines: distinct(outcomes.map(({ change }) => change.because)) },
      {
        heading: 'What to do',
        lines: [
          'Mend the cause named above. ENI Warden tries again at every tick, once a minute.',
          'To attach by hand: aws ec2 attach-network-interface --network-interface-id … --instance-id … --device-index …',
        ],
      },
    ],
    data: {
      trigger,
      outcomes: outcomes.map((o) => ({
        ...moveData(o.change, snapshot),
        result: o.result,
        because: o.because,
      })),
    },
    fingerprint: `failed/${first.group}/${failed.map(({ change }) => `${change.eniId}:${change.to ?? ''}`).join(',')}`,
  };
}

function nameOf(change: Change): string {
  switch (change.kind) {
    case 'failover':
      return 'failover';
    case 'switchover':
      return 'switchover';
    case 'placement':
      return 'placement';
    case 'follow':
      return 'follow-up move';
    case 'protection':
      return 'protection';
    default:
      return change.kind satisfies never;
  }
}

function count(items: readonly unknown[]): string {
  return items.length === 1 ? '1 ENI' : `${items.length} ENIs`;
}

function route(change: Change, snapshot: Snapshot): string {
  return change.from === undefined
    ? `to ${named(change.to, snapshot)}`
    : `${named(change.from, snapshot)} -> ${named(change.to, snapshot)}`;
}

function named(instanceId: string | undefined, snapshot: Snapshot): string {
  if (instanceId === undefined) return 'nowhere';
  return describeInstance(snapshot.instances.get(instanceId), instanceId);
}

function describeMove(change: Change, snapshot: Snapshot): string {
  const eni = snapshot.networkInterfaces.find(({ id }) => id === change.eniId);
  const publicIp = eni?.publicIp === undefined ? '' : `, ${eni.publicIp}`;
  const addresses = eni === undefined ? '' : ` (${eni.privateIpAddress}${publicIp})`;
  return `${change.eniId}${addresses} ${change.to === undefined ? change.kind : route(change, snapshot)}`;
}

function moveData(change: Change, snapshot: Snapshot): Record<string, unknown> {
  const eni = snapshot.networkInterfaces.find(({ id }) => id === change.eniId);
  return {
    networkInterfaceId: change.eniId,
    privateIpAddress: eni?.privateIpAddress,
    publicIp: eni?.publicIp,
    kind: change.kind,
    from: change.from,
    to: change.to,
    because: change.because,
  };
}

function phases({ detachMs, attachMs, forced }: Outcome): Record<string, unknown> {
  return { detachMs, attachMs, forced };
}

function timings(
  moves: readonly Outcome[],
  trigger: Trigger,
  startedAt: Instant,
  now: Instant,
): readonly string[] {
  const longest = (values: readonly (number | undefined)[]) =>
    Math.max(0, ...values.map((value) => value ?? 0));
  return [
    `event age when we began  ${formatDuration(Math.max(0, startedAt - trigger.at))} (${trigger.kind} at ${formatInstant(trigger.at)})`,
    `detach                   ${formatDuration(longest(moves.map((move) => move.detachMs)))}`,
    `attach                   ${formatDuration(longest(moves.map((move) => move.attachMs)))}`,
    `total since the event    ${formatDuration(Math.max(0, now - trigger.at))}`,
  ];
}

function afterwards(first: Change, forced: readonly string[], snapshot: Snapshot): readonly string[] {
  const from = first.from;
  return [
    `Check that ${named(first.to, snapshot)} answers on the addresses: the guest must configure a hot-plugged ENI.`,
    ...(from === undefined || first.kind === 'switchover'
      ? []
      : [
          `Find out what happened to ${named(from, snapshot)}; until it is back or replaced the group has one standby less.`,
        ]),
    ...(forced.length === 0 || from === undefined
      ? []
      : [
          `Stop and start ${named(from, snapshot)} before it is used again: ${forced.join(', ')} had to be detached with Force.`,
        ]),
  ];
}

function attachmentIdOf(change: Change): string {
  const detach = change.actions.find((action) => action.kind === 'detach');
  return detach?.attachmentId ?? 'unattached';
}

function distinct(lines: readonly string[]): AlertSection['lines'] {
  return [...new Set(lines)];
}
