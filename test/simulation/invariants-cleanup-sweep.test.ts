import { cleanupPermitted } from './invariants/cleanup/cleanup-permitted.ts';
import { deletionsTold } from './invariants/cleanup/deletions-told.ts';
import { HandMadeCleanup } from './invariants/cleanup/hand-made-cleanup.ts';
import { manifestBeforeDeletion } from './invariants/cleanup/manifest-before-deletion.ts';
import { orphansGoAtLast } from './invariants/cleanup/orphans-go-at-last.ts';
import { ownTagsOnly } from './invariants/cleanup/own-tags-only.ts';
import { sweepCap } from './invariants/cleanup/sweep-cap.ts';
import { minuteMs } from './invariants/hand-made-history.ts';

let hand: HandMadeCleanup;

beforeEach(async () => {
  hand = new HandMadeCleanup();
  await hand.made.wait(2 * minuteMs);
});

describe('manifest-before-deletion', () => {
  test('is kept where the bucket has a manifest of the ENI as it is', async () => {
    hand.store();
    expect(await hand.judgeDeletion(manifestBeforeDeletion)).toEqual([]);
  });

  test('is broken where it has none, or that of another ENI alone', async () => {
    hand.store(hand.addOrphan());
    expect(await hand.judgeDeletion(manifestBeforeDeletion)).toHaveLength(1);
  });

  test.each([
    { eniId: 'eni-1' },
    { subnetId: 'subnet-1' },
    { privateIpv4Addresses: [] },
    { securityGroupIds: [] },
    { tags: {} },
    { ipv6Addresses: 'none' },
  ])('is broken where the manifest says %j', async (changes) => {
    hand.world.setTag(hand.orphan, 'Name', 'x');
    await hand.made.wait(minuteMs);
    hand.store(hand.orphan, changes);
    expect(await hand.judgeDeletion(manifestBeforeDeletion)).toHaveLength(1);
  });
});

describe('own-tags-only', () => {
  const mark = { 'eni-warden:unattached-since': 'x' };

  test('is kept by deleting, and by writing and removing tags of its own', async () => {
    expect(await hand.judgeTagging(ownTagsOnly, 'CreateTags', mark)).toEqual([]);
    expect(await hand.judgeTagging(ownTagsOnly, 'DeleteTags', mark)).toEqual([]);
    expect(await hand.judgeDeletion(ownTagsOnly)).toEqual([]);
  });

  test('is broken by any other key, by removing all tags, by any other action, and by a thing that is no ENI', async () => {
    expect(await hand.judgeTagging(ownTagsOnly, 'CreateTags', { ...mark, Name: 'x' })).toHaveLength(1);
    expect(await hand.judgeTagging(ownTagsOnly, 'DeleteTags', { 'eni-warden:hold': '' })).toHaveLength(1);
    expect(await hand.judgeTagging(ownTagsOnly, 'DeleteTags', {})).toHaveLength(1);
    expect(await hand.judgeTagging(ownTagsOnly, 'CreateTags', mark, hand.made.a)).toHaveLength(1);
    const detach = { AttachmentId: hand.made.attachmentOf(hand.made.eni) };
    expect(await hand.judge(ownTagsOnly, 'DetachNetworkInterface', detach)).toHaveLength(1);
  });

  test('is broken by a tag on what belongs to another account', async () => {
    const foreign = hand.addOrphan({ ownerId: '210987654321' });
    expect(await hand.judgeTagging(ownTagsOnly, 'CreateTags', mark, foreign)).toHaveLength(1);
  });
});

describe('cleanup-permitted', () => {
  test('is broken by the deletion of what carries no mark or a group, as long as it may have been known', async () => {
    hand.world.setTag(hand.orphan, 'eni-warden:group', 'retired');
    await hand.made.wait(20_000);
    expect(
      await hand.judge(cleanupPermitted, 'DeleteNetworkInterface', { NetworkInterfaceId: hand.orphan }),
    ).toEqual([]);
    const unmarked = hand.addOrphan();
    hand.world.removeTag(unmarked, 'eni-warden:unattached-since');
    await hand.made.wait(minuteMs);
    expect(await hand.judgeDeletion(cleanupPermitted, unmarked)).toHaveLength(1);
    const enrolled = hand.addOrphan({ tags: { 'eni-warden:group': 'g' } });
    await hand.made.wait(minuteMs);
    expect(await hand.judgeDeletion(cleanupPermitted, enrolled)).toHaveLength(1);
  });

  test('is broken by a foreign key', async () => {
    expect(await hand.judgeTagging(cleanupPermitted, 'CreateTags', { Name: 'x' })).toHaveLength(1);
  });
});

describe('sweep-cap', () => {
  test('counts the deletions of one sweep, and begins anew with the next', async () => {
    hand.history.cleanup.deletionsMax = 2;
    const orphans = [1, 2, 3, 4].map(() => hand.addOrphan());
    hand.sweep();
    const counts: number[] = [];
    for (const [index, id] of orphans.entries()) {
      await hand.made.wait(minuteMs);
      if (index === 3) hand.sweep();
      counts.push((await hand.judgeDeletion(sweepCap, id)).length);
    }
    expect(counts).toEqual([0, 0, 1, 0]);
  });
});

describe('deletions-told', () => {
  test('is kept where the environment tells it with a key that is in the bucket', async () => {
    hand.sweep();
    const manifestKey = hand.store();
    await hand.judgeDeletion(deletionsTold);
    hand.tell({ deleted: [{ eniId: hand.orphan, manifestKey }] });
    expect(hand.judgeEnd(deletionsTold)).toEqual([]);
  });

  test('is broken where nobody is told, or of a manifest that is not there', async () => {
    hand.sweep();
    await hand.judgeDeletion(deletionsTold);
    expect(hand.judgeEnd(deletionsTold)).toHaveLength(1);
    hand.tell({ deleted: [{ eniId: hand.orphan, manifestKey: 'manifests/elsewhere' }] });
    expect(hand.judgeEnd(deletionsTold)).toHaveLength(1);
  });

  test('excuses a process that died', async () => {
    hand.sweep({ outcome: 'crashed' });
    await hand.judgeDeletion(deletionsTold);
    expect(hand.judgeEnd(deletionsTold)).toEqual([]);
  });

  test('is broken by an alert that says of what was deleted that it failed, or of what is there that it was deleted', async () => {
    hand.sweep({ outcome: 'crashed' });
    const other = hand.addOrphan();
    await hand.judgeDeletion(deletionsTold);
    hand.tell({ failed: [{ eniId: hand.orphan, action: 'delete' }], deleted: [{ eniId: other }] });
    expect(hand.judgeEnd(deletionsTold)).toHaveLength(2);
  });
});

describe('orphans-go-at-last', () => {
  async function calm(): Promise<void> {
    hand.history.faultsEndedAt = hand.made.now;
    await hand.made.wait(20 * minuteMs);
  }

  test('is broken where an orphan is due for the whole calm, is still there, and nobody was told', async () => {
    await calm();
    expect(hand.judgeEnd(orphansGoAtLast)).toHaveLength(1);
    hand.tell({ bars: [{ name: 'account-share' }] });
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
  });

  test('is kept where it is gone, or the calm was too short for two sweeps, or there is no cleanup', async () => {
    hand.history.faultsEndedAt = hand.made.now;
    await hand.made.wait(10 * minuteMs);
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
    await hand.made.wait(10 * minuteMs);
    hand.history.cleanup.everyMs = Number.POSITIVE_INFINITY;
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
    hand.history.cleanup.everyMs = minuteMs;
    await hand.judgeDeletion(orphansGoAtLast);
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
  });

  test('is kept where it is held, referred to, changed, young, or has failed before', async () => {
    const address = hand.addOrphan();
    hand.world.addAddress({ networkInterfaceId: address });
    const [held, changed, young, failed] = [1, 2, 3, 4].map(() => hand.addOrphan());
    hand.world.setTag(held ?? '', 'eni-warden:hold', 'x');
    hand.world.setTag(changed ?? '', 'Name', 'x');
    hand.mark(young ?? '', { days: 6 });
    hand.world.setTag(failed ?? '', 'eni-warden:delete-failed', '1 2026-01-05T09:00:00Z');
    await hand.judgeDeletion(orphansGoAtLast);
    await calm();
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
  });

  test('is kept where a protected ENI of the VPC was without a home until lately', async () => {
    const free = hand.made.addEni();
    await calm();
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
    hand.made.put(free, hand.made.a);
    await hand.made.wait(5 * minuteMs);
    expect(hand.judgeEnd(orphansGoAtLast)).toEqual([]);
    await hand.made.wait(15 * minuteMs);
    expect(hand.judgeEnd(orphansGoAtLast)).toHaveLength(1);
  });
});
