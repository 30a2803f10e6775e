import { DeleteNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { classify, describeFailure, isCode } from '../failures.ts';
import { callGently, type GentleEc2 } from '../gentle/gentle-ec2.ts';
import { endsReading } from '../gentle/part.ts';
import type { Changed } from './change-eni.ts';
import { isInUse, isNotFound } from './eni-errors.ts';
import { findEni } from './find-eni.ts';

/** Reads may lag some seconds (facts 1.3): so long after each other is looked whether the ENI is gone, ten in all. */
const looksAfterMs = [500, 1_000, 2_000, 3_000, 3_500];

/** A deletion whose fate is unknown is sent so many times. */
const attemptsMax = 2;

/**
 * Deletes an ENI that nobody uses, and looks that it is gone (rules 32 and 33). It is never detached: EC2 refuses to
 * delete what is in use. Throws GaveWay and DeadlinePassed as long as EC2 has not taken the deletion; after that, what
 * keeps us from looking makes it `unfinished`, so that no deletion is left untold.
 */
export async function deleteEni(ec2: GentleEc2, eniId: string, deadline: number): Promise<Changed> {
  const eni = { ec2, eniId, deadline };
  for (let attempt = 1; ; attempt++) {
    const error = await send(eni);
    if (error === undefined) return (await isGone(eni)) ?? stillShown;
    const told = toldBy(error);
    if (told !== undefined) return told;
    const seen = await isGone(eni);
    if (seen !== undefined) return seen;
    if (classify(error) !== 'retryable') return { result: 'failed', because: refusal(error) };
    if (attempt >= attemptsMax) {
      return {
        result: 'unfinished',
        because: `EC2 kept failing, and shows it still: ${describeFailure(error)}`,
      };
    }
  }
}

interface Target {
  readonly ec2: GentleEc2;
  readonly eniId: string;
  readonly deadline: number;
}

/** The error that EC2 answered with; undefined where it took the deletion. */
async function send({ ec2, eniId, deadline }: Target): Promise<unknown> {
  const input = { NetworkInterfaceId: eniId };
  try {
    await callGently(
      ec2,
      'DeleteNetworkInterface',
      deadline,
      (client) => client.send(new DeleteNetworkInterfaceCommand(input)),
      [],
    );
    return undefined;
  } catch (error) {
    if (endsReading(error)) throw error;
    return error;
  }
}

/** What an error says by itself; undefined where only a look can tell. */
function toldBy(error: unknown): Changed | undefined {
  if (isNotFound(error)) return { result: 'done', because: 'it was gone already' };
  if (isInUse(error)) {
    return { result: 'raced', because: `it is in use again: EC2 refused (${describeFailure(error)})` };
  }
  if (isCode(error, 'OperationNotPermitted', 'AuthFailure')) {
    const because = `a service of AWS manages it, and only that service can delete it: ${describeFailure(error)}`;
    return { result: 'failed', because };
  }
  return undefined;
}

function refusal(error: unknown): string {
  if (!isCode(error, 'UnauthorizedOperation')) return describeFailure(error);
  return `the cleanup may not delete it; it may delete only what carries its mark and no group: ${describeFailure(error)}`;
}

const stillShown: Changed = {
  result: 'unfinished',
  because: 'EC2 has taken the deletion, and shows it still; the next sweep looks again',
};

/** What a look shows, if that is an end: it is gone. Undefined where EC2 shows it all the while. */
async function isGone({ ec2, eniId, deadline }: Target): Promise<Changed | undefined> {
  try {
    for (const waitMs of looksAfterMs) {
      await ec2.clock.sleep(waitMs);
      if ((await findEni(ec2, { eniId }, deadline)) === undefined) {
        return { result: 'done', because: 'it is gone' };
      }
    }
    return undefined;
  } catch (error) {
    const because = `it was to be deleted, and whether it is gone could not be seen: ${describeFailure(error)}`;
    return { result: 'unfinished', because };
  }
}
