import { commute } from './call.ts';
import type { Ec2State } from './ec2-tree.ts';
import type { ParkedCall } from './failover-process.ts';
import type { ProcessState } from './process-tree.ts';

/** One of the two handlers, as it stands. */
export type Side =
  | {
      readonly kind: 'alive';
      readonly process: ProcessState;
      /** Calls of its that need not be answered now: the same was explored with them answered earlier. */
      readonly asleep: readonly number[];
    }
  /** Crashed, after it had told people of this. */
  | { readonly kind: 'crashed'; readonly told: readonly string[] };

/** Both handlers and EC2, between two steps. */
export interface State {
  readonly sides: readonly [Side, Side];
  readonly ec2: Ec2State;
  /** EC2's time: the latest at which anybody has called it. */
  readonly time: number;
}

export type Which = 0 | 1;

/** What may happen next. */
export type Step =
  | {
      readonly kind: 'answer';
      readonly which: Which;
      readonly call: ParkedCall;
      readonly asleep: readonly number[];
    }
  /** It dies. Of its calls that wait, `arriving` still have their effect; of its alerts all or none were taken. */
  | {
      readonly kind: 'crash';
      readonly which: Which;
      readonly arriving: readonly ParkedCall[];
      readonly newsLost: boolean;
    };

/** What of all orders is left out because another order, which is explored, comes to the same. */
export interface Reduction {
  /** Reads of what no handler changes happen at once. */
  readonly steadyReads: boolean;
  /** Calls of one handler that commute are answered in one order, as long as nobody comes between. */
  readonly commutingCalls: boolean;
}

/**
 * A step that makes no difference to the other handler, whenever it is taken, and is taken at once: a steady read at a time
 * that EC2 has reached already.
 */
export function forcedStep({ sides, time }: State, { steadyReads }: Reduction): Step | undefined {
  if (!steadyReads) return undefined;
  for (const which of [0, 1] as const) {
    const side = sides[which];
    if (side.kind === 'crashed' || side.process.now > time) continue;
    const call = side.process.parked.find(({ kind }) => kind === 'steady');
    if (call !== undefined) return { kind: 'answer', which, call, asleep: side.asleep };
  }
  return undefined;
}

/** The steps of the handlers, without crashes. Empty where both have ended. */
export function stepsFrom(state: State, reduction: Reduction): readonly Step[] {
  return ([0, 1] as const).flatMap((which) => stepsOf(state, which, reduction));
}

function stepsOf(
  { sides, ec2 }: State,
  which: Which,
  { steadyReads, commutingCalls }: Reduction,
): readonly Step[] {
  const side = sides[which];
  if (side.kind === 'crashed' || side.process.ended !== undefined) return [];
  const { parked } = side.process;
  // The first call at a later time takes EC2 there, so that the other handler may come before it; any of them will do.
  const steady = steadyReads ? parked.find(({ kind }) => kind === 'steady') : undefined;
  if (steady !== undefined) return [{ kind: 'answer', which, call: steady, asleep: side.asleep }];
  const awake = parked.filter(({ ordinal }) => !side.asleep.includes(ordinal));
  return awake.map((call, index) => {
    // Those before it are answered first elsewhere; where that comes to the same, they may sleep after this one.
    const before = [
      ...parked.filter(({ ordinal }) => side.asleep.includes(ordinal)),
      ...awake.slice(0, index),
    ];
    const asleep = commutingCalls
      ? before.filter((other) => commute(other, call, ec2.eniOf)).map(({ ordinal }) => ordinal)
      : [];
    return { kind: 'answer', which, call, asleep };
  });
}

/**
 * Every way in which a handler can die here: each subset of the changes that it has sent still arrives. Between two calls it
 * changes nothing but what it has told, so that to die there is to die before the next call, with its alerts taken or lost.
 */
export function crashesFrom({ sides }: State): readonly Step[] {
  return ([0, 1] as const).flatMap((which) => {
    const side = sides[which];
    if (side.kind === 'crashed' || side.process.ended !== undefined) return [];
    const changes = side.process.parked.filter(({ kind }) => kind === 'change');
    const newsLost = side.process.told.length > 0 ? [false, true] : [false];
    return subsetsOf(changes).flatMap((arriving) =>
      newsLost.map((lost): Step => ({ kind: 'crash', which, arriving, newsLost: lost })),
    );
  });
}

function subsetsOf<T>([first, ...others]: readonly T[]): readonly (readonly T[])[] {
  if (first === undefined) return [[]];
  const without = subsetsOf(others);
  return [...without, ...without.map((subset) => [first, ...subset])];
}

/** A step in words; a schedule is a list of them. */
export function describeStep(step: Step): string {
  const name = step.which === 0 ? 'first' : 'second';
  switch (step.kind) {
    case 'answer':
      return `${name}: ${step.call.action} #${step.call.ordinal}`;
    case 'crash': {
      const arriving = step.arriving
        .map(({ action, ordinal }) => ` ${action} #${ordinal} still arrives`)
        .join(',');
      return `${name}: crashes${arriving === '' ? ', nothing arrives' : `,${arriving}`}${step.newsLost ? ', its alerts are lost' : ''}`;
    }
    default:
      return step satisfies never;
  }
}
