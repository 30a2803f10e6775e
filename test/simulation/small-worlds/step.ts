import { type Call, commute } from './call.ts';
import type { Changed, Ec2State, Ec2Tree } from './ec2-tree.ts';
import type { Move, ProcessState, ProcessTree } from './process-tree.ts';
import type { Side, State, Step, Which } from './state.ts';

/** The two machines of the handlers and the one of EC2, whose product is explored. */
export interface Machines {
  readonly ec2: Ec2Tree;
  readonly processes: readonly [ProcessTree, ProcessTree];
}

export interface Stepped {
  readonly state: State;
  readonly harm: readonly string[];
}

/** Takes one step; at once where all that follows from it is known. */
export function take(machines: Machines, state: State, step: Step): Stepped | Promise<Stepped> {
  switch (step.kind) {
    case 'answer':
      return answer(machines, state, step);
    case 'crash':
      return crash(machines, state, step);
    default:
      return step satisfies never;
  }
}

/** Goes on with a value that may be there already: most are, and a promise for each would cost most of the time. */
export function after<T, U>(value: T | Promise<T>, goOn: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}

function answer(
  machines: Machines,
  state: State,
  { which, call, asleep }: Step & { readonly kind: 'answer' },
): Stepped | Promise<Stepped> {
  const before = processOf(state, which);
  const time = Math.max(state.time, before.now);
  return after(machines.ec2.at(state.ec2, time), (present) =>
    after(send(machines.ec2, present, time, call), (effect) => {
      const move: Move = {
        ordinal: call.ordinal,
        answer: effect.answer,
        accepted: effect.accepted,
        // Nobody's clock is behind what EC2 has done for him.
        ...(effect.accepted && time > before.now && { putForwardTo: time }),
      };
      return after(machines.processes[which].move(before, move), (process) => {
        const next: State = { sides: state.sides, ec2: effect.after, time };
        const mine = withSide(next, which, { kind: 'alive', process, asleep });
        const harm = process.broken.length === 0 ? effect.harm : [...effect.harm, ...process.broken];
        return { state: wakeOther(state, mine, present, which, [call]), harm };
      });
    }),
  );
}

function crash(
  { ec2 }: Machines,
  state: State,
  { which, arriving, newsLost }: Step & { readonly kind: 'crash' },
): Stepped | Promise<Stepped> {
  const { now, told } = processOf(state, which);
  // Where nothing arrives, EC2 does not notice, and its time does not pass.
  const time = arriving.length === 0 ? state.time : Math.max(state.time, now);
  return after(ec2.at(state.ec2, time), (present) =>
    after(arrive(ec2, present, time, arriving), ({ last, harm }) => {
      const next: State = { sides: state.sides, ec2: last, time };
      const dead = withSide(next, which, {
        kind: 'crashed',
        told: newsLost || told.length === 0 ? nothing : told,
      });
      return { state: wakeOther(state, dead, present, which, arriving), harm };
    }),
  );
}

const nothing: readonly string[] = [];

interface Arrived {
  readonly last: Ec2State;
  readonly harm: readonly string[];
}

function arrive(
  ec2: Ec2Tree,
  present: Ec2State,
  time: number,
  [call, ...others]: readonly Call[],
): Arrived | Promise<Arrived> {
  if (call === undefined) return { last: present, harm: [] };
  return after(ec2.change(present, time, call), (changed) =>
    after(arrive(ec2, changed.after, time, others), ({ last, harm }) => ({
      last,
      harm: [...changed.harm, ...harm],
    })),
  );
}

function send(ec2: Ec2Tree, state: Ec2State, time: number, call: Call): Changed | Promise<Changed> {
  if (call.kind === 'change') return ec2.change(state, time, call);
  return after(ec2.read(state, call), (known) => ({
    answer: known,
    after: state,
    accepted: false,
    harm: [],
  }));
}

/**
 * A call that sleeps has been explored as answered before this step. It goes on sleeping while that comes to the same: while
 * EC2 has not changed by itself, and what was called commutes with it; a change also only while EC2's time stands still,
 * since it would now have its effect later.
 */
function wakeOther(
  before: State,
  next: State,
  present: Ec2State,
  which: Which,
  calls: readonly Call[],
): State {
  const other: Which = which === 0 ? 1 : 0;
  const side = next.sides[other];
  if (side.kind === 'crashed' || side.asleep.length === 0) return next;
  const asleep = side.process.parked.filter(
    (sleeper) =>
      side.asleep.includes(sleeper.ordinal) &&
      present.id === before.ec2.id &&
      (sleeper.kind !== 'change' || next.time === before.time) &&
      calls.every((call) => commute(sleeper, call, present.eniOf)),
  );
  return withSide(next, other, { ...side, asleep: asleep.map(({ ordinal }) => ordinal) });
}

export function processOf(state: State, which: Which): ProcessState {
  const side = state.sides[which];
  if (side.kind === 'crashed') throw new Error('A crashed handler takes no step.');
  return side.process;
}

function withSide(state: State, which: Which, side: Side): State {
  const [one, two] = state.sides;
  return { ...state, sides: which === 0 ? [side, two] : [one, side] };
}
