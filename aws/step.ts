import type { NetworkInterface } from '../domain/network-interface.ts';
import type { Result } from '../domain/outcome.ts';
import { DeadlinePassed, type Ec2, Withdrawn } from './ec2.ts';
import { describeFailure } from './failures.ts';
import { readNetworkInterfacesById } from './observe.ts';
import type { Watch } from './watch.ts';

/** What a step of a change works with. */
export interface Bench {
  readonly ec2: Ec2;
  readonly watch: Watch;
  /** When the invocation must have ended. */
  readonly deadline: number;
}

/** What a step of a change asks and tells while it is under way. */
export interface StepOversight {
  /** EC2 has taken the step's call from us. */
  readonly accepted: () => void;
  /** An attach is about to be sent, and is when this resolves. */
  readonly attaching: () => Promise<void>;
  /** Asked directly before each call that changes anything: why it must not be sent; undefined where it may. */
  readonly objection: () => Promise<string | undefined>;
}

/** A single read may miss what exists (facts 1.3); so many in a row do not. */
export const missesBeforeGone = 2;
const waitAfterMissMs = 1_000;

/** A step that did not reach its end; a step that did returns nothing of this. */
export interface Stop {
  readonly result: Exclude<Result, 'done'>;
  readonly because: string;
  /** A device index of the target that EC2 calls taken. */
  readonly takenIndex?: number;
}

export function stop(result: Stop['result'], because: string): Stop {
  return { result, because };
}

/** An error that no table explains away. */
export function stopAtError(error: unknown): Stop {
  if (error instanceof DeadlinePassed) {
    const cause = error.cause === undefined ? '' : ` (${describeFailure(error.cause)})`;
    return stop('unfinished', `${error.message}${cause}`);
  }
  if (error instanceof Withdrawn) return stop('withdrawn', error.message);
  return stop('failed', describeFailure(error));
}

/** A fresh look at one ENI: where an error is ambiguous, the state decides. Undefined where EC2 does not show it. */
export async function describeAgain(bench: Bench, eniId: string): Promise<NetworkInterface | undefined> {
  for (let miss = 1; ; miss++) {
    const eni = (await readNetworkInterfacesById(bench.ec2, bench.deadline, [eniId])).get(eniId);
    if (eni !== undefined || miss >= missesBeforeGone) return eni;
    await bench.ec2.clock.sleep(waitAfterMissMs);
  }
}
