import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { nothingLost } from './invariants/nothing-lost.ts';
import { slots } from './invariants/slots.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('slots', () => {
  test('is kept up to the number of ENIs that the type takes, and broken by one more', () => {
    const small = made.member({}, { instanceType: 't3.small' });
    const found = made.judgeChanges(slots);
    made.addEni({ on: small });
    made.addEni({ on: small });
    expect(found).toEqual([]);
    made.addEni({ on: small });
    expect(found).toHaveLength(1);
  });

  test('is broken where all cards together have too many', () => {
    const small = made.member({}, { instanceType: 't3.small' });
    const found = made.judgeChanges(slots);
    const place = (deviceIndex: number) => ({ instanceId: small, networkCardIndex: 1, deviceIndex });
    for (const deviceIndex of [1, 2]) made.world.attach(made.addEni(), place(deviceIndex));
    expect(found).toEqual([]);
    made.world.attach(made.addEni(), place(3));
    expect(found).toHaveLength(1);
  });

  test('is broken where card 0 is full, though the other cards are not', () => {
    const large = made.member({}, { instanceType: 'p5.48xlarge' });
    const found = made.judgeChanges(slots);
    made.addEni({ on: large });
    expect(found).toEqual([]);
    made.addEni({ on: large });
    expect(found).toHaveLength(1);
  });
});

describe('nothing-lost', () => {
  /** An ENI that dies with its instance, `minutes` after it was put there. */
  async function die(minutes: number, { tags = {}, tickAt = 1 } = {}) {
    const doomed = made.addEni({ tags });
    made.put(doomed, made.b, { deleteOnTermination: true });
    const found = made.judgeChanges(nothingLost);
    await made.wait(tickAt * minuteMs);
    made.invoke(made.events.tick());
    await made.wait((minutes - tickAt) * minuteMs);
    made.world.terminate(made.b);
    await made.wait(5 * minuteMs);
    expect(made.world.networkInterfaces.has(doomed)).toBe(false);
    return found;
  }

  test('is broken where an ENI dies with its instance though a tick has seen that it would', async () => {
    expect(await die(3)).toHaveLength(1);
  });

  test('is kept where no tick has begun since, or all of them failed', async () => {
    expect(await die(3, { tickAt: 0 })).toEqual([]);
    made = new HandMadeHistory();
    made.invoke(made.events.tick(), {
      outcome: 'failed',
      at: made.now + minuteMs,
      endedAt: made.now + 2 * minuteMs,
    });
    expect(await die(3, { tickAt: 0 })).toEqual([]);
  });

  test('is kept where it was on hold, in no readable group, or people were told that it could not be protected', async () => {
    expect(await die(3, { tags: { 'eni-warden:hold': 'x' } })).toEqual([]);
    made = new HandMadeHistory();
    expect(await die(3, { tags: { 'eni-warden:group': 'g h' } })).toEqual([]);
    made = new HandMadeHistory();
    made.world.networkInterfaces.watch(({ id }) =>
      made.tell('failover-failed', { text: `${id} protection` }),
    );
    expect(await die(3)).toEqual([]);
  });

  test('is broken by an ENI that loses an address or its Elastic IP, unless people have touched it', async () => {
    made = new HandMadeHistory({ secondaryAddresses: ['10.0.0.77'] });
    const { associationId } = await associated(made);
    const found = made.judgeChanges(nothingLost);
    await made.call('DisassociateAddress', { AssociationId: associationId });
    expect(found).toEqual([expect.stringContaining('Elastic IP')]);
    const address = { NetworkInterfaceId: made.eni, 'PrivateIpAddress.1': '10.0.0.77' };
    await made.call('UnassignPrivateIpAddresses', address);
    expect(found).toHaveLength(2);
    made.history.incidents.push({ at: made.now, kind: 'operator', words: '', about: [made.eni] });
    made.world.addAddress({ networkInterfaceId: made.eni });
    await made.call('DisassociateAddress', { AssociationId: (await associated(made)).associationId });
    expect(found).toHaveLength(2);
  });

  test('is broken by an ENI that is deleted, and by nobody', async () => {
    const free = made.addEni();
    const plain = made.addEni({ tags: { 'eni-warden:group': 'x' } });
    made.world.removeTag(plain, 'eni-warden:group');
    const found = made.judgeChanges(nothingLost);
    await made.call('DeleteNetworkInterface', { NetworkInterfaceId: plain });
    expect(found).toEqual([]);
    await made.call('DeleteNetworkInterface', { NetworkInterfaceId: free });
    expect(found).toHaveLength(1);
  });
});

async function associated({ world, eni }: HandMadeHistory) {
  const find = () => world.networkInterface(eni).privateIpAddresses.find(({ association }) => association);
  if (find() === undefined) world.addAddress({ networkInterfaceId: eni });
  return { associationId: find()?.association?.associationId ?? '' };
}
