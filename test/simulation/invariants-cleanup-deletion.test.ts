import { deletedAfterGrace } from './invariants/cleanup/deleted-after-grace.ts';
import { deletedInPeace } from './invariants/cleanup/deleted-in-peace.ts';
import { deletedOrdinary } from './invariants/cleanup/deleted-ordinary.ts';
import { deletedUnattached } from './invariants/cleanup/deleted-unattached.ts';
import { deletedUnclaimed } from './invariants/cleanup/deleted-unclaimed.ts';
import { deletedUnreferenced } from './invariants/cleanup/deleted-unreferenced.ts';
import { HandMadeCleanup } from './invariants/cleanup/hand-made-cleanup.ts';
import { minuteMs } from './invariants/hand-made-history.ts';
import type { Invariant } from './invariants/invariant.ts';

let hand: HandMadeCleanup;

beforeEach(async () => {
  hand = new HandMadeCleanup();
  await hand.made.wait(2 * minuteMs);
});

test.each<Invariant>([
  deletedUnattached,
  deletedUnclaimed,
  deletedOrdinary,
  deletedUnreferenced,
  deletedAfterGrace,
  deletedInPeace,
])('$name is kept by the deletion of a plain orphan whose grace is over', async (invariant) => {
  expect(await hand.judgeDeletion(invariant)).toEqual([]);
  expect(hand.world.networkInterfaces.has(hand.orphan)).toBe(false);
});

/** Deletes the ENI some seconds after the change, and says whether the invariant objects. */
async function isBroken(
  invariant: Invariant,
  seconds: number,
  change: (id: string) => void,
): Promise<boolean> {
  const id = hand.addOrphan();
  await hand.made.wait(minuteMs);
  change(id);
  await hand.made.wait(seconds * 1_000);
  return (await hand.judgeDeletion(invariant, id)).length > 0;
}

describe('deleted-unclaimed', () => {
  test.each([
    ['eni-warden:group', 'retired'],
    ['eni-warden:group', 'two names'],
    ['eni-warden:hold', ''],
    ['eni-warden:keep', 'the licence server'],
    ['eni-warden:keep', ''],
    ['eni-warden:keep', '2026-01-05'],
    ['eni-warden:hodl', 'x'],
    ['kubernetes.io/cluster/blue', 'owned'],
  ])(
    'is broken where %s=%s was there for half a minute, and not where it has just come',
    async (key, value) => {
      const claim = (id: string) => hand.world.setTag(id, key, value);
      expect(await isBroken(deletedUnclaimed, 30, claim)).toBe(true);
      expect(await isBroken(deletedUnclaimed, 20, claim)).toBe(false);
    },
  );

  test('is kept where the day of a keep has ended everywhere, or a claim was taken back', async () => {
    const expire = (id: string) => hand.world.setTag(id, 'eni-warden:keep', '2026-01-03');
    expect(await isBroken(deletedUnclaimed, 60, expire)).toBe(false);
    hand.world.setTag(hand.orphan, 'eni-warden:hold', 'x');
    await hand.made.wait(minuteMs);
    hand.world.removeTag(hand.orphan, 'eni-warden:hold');
    await hand.made.wait(10_000);
    expect(await hand.judgeDeletion(deletedUnclaimed)).toEqual([]);
  });
});

describe('deleted-unreferenced', () => {
  test.each<[string, (id: string) => void]>([
    ['an Elastic IP', (id) => hand.world.addAddress({ networkInterfaceId: id })],
    ['a route', (id) => addRoute(id)],
    [
      'a permission',
      (id) => hand.world.addNetworkInterfacePermission({ networkInterfaceId: id, awsService: 'x' }),
    ],
    ['an explicit reservation', (id) => reserve(id, 'explicit')],
  ])('is broken by %s of half a minute ago, and not by one that has just come', async (_what, refer) => {
    expect(await isBroken(deletedUnreferenced, 30, refer)).toBe(true);
    hand = new HandMadeCleanup();
    expect(await isBroken(deletedUnreferenced, 20, refer)).toBe(false);
  });

  test('is kept by a reservation for prefixes, and by what refers to another ENI', async () => {
    expect(await isBroken(deletedUnreferenced, 60, (id) => reserve(id, 'prefix'))).toBe(false);
    hand = new HandMadeCleanup();
    expect(await isBroken(deletedUnreferenced, 60, () => addRoute(hand.orphan))).toBe(false);
  });
});

function addRoute(id: string): void {
  const { vpcId } = hand.world.networkInterface(id);
  const { routeTableId } = hand.world.addRouteTable({ vpcId });
  const target = { kind: 'networkInterfaceId', id } as const;
  hand.world.addRoute({ routeTableId, destination: '192.168.0.0/24', target });
}

function reserve(id: string, reservationType: 'explicit' | 'prefix'): void {
  const { subnetId, privateIpAddresses } = hand.world.networkInterface(id);
  const cidr = `${privateIpAddresses[0]?.privateIpAddress.replace(/\d+$/, '0')}/28`;
  hand.world.addReservation({ subnetId, cidr, reservationType });
}

describe('deleted-ordinary', () => {
  test.each([
    { interfaceType: 'efa' },
    { interfaceType: 'something new' },
    { ownerId: '210987654321' },
    { requesterManaged: true, status: 'available' },
    { requesterId: 'amazon-elb' },
    { operator: { principal: 'eks.amazonaws.com', hiddenByDefault: true } },
    { description: 'ELB app/front/1' },
    { sourceDestCheck: false },
    { secondaryAddresses: ['10.0.0.77'] },
    { tags: { Name: 'static-vip' } },
  ])('is broken by the deletion of one with %j', async (asked) => {
    hand = new HandMadeCleanup(asked);
    const before = hand.world.networkInterface(hand.orphan);
    const call = {
      ...(await hand.call('DeleteNetworkInterface', { NetworkInterfaceId: 'eni-00000000' })),
      before,
    };
    const { errorCode: _code, ...effective } = call;
    expect(deletedOrdinary.afterCleanupCall?.(effective, hand.history)).toHaveLength(1);
  });
});

describe('deleted-after-grace', () => {
  test.each([
    [{ days: 6.9 }, 1],
    [{ days: 7.1 }, 0],
    [{ days: 8, seenDays: 0.9 }, 1],
    [{ days: 9, seenDays: 10 }, 1],
    [{ days: -1 }, 1],
  ])('judges a mark of %j', async (mark, problems) => {
    hand.mark(hand.orphan, mark);
    await hand.made.wait(minuteMs);
    expect(await hand.judgeDeletion(deletedAfterGrace)).toHaveLength(problems);
  });

  test('is broken where a part of the mark is missing, or cannot be read', async () => {
    const remove = (id: string) => hand.world.removeTag(id, 'eni-warden:unattached-seen');
    expect(await isBroken(deletedAfterGrace, 30, remove)).toBe(true);
    const garble = (id: string) => hand.world.setTag(id, 'eni-warden:unattached-since', '2025-12-01');
    expect(await isBroken(deletedAfterGrace, 30, garble)).toBe(true);
    expect(await isBroken(deletedAfterGrace, 20, garble)).toBe(false);
  });

  test('is broken where somebody has changed it since it was marked, and kept where that was undone', async () => {
    const change = (id: string) => hand.world.setTag(id, 'Name', 'mine');
    expect(await isBroken(deletedAfterGrace, 30, change)).toBe(true);
    hand.world.setTag(hand.orphan, 'Name', 'mine');
    await hand.made.wait(minuteMs);
    hand.world.removeTag(hand.orphan, 'Name');
    await hand.made.wait(minuteMs);
    expect(await hand.judgeDeletion(deletedAfterGrace)).toEqual([]);
  });
});
