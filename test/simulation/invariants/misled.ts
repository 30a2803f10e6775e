import type { Call, History } from '../history.ts';
import { evidenceFrom } from './detachment.ts';

/** Whether the handler that made the call had got an answer with something odd in it, as late as that it may have relied on it. */
export function wasMisled(call: Call, { calls }: History): boolean {
  return calls.some(
    ({ environment, at, isOdd }) =>
      isOdd === true && environment === call.environment && at >= evidenceFrom(call),
  );
}
