import { AttachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import type { Attach } from '../domain/action.ts';
import { call, DeadlinePassed, Withdrawn } from './ec2.ts';
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
import { attachSchedule } from './watch.ts';

/** How often an attach whose fate is unknown is tried again, after a look each time. */
const attemptsMax = 6;
const waitBetweenAttemptsMs = 500;

/** How long a read may still show an accepted attach as if it had not been (facts 1.3). */
const readsMayLagMs = 10_000;

/**
 * Attaches on network card 0 and waits until it is attached; `accepted` is called as soon as EC2 has taken the call: from
 * then on the ENI is ours, since attach cannot steal (facts 1.4). Attach has no idempotency token, so that after an error
 * whose effect is unknown we look before trying again. Undefined on success.
 */
export async function attach(
  bench: Bench,
  eniId: string,
  action: Attach,
  oversight: StepOversight,
): Promise<Stop | undefined> {
  try {
    const refused = await begin(bench, eniId, action, oversight);
    if (refused === undefined) {
      oversight.accepted();
      return await waitUntilAttached(bench, eniId, action);
    }
    if (!refused.perhapsOurs) return refused.stop;
    return await waitWhetherOurs(bench, eniId, action, refused.stop, oversight);
  } catch (error) {
    return stopAtError(error);
  }
}

/** Why the attach was not taken; `perhapsOurs`: an earlier try of ours may have had its effect all the same. */
interface Refusal {
  readonly stop: Stop;
  readonly perhapsOurs: boolean;
}

async function begin(
  bench: Bench,
  eniId: string,
  action: Attach,
  oversight: StepOversight,
): Promise<Refusal | undefined> {
  let perhapsOurs = false;
  for (let attempt = 1; ; attempt++) {
    try {
      await send(bench, eniId, action, oversight);
      return undefined;
    } catch (error) {
      perhapsOurs ||= classify(error) === 'retryable';
      const judged = await judge(bench, eniId, action, error);
      if (judged === 'attached') {
        const others = stop('look-again', 'somebody else has attached it there');
        return perhapsOurs ? undefined : { stop: others, perhapsOurs };
      }
      if (judged !== 'try-again') return { stop: judged, perhapsOurs };
      if (attempt >= attemptsMax) return { stop: stop('look-again', describeFailure(error)), perhapsOurs };
      await bench.ec2.clock.sleep(waitBetweenAttemptsMs * attempt * (0.5 + bench.ec2.chance()));
    }
  }
}

/** Always names network card 0: without it EC2 has falsely reported a device index as taken (facts 1.4). */
function send(
  { ec2, deadline }: Bench,
  eniId: string,
  { instanceId, deviceIndex }: Attach,
  { attaching, objection }: StepOversight,
): Promise<unknown> {
  const input = {
    NetworkInterfaceId: eniId,
    InstanceId: instanceId,
    DeviceIndex: deviceIndex,
    NetworkCardIndex: 0,
  };
  return call(
    ec2,
    'AttachNetworkInterface',
    { deadline, retry: ['throttled'], objection },
    async (client) => {
      await attaching();
      return client.send(new AttachNetworkInterfaceCommand(input));
    },
  );
}

/** What an error of the attach means, by its code where that is clear, else by where the ENI is now. */
async function judge(
  bench: Bench,
  eniId: string,
  action: Attach,
  error: unknown,
): Promise<'attached' | 'try-again' | Stop> {
  // Nothing was sent at last, so that EC2 has said nothing of this target.
  if (error instanceof Withdrawn || error instanceof DeadlinePassed) return stopAtError(error);
  const failure = classify(error);
  // Whatever EC2 has against this target, another one may do.
  if (failure === 'refused-by-target' || failure === 'permanent')
    return stop('refused-by-target', describeFailure(error));
  const eni = await describeAgain(bench, eniId);
  if (eni === undefined) return stop('failed', 'the network interface no longer exists');
  if (eni.attachment?.instanceId === action.instanceId && eni.attachment.status !== 'detaching')
    return 'attached';
  if (eni.attachment !== undefined)
    return stop('look-again', `it is on ${eni.attachment.instanceId ?? 'something else'} meanwhile`);
  if (failure === 'retryable') return 'try-again';
  if (isDenial(error)) return stop('refused-by-target', describeFailure(error));
  const because = describeFailure(error);
  return isIndexTaken(error)
    ? { ...stop('look-again', because), takenIndex: action.deviceIndex }
    : stop('look-again', because);
}

/** A denial for an ENI that exists, is free and carries its tag is a real one. */
function isDenial(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnauthorizedOperation';
}

/** InvalidParameterValue has several meanings; this one only its words tell (facts 2). */
function isIndexTaken(error: unknown): boolean {
  return error instanceof Error && /interface attached at device index/i.test(error.message);
}

/**
 * The reply to an earlier try was lost, and a later one was refused: because the first had its effect, and the reads since
 * lag? Only waiting tells, and whoever did it has to know, or nobody would tell of it.
 */
async function waitWhetherOurs(
  bench: Bench,
  eniId: string,
  action: Attach,
  refusal: Stop,
  oversight: StepOversight,
): Promise<Stop | undefined> {
  const missed = await waitUntilAttached(bench, eniId, action);
  if (missed === undefined) oversight.accepted();
  return missed?.result === 'look-again' ? refusal : missed;
}

async function waitUntilAttached(
  { ec2, watch, deadline }: Bench,
  eniId: string,
  action: Attach,
): Promise<Stop | undefined> {
  const { clock } = ec2;
  const lagUntil = clock.now() + readsMayLagMs;
  let misses = 0;
  const seen = await watch.until(eniId, attachSchedule, deadline, (eni) => {
    misses = eni === undefined ? misses + 1 : 0;
    if (eni === undefined) return misses >= missesBeforeGone ? 'gone' : undefined;
    if (eni.attachment?.instanceId !== action.instanceId || eni.attachment.status === 'detaching') {
      // It may be free or on its old holder still, in a read that lags.
      return clock.now() < lagUntil ? undefined : 'elsewhere';
    }
    return eni.attachment.status === 'attached' ? 'attached' : undefined;
  });
  switch (seen) {
    case 'attached':
      return undefined;
    case 'elsewhere':
      return stop('look-again', 'it has been taken away again');
    case 'gone':
      return stop('failed', 'the network interface no longer exists');
    case undefined:
      return stop('unfinished', `it is still being attached to ${action.instanceId}`);
    default:
      return seen satisfies never;
  }
}
