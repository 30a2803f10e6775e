import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import type { CleanupResult } from '../../domain/cleanup/cleanup-outcome.ts';
import { type Tags, tagKeys } from '../../domain/tags.ts';
import { call } from '../ec2.ts';
import { describeFailure, isCode } from '../failures.ts';
import { callGently, type GentleEc2 } from '../gentle/gentle-ec2.ts';
import { endsReading } from '../gentle/part.ts';
import { isNotFound } from './eni-errors.ts';
import { findEni } from './find-eni.ts';

export { deleteEni } from './delete-eni.ts';

/** What became of a change, and why, in words for people. */
export interface Changed {
  readonly result: CleanupResult;
  readonly because: string;
}

/** Writes tags on an ENI. Throws GaveWay and DeadlinePassed. */
export function writeTags(ec2: GentleEc2, eniId: string, tags: Tags, deadline: number): Promise<Changed> {
  const input = {
    Resources: [eniId],
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
  return changeTags(ec2, eniId, deadline, () =>
    callGently(ec2, 'CreateTags', deadline, (client) => client.send(new CreateTagsCommand(input))),
  );
}

/**
 * Takes tags off an ENI, whatever their values. Throws DeadlinePassed, but never gives way: a mark that stays on an ENI in
 * use would count once it comes free again, and no failover calls DeleteTags, so that nothing is taken from one.
 */
export async function removeTags(
  ec2: GentleEc2,
  eniId: string,
  keys: readonly string[],
  deadline: number,
): Promise<Changed> {
  // DeleteTags without any tag would take all of them off.
  if (keys.length === 0) return { result: 'done', because: 'there was no tag to take off' };
  const input = { Resources: [eniId], Tags: keys.map((Key) => ({ Key })) };
  return changeTags(ec2, eniId, deadline, () =>
    call(ec2, 'DeleteTags', { deadline }, (client) => client.send(new DeleteTagsCommand(input))),
  );
}

/** Both calls may be repeated: a lost reply is tried again like any failure of EC2's own. */
async function changeTags(
  ec2: GentleEc2,
  eniId: string,
  deadline: number,
  change: () => Promise<unknown>,
): Promise<Changed> {
  try {
    await change();
    return { result: 'done', because: 'EC2 has taken the tags' };
  } catch (error) {
    if (endsReading(error)) throw error;
    if (isNotFound(error)) return gone;
    if (isCode(error, 'ConcurrentTagAccess')) {
      return { result: 'unfinished', because: 'somebody else was changing its tags' };
    }
    const meanwhile = isCode(error, 'UnauthorizedOperation')
      ? await whyDenied(ec2, eniId, deadline)
      : undefined;
    return meanwhile ?? { result: 'failed', because: describeFailure(error) };
  }
}

/**
 * Policies with conditions on tags turn a missing ENI into a denial (facts 1.5), and so they do with one that somebody has
 * enrolled since the look. Undefined where the role itself lacks something.
 */
async function whyDenied(ec2: GentleEc2, eniId: string, deadline: number): Promise<Changed | undefined> {
  const eni = await findEni(ec2, { eniId }, deadline);
  if (eni === undefined) return gone;
  return Object.hasOwn(eni.tags, tagKeys.group)
    ? { result: 'raced', because: 'somebody has enrolled it in a group meanwhile' }
    : undefined;
}

const gone: Changed = { result: 'raced', because: 'the ENI is gone' };
