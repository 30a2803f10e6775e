import type { Detach } from '../domain/action.ts';
import type { NetworkInterface } from '../domain/network-interface.ts';
import { beginDetach, forceDetach, goneBecause } from './send-detach.ts';
import { type Bench, missesBeforeGone, type StepOversight, type Stop, stop, stopAtError } from './step.ts';
import { detachSchedule } from './watch.ts';

/** What became of a detach: free, or why not. */
export interface DetachResult {
  readonly stop?: Stop;
  readonly forced: boolean;
}

type Seen = 'free' | 'elsewhere' | 'gone' | 'time-to-force';

/**
 * Detaches by attachment id and waits until the ENI is free. The id makes it a compare-and-swap: nothing that has been
 * attached since can be hit, and of two handlers that send it only one is `accepted`; the other leaves it to the first
 * (facts 1.5). With `forceAfterMs`, a detach that takes longer is repeated with Force; while there is an objection to that,
 * it is only waited for.
 */
export async function detach(
  bench: Bench,
  eniId: string,
  action: Detach,
  oversight: StepOversight,
): Promise<DetachResult> {
  try {
    if (!action.begun) {
      const refused = await beginDetach(bench, eniId, action, oversight);
      if (refused !== undefined) return { stop: refused, forced: false };
    }
    return await awaitFreedom(bench, eniId, action, oversight.objection);
  } catch (error) {
    return { stop: stopAtError(error), forced: false };
  }
}

async function awaitFreedom(
  bench: Bench,
  eniId: string,
  action: Detach,
  objection: StepOversight['objection'],
): Promise<DetachResult> {
  for (;;) {
    const seen = await waitUntilFree(bench, eniId, action, action.forceAfterMs);
    if (seen !== 'time-to-force') return conclude(seen, action, false);
    const refused = await forceDetach(bench, eniId, action, objection);
    if (refused === undefined)
      return conclude(await waitUntilFree(bench, eniId, action, undefined), action, true);
    if (refused.result !== 'withdrawn') return { stop: refused, forced: false };
  }
}

function waitUntilFree(
  { ec2, watch, deadline }: Bench,
  eniId: string,
  action: Detach,
  forceAfterMs: number | undefined,
): Promise<Seen | undefined> {
  const forceAt = forceAfterMs === undefined ? Number.POSITIVE_INFINITY : ec2.clock.now() + forceAfterMs;
  let misses = 0;
  return watch.until(eniId, detachSchedule, deadline, (eni) => {
    misses = eni === undefined ? misses + 1 : 0;
    const seen = whatIsSeen(eni, misses, action.attachmentId);
    return seen ?? (ec2.clock.now() >= forceAt ? 'time-to-force' : undefined);
  });
}

function whatIsSeen(
  eni: NetworkInterface | undefined,
  misses: number,
  attachmentId: string,
): Seen | undefined {
  if (eni === undefined) return misses >= missesBeforeGone ? 'gone' : undefined;
  if (eni.attachment === undefined) return 'free';
  return eni.attachment.id === attachmentId ? undefined : 'elsewhere';
}

function conclude(seen: Seen | undefined, action: Detach, forced: boolean): DetachResult {
  switch (seen) {
    case 'free':
      return { forced };
    case 'elsewhere':
      return { stop: stop('look-again', 'somebody else has attached it meanwhile'), forced };
    case 'gone':
      return {
        stop: stop('failed', goneBecause),
        forced,
      };
    case 'time-to-force':
    case undefined:
      return { stop: stop('unfinished', `it is still being detached from ${action.instanceId}`), forced };
    default:
      return seen satisfies never;
  }
}
