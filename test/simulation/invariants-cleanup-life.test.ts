import { deletedInPeace } from './invariants/cleanup/deleted-in-peace.ts';
import { deletedUnattached } from './invariants/cleanup/deleted-unattached.ts';
import { HandMadeCleanup } from './invariants/cleanup/hand-made-cleanup.ts';
import { minuteMs } from './invariants/hand-made-history.ts';

const dayMs = 24 * 60 * minuteMs;

let hand: HandMadeCleanup;

beforeEach(async () => {
  hand = new HandMadeCleanup();
  await hand.made.wait(2 * minuteMs);
});

describe('deleted-unattached', () => {
  /** Attached for ten minutes, in which a sweep begins and ends, or begins too early. */
  async function used({ sweepAfterMs = minuteMs, outcome = 'succeeded' as const } = {}): Promise<void> {
    hand.made.put(hand.orphan, hand.made.a);
    await hand.made.wait(sweepAfterMs);
    hand.sweep({ outcome });
    await hand.made.wait(10 * minuteMs);
    await hand.made.detach(hand.orphan);
    await hand.made.wait(2 * minuteMs);
  }

  test('is broken by a mark from before an attachment that a whole sweep has seen', async () => {
    await used();
    expect(await hand.judgeDeletion(deletedUnattached)).toHaveLength(1);
  });

  test('is kept where no sweep lay in it, or the mark is newer', async () => {
    await used({ sweepAfterMs: 1_000 });
    expect(await hand.judgeDeletion(deletedUnattached)).toEqual([]);
    hand = new HandMadeCleanup();
    await used();
    hand.mark(hand.orphan, { days: 0 });
    await hand.made.wait(8 * dayMs);
    expect(await hand.judgeDeletion(deletedUnattached)).toEqual([]);
  });

  test('counts no deletion that EC2 has refused, since it is attached', async () => {
    hand.made.put(hand.orphan, hand.made.a);
    expect(await hand.judgeDeletion(deletedUnattached)).toEqual([]);
    expect(hand.world.networkInterfaces.has(hand.orphan)).toBe(true);
  });
});

describe('deleted-in-peace', () => {
  test('is broken while a protected ENI of the VPC is without a home, unless it is on hold', async () => {
    const free = hand.made.addEni();
    await hand.made.wait(20_000);
    expect(await hand.judgeDeletion(deletedInPeace, hand.addOrphan())).toEqual([]);
    await hand.made.wait(10_000);
    expect(await hand.judgeDeletion(deletedInPeace)).toHaveLength(1);
    hand.world.setTag(free, 'eni-warden:hold', 'x');
    const other = hand.addOrphan();
    await hand.made.wait(minuteMs);
    expect(await hand.judgeDeletion(deletedInPeace, other)).toEqual([]);
  });
});
