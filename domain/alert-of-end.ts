import type { Alert } from './alert.ts';
import { formatDuration, formatInstant, type Instant } from './instant.ts';
import {
  countEnis,
  describeMove,
  distinct,
  moveData,
  nameInstance,
  nameOf,
  shortRouteOf,
  storyOf,
} from './move-words.ts';
import type { Outcome } from './outcome.ts';
import type { Change } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/**
 * Said when a group's changes have ended. `moved`: all that was moved and not yet announced, earlier changes of the same
 * invocation too. Undefined where the story goes on at the next look, or nothing was moved.
 */
export function endedAlert(
  outcomes: readonly Outcome[],
  moved: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const failed = outcomes.filter(({ result }) => result === 'failed' || result === 'unfinished');
  if (failed.length > 0) return failedAlert(failed, outcomes, snapshot, trigger);
  return outcomes.every(({ result }) => result === 'done')
    ? completedAlert(moved, snapshot, trigger)
    : undefined;
}

/** Undefined where nothing was moved. */
export function completedAlert(
  moves: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const first = moves[0]?.change;
  if (first === undefined) return undefined;
  const startedAt = Math.min(...moves.map((move) => move.startedAt));
  const endedAt = Math.max(...moves.map((move) => move.endedAt));
  const tookMs = endedAt - startedAt;
  return {
    kind: 'failover-completed',
    severity: 'info',
    group: first.group,
    summary: `${nameOf(first)} completed in ${formatDuration(tookMs)}, ${countEnis(moves)} ${shortRouteOf(first, snapshot)}`,
    sections: [
      { heading: 'Why', lines: distinct(moves.map(({ change }) => change.because)) },
      { heading: 'What moved', lines: moves.map(({ change }) => describeMove(change, snapshot)) },
      { heading: 'How long it took', lines: timings(moves, trigger, startedAt, endedAt) },
      { heading: 'What to do', lines: afterwards(moves, snapshot) },
    ],
    data: {
      trigger,
      moves: moves.map((move) => ({ ...moveData(move.change, snapshot), ...phasesOf(move) })),
      eventAgeMs: startedAt - trigger.at,
      moveMs: tookMs,
      totalSinceEventMs: endedAt - trigger.at,
    },
    fingerprint: `completed/${first.group}/${first.to}/${startedAt}`,
    story: storyOf(first.group, trigger),
  };
}

function failedAlert(
  failed: readonly Outcome[],
  outcomes: readonly Outcome[],
  snapshot: Snapshot,
  trigger: Trigger,
): Alert | undefined {
  const first = failed[0];
  if (first === undefined) return undefined;
  const others = outcomes.filter((outcome) => !failed.includes(outcome));
  const word = failed.every(({ result }) => result === 'unfinished') ? 'NOT FINISHED' : 'FAILED';
  return {
    kind: 'failover-failed',
    severity: 'critical',
    group: first.change.group,
    summary: `${nameOf(first.change)} ${word} for ${countEnis(failed)}: ${first.because}`,
    sections: [
      {
        heading: 'What failed',
        lines: failed.map((o) => `${describeMove(o.change, snapshot)}: ${o.because}`),
      },
      {
        heading: 'What became of the others',
        lines: others.map((o) => `${describeMove(o.change, snapshot)}: ${o.result}`),
      },
      { heading: 'Why it was tried', lines: distinct(outcomes.map(({ change }) => change.because)) },
      { heading: 'What to do', lines: remedyOf(first.change, trigger) },
    ],
    data: {
      trigger,
      outcomes: outcomes.map((o) => ({
        ...moveData(o.change, snapshot),
        result: o.result,
        because: o.because,
      })),
    },
    fingerprint: `failed/${first.change.group}/${failed.map(({ change }) => `${change.eniId}:${change.to ?? ''}`).join(',')}`,
    story: storyOf(first.change.group, trigger),
  };
}

function remedyOf(failed: Change, trigger: Trigger): readonly string[] {
  if (failed.kind === 'protection') {
    return [
      'Mend the cause named above, or set it by hand: aws ec2 modify-network-interface-attribute',
      '  --network-interface-id … --attachment AttachmentId=…,DeleteOnTermination=false',
    ];
  }
  return [
    whenItIsTriedAgain(trigger),
    'To attach by hand: aws ec2 attach-network-interface --network-interface-id … --instance-id … --device-index …',
  ];
}

function whenItIsTriedAgain({ kind }: Trigger): string {
  switch (kind) {
    case 'switchover-request':
      return 'Mend the cause named above, and ask for the switchover again.';
    case 'spot-interruption':
      return 'Mend the cause named above. It is tried again when EC2 takes the instance.';
    case 'instance-state-change':
    case 'alarm':
    case 'tick':
      return 'Mend the cause named above. It is tried again once a minute, as long as EC2 shows that it has to move.';
    default:
      return kind satisfies never;
  }
}

function timings(
  moves: readonly Outcome[],
  trigger: Trigger,
  startedAt: Instant,
  endedAt: Instant,
): readonly string[] {
  const longest = (values: readonly (number | undefined)[]) =>
    Math.max(0, ...values.map((value) => value ?? 0));
  const sinceEvent = (at: Instant) => formatDuration(Math.max(0, at - trigger.at));
  return [
    `event age when we began  ${sinceEvent(startedAt)} (${trigger.kind} at ${formatInstant(trigger.at)})`,
    `detach                   ${formatDuration(longest(moves.map((move) => move.detachMs)))}`,
    `attach                   ${formatDuration(longest(moves.map((move) => move.attachMs)))}`,
    `total since the event    ${sinceEvent(endedAt)}`,
  ];
}

function phasesOf({ detachMs, attachMs, forced }: Outcome): Record<string, unknown> {
  return { detachMs, attachMs, forced };
}

function afterwards(moves: readonly Outcome[], snapshot: Snapshot): readonly string[] {
  const to = distinct(moves.map(({ change }) => nameInstance(change.to, snapshot))).join(' and ');
  const lost = moves.filter(({ change }) => change.kind === 'failover' && change.from !== undefined);
  const from = distinct(lost.map(({ change }) => nameInstance(change.from, snapshot))).join(' and ');
  const forced = moves.filter((move) => move.forced);
  return [
    `Check that ${to} answers on the addresses: the guest must configure a hot-plugged ENI.`,
    ...(lost.length === 0
      ? []
      : [`Find out what happened to ${from}; until it is back or replaced, the group has one standby less.`]),
    ...(forced.length === 0
      ? []
      : [
          `Stop and start ${from} before it is used again: Force was needed for ${forced.map((m) => m.change.eniId).join(', ')}.`,
        ]),
  ];
}
