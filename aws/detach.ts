import { DetachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import type { Detach } from '../domain/action.ts';
import type { NetworkInterface } from '../domain/network-interface.ts';
import { call, type Trying } from './ec2.ts';
import { classify, describeFailure } from './failures.ts';
import {
  type Bench,
  describeAgain,
  missesBeforeGone,
  type StepOversight,
  type Stop,
  stop,
  stopAtError,
} from './step.ts';
import { detachSchedule } from './watch.ts';

/** What became of a detach: free, or why not. */
export interface DetachResult {
  readonly stop?: Stop;
  readonly forced: boolean;
}

const goneBecause =
  'the network interface no longer exists: it was deleted with its instance, or by somebody';

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
      const refused = await begin(bench, eniId, action, oversight);
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
    const refused = await force(bench, eniId, action, objection);
    if (refused === undefined)
      return conclude(await waitUntilFree(bench, eniId, action, undefined), action, true);
    if (refused.result !== 'withdrawn') return { stop: refused, forced: false };
  }
}

/** Sends the detach; undefined when EC2 has taken it from us. */
async function begin(
  bench: Bench,
  eniId: string,
  action: Detach,
  { accepted, objection }: StepOversight,
): Promise<Stop | undefined> {
  let perhapsOurs = false;
  const unknownEffect = () => {
    perhapsOurs = true;
  };
  try {
    await send(bench, action, { forced: false, objection, unknownEffect });
  } catch (error) {
    const stopped = await judge(bench, eniId, action, error);
    if (stopped !== undefined) return stopped;
    if (!perhapsOurs) return stop('look-again', 'somebody else is detaching it, or has done so');
  }
  accepted();
  return undefined;
}

async function force(
  bench: Bench,
  eniId: string,
  action: Detach,
  objection: StepOversight['objection'],
): Promise<Stop | undefined> {
  try {
    await send(bench, action, { forced: true, objection });
    return undefined;
  } catch (error) {
    return judge(bench, eniId, action, error);
  }
}

/** An error of a detach that is under way or done all the same is no error. */
async function judge(bench: Bench, eniId: string, action: Detach, error: unknown): Promise<Stop | undefined> {
  const failure = classify(error);
  if (failure !== 'already-so' && failure !== 'lost-race' && failure !== 'ambiguous')
    return stopAtError(error);
  const eni = await describeAgain(bench, eniId);
  if (eni === undefined) return stop('failed', goneBecause);
  if (eni?.attachment?.id !== action.attachmentId || eni.attachment.status === 'detaching') return undefined;
  return failure === 'already-so'
    ? undefined
    : stop(failure === 'ambiguous' ? 'failed' : 'look-again', describeFailure(error));
}

function send(
  { ec2, deadline }: Bench,
  { attachmentId }: Detach,
  { forced, ...trying }: Omit<Trying, 'deadline'> & { readonly forced: boolean },
) {
  return call(ec2, 'DetachNetworkInterface', { deadline, ...trying }, (client) =>
    client.send(
      new DetachNetworkInterfaceCommand({ AttachmentId: attachmentId, ...(forced && { Force: true }) }),
    ),
  );
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
