import type { State, Step } from './state.ts';

/** How many ways lead on from a state to an end. */
export interface Paths {
  withoutCrash: number;
  all: number;
}

/** A state on the way that is being explored. */
export interface Frame {
  readonly state: State;
  /** Undefined for a state with one forced step, which is not worth remembering. */
  readonly number?: number;
  readonly steps: readonly Step[];
  taken: number;
  readonly paths: Paths;
}

/** Adds the ways on from the state that the last step of a frame led to. A crash makes all that follows a schedule with a crash. */
export function add(frame: Frame | undefined, { withoutCrash, all }: Paths): void {
  if (frame === undefined) return;
  frame.paths.all += all;
  if (frame.steps[frame.taken - 1]?.kind !== 'crash') frame.paths.withoutCrash += withoutCrash;
}
