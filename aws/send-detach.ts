import { DetachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import type { Detach } from '../domain/action.ts';
import { formatDuration } from '../domain/instant.ts';
import { call, type Trying } from './ec2.ts';
import { classify, describeFailure, isCode } from './failures.ts';
import { type Bench, describeAgain, type StepOversight, type Stop, stop, stopAtError } from './step.ts';
import { detachSchedule } from './watch.ts';

/** An attach that is waited for so long hangs; mostly it takes seconds (facts 1.2). */
const attachingMaxMs = 60_000;

export const goneBecause =
  'the network interface no longer exists: it was deleted with its instance, or by somebody';

/**
 * Sends the detach; undefined when EC2 has taken it from us. Nobody knows whether EC2 detaches what it is still attaching
 * (facts 11). So it is asked at once, and where it refuses, again when that is over. An attach that hangs ends this change as
 * unfinished, so that people are told of it, and the next look goes on; Force is no way out, since the guest has not been
 * asked to let go.
 */
export async function beginDetach(
  bench: Bench,
  eniId: string,
  action: Detach,
  { accepted, objection }: StepOversight,
): Promise<Stop | undefined> {
  const { clock } = bench.ec2;
  const lastTryAt = clock.now() + attachingMaxMs;
  let perhapsOurs = false;
  const unknownEffect = () => {
    perhapsOurs = true;
  };
  for (;;) {
    const isLastTry = clock.now() >= lastTryAt;
    try {
      await send(bench, action, { forced: false, objection, unknownEffect });
      break;
    } catch (error) {
      const refusal = await judge(bench, eniId, action, error);
      if (refusal === undefined) {
        if (perhapsOurs) break;
        return stop('look-again', 'somebody else is detaching it, or has done so');
      }
      if (!refusal.isAttaching) return refusal.stop;
      if (isLastTry) return hanging(action, refusal.stop);
    }
    await waitWhileAttaching(bench, eniId, action, lastTryAt);
    if (clock.now() >= bench.deadline)
      return stop('unfinished', `it is still being attached to ${action.instanceId}`);
  }
  accepted();
  return undefined;
}

/** Repeats the detach with Force; undefined when EC2 has taken it. */
export async function forceDetach(
  bench: Bench,
  eniId: string,
  action: Detach,
  objection: StepOversight['objection'],
): Promise<Stop | undefined> {
  try {
    await send(bench, action, { forced: true, objection });
    return undefined;
  } catch (error) {
    return (await judge(bench, eniId, action, error))?.stop;
  }
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

/** A detach that is neither under way nor done. */
interface Refusal {
  readonly stop: Stop;
  /** EC2 shows that it is still busy with the attach. */
  readonly isAttaching: boolean;
}

/** An error of a detach that is under way or done all the same is no error. */
async function judge(
  bench: Bench,
  eniId: string,
  action: Detach,
  error: unknown,
): Promise<Refusal | undefined> {
  const failure = classify(error);
  if (failure !== 'already-so' && failure !== 'lost-race' && failure !== 'ambiguous')
    return { stop: stopAtError(error), isAttaching: false };
  const eni = await describeAgain(bench, eniId);
  if (eni === undefined) return { stop: stop('failed', goneBecause), isAttaching: false };
  if (eni?.attachment?.id !== action.attachmentId || eni.attachment.status === 'detaching') return undefined;
  if (failure === 'already-so') return undefined;
  return {
    stop: stop(failure === 'ambiguous' ? 'failed' : 'look-again', describeFailure(error)),
    // What we are not allowed to do does not become allowed by waiting.
    isAttaching: eni.attachment.status === 'attaching' && !isCode(error, 'UnauthorizedOperation'),
  };
}

/** Until EC2 shows anything else; if that was a read that lags, EC2's answer to the next detach says so. */
async function waitWhileAttaching(
  { watch, deadline }: Bench,
  eniId: string,
  { attachmentId }: Detach,
  until: number,
): Promise<void> {
  await watch.until(eniId, detachSchedule, Math.min(until, deadline), (eni) =>
    eni?.attachment?.id === attachmentId && eni.attachment.status === 'attaching' ? undefined : 'over',
  );
}

function hanging({ instanceId }: Detach, { because }: Stop): Stop {
  const duration = formatDuration(attachingMaxMs);
  return stop(
    'unfinished',
    `EC2 has been attaching it to ${instanceId} for more than ${duration}, and does not detach it meanwhile: ${because}`,
  );
}
