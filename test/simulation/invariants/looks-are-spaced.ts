import type { Call, History, Invocation } from '../history.ts';
import type { Invariant } from './invariant.ts';

const spanMs = 10_000;
const looksMax = 20;

/** An invocation does not spin: it reads the members no more than 20 times in any 10 s, further pages aside. */
export const looksAreSpaced: Invariant = {
  name: 'looks-are-spaced',
  atEnd(history) {
    const looks = lookTimes(history);
    return history.invocations
      .filter((invocation) => isSpinning(timesOf(invocation, looks)))
      .map(({ requestId }) => `${requestId} looked more than ${looksMax} times within ${spanMs} ms`);
  },
};

/** By environment, since one has one invocation at a time. */
function lookTimes({ calls }: History): ReadonlyMap<string, readonly number[]> {
  const looks = new Map<string, number[]>();
  for (const { environment, at } of calls.filter(beginsALook))
    looks.set(environment, [...(looks.get(environment) ?? []), at]);
  return looks;
}

function beginsALook({ action, parameters }: Call): boolean {
  return (
    action === 'DescribeInstances' &&
    parameters['Filter.1.Name'] === 'tag-key' &&
    parameters.NextToken === undefined
  );
}

function timesOf(
  { environment, at, endedAt = Number.POSITIVE_INFINITY }: Invocation,
  looks: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  return (looks.get(environment) ?? []).filter((time) => time >= at && time <= endedAt);
}

function isSpinning(times: readonly number[]): boolean {
  return times.some((time, index) => (times[index + looksMax] ?? Number.POSITIVE_INFINITY) - time < spanMs);
}
