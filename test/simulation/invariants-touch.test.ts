import { isAllowed } from './invariants/authorization.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { handsOff } from './invariants/hands-off.ts';
import { permitted } from './invariants/permitted.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('hands-off', () => {
  const touch = async (eni: string) => [
    ...made.judgeCall(handsOff, await made.protect(eni)),
    ...made.judgeCall(handsOff, await made.detach(eni)),
  ];

  test('is kept by all three calls on an enrolled ENI of a member', async () => {
    expect(await touch(made.eni)).toEqual([]);
    const free = made.addEni();
    await made.wait(minuteMs);
    expect(made.judgeCall(handsOff, await made.attach(free, made.b))).toEqual([]);
  });

  test('is broken by touching what is on hold, by any value, but only if every look has shown the hold', async () => {
    made.world.setTag(made.eni, 'eni-warden:hold', '');
    await made.wait(20_000);
    expect(await touch(made.eni)).toEqual([]);
    made = new HandMadeHistory({ tags: { 'eni-warden:hold': 'maintenance' } });
    await made.wait(minuteMs);
    expect(await touch(made.eni)).toHaveLength(2);
  });

  test('is broken by touching an ENI without a readable group', async () => {
    made.world.setTag(made.eni, 'eni-warden:group', 'g h');
    await made.wait(minuteMs);
    expect(await touch(made.eni)).toHaveLength(2);
  });

  test('is broken by taking from a holder on hold, and by giving to a target on hold', async () => {
    made.world.setTag(made.a, 'eni-warden:hold', 'x');
    await made.wait(minuteMs);
    expect(await touch(made.eni)).toHaveLength(2);
    const free = made.addEni();
    await made.wait(minuteMs);
    expect(made.judgeCall(handsOff, await made.attach(free, made.a))).toHaveLength(1);
  });

  test('is broken by touching what is on a stranger, and kept where that has lost its tags by terminating', async () => {
    made.world.removeTag(made.a, 'eni-warden:group');
    await made.wait(minuteMs);
    const call = await made.detach(made.eni);
    expect(made.judgeCall(handsOff, call)).toHaveLength(1);
    made.world.terminate(made.a);
    expect(made.judgeCall(handsOff, call)).toEqual([]);
  });

  test('is broken at once by touching a primary ENI, an EFA and one that AWS manages, though EC2 refuses', async () => {
    const primary = made.world.interfacesOf(made.a)[0]?.networkInterfaceId ?? '';
    made.world.setTag(primary, 'eni-warden:group', 'g');
    const call = await made.detach(primary);
    expect(call.errorCode).toBe('OperationNotPermitted');
    expect(made.judgeCall(handsOff, call)).toEqual([expect.stringContaining('a primary one')]);
    const efa = made.addEni({ interfaceType: 'efa' });
    expect(made.judgeCall(handsOff, await made.attach(efa, made.b))).toHaveLength(1);
    const managed = made.addEni({ requesterManaged: true });
    expect(await touch(managed)).toContainEqual(expect.stringContaining('which an AWS service manages'));
  });

  test('is broken by any other change, and by switching DeleteOnTermination on', async () => {
    const deleted = await made.call('DeleteNetworkInterface', { NetworkInterfaceId: made.addEni() });
    expect(made.judgeCall(handsOff, deleted)).toHaveLength(1);
    const marked = await made.call('ModifyNetworkInterfaceAttribute', {
      NetworkInterfaceId: made.eni,
      'Attachment.AttachmentId': made.attachmentOf(made.eni),
      'Attachment.DeleteOnTermination': 'true',
    });
    expect(made.judgeCall(handsOff, marked)).toHaveLength(1);
  });
});

describe('permitted', () => {
  test('is kept by all three calls between what is enrolled', async () => {
    expect(made.judgeCall(permitted, await made.protect(made.eni))).toEqual([]);
    expect(made.judgeCall(permitted, await made.detach(made.eni))).toEqual([]);
    expect(made.judgeCall(permitted, await made.attach(made.addEni(), made.b))).toEqual([]);
  });

  test('is broken where the ENI or the instance has carried no group tag for 25 s', async () => {
    made.world.removeTag(made.a, 'eni-warden:group');
    const call = await made.detach(made.eni);
    expect(made.judgeCall(permitted, call)).toEqual([]);
    expect(isAllowed(call, made.history)).toBe(false);
    expect(made.judgeCall(permitted, { ...call, at: call.at + minuteMs })).toEqual([
      expect.stringContaining(made.a),
    ]);
    const free = made.addEni();
    made.world.removeTag(free, 'eni-warden:group');
    await made.wait(minuteMs);
    expect(made.judgeCall(permitted, await made.attach(free, made.b))).toEqual([
      expect.stringContaining(free),
    ]);
  });

  test('is broken by any action and any attribute that the role does not name', async () => {
    const groups = { NetworkInterfaceId: made.eni, 'SourceDestCheck.Value': 'false' };
    const modified = await made.call('ModifyNetworkInterfaceAttribute', groups);
    expect(made.judgeCall(permitted, modified)).toHaveLength(1);
    const deleted = await made.call('DeleteNetworkInterface', { NetworkInterfaceId: made.eni });
    expect(made.judgeCall(permitted, deleted)).toHaveLength(1);
    expect(isAllowed(deleted, made.history)).toBe(false);
  });

  test('does not judge a call on an attachment that has gone', async () => {
    const stale = made.attachmentOf(made.eni);
    await made.detach(made.eni);
    await made.wait(10 * minuteMs);
    made.world.removeTag(made.a, 'eni-warden:group');
    await made.wait(minuteMs);
    const call = await made.call('DetachNetworkInterface', { AttachmentId: stale });
    expect(call.errorCode).toBe('InvalidAttachmentID.NotFound');
    expect(made.judgeCall(permitted, call)).toEqual([]);
  });
});
