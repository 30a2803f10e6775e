import { attachedToAbleMember } from './invariants/attached-to-able-member.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('attached-to-able-member', () => {
  async function attachTo(instanceId: string, sinceMs = minuteMs) {
    const free = made.addEni();
    await made.wait(sinceMs);
    return made.judgeCall(attachedToAbleMember, await made.attach(free, instanceId));
  }

  test('is kept by an attach to a running member that passes its checks', async () => {
    expect(await attachTo(made.b)).toEqual([]);
  });

  test('is broken by an attach to a member of another group, to a stranger and to an impaired member', async () => {
    expect(await attachTo(made.member({ 'eni-warden:group': 'h' }))).toHaveLength(1);
    expect(await attachTo(made.member({ 'eni-warden:group': 'g h' }))).toEqual([]);
    await made.impair(made.b);
    expect(await attachTo(made.b)).toHaveLength(1);
  });

  test('is broken by an attach to a stopped member', async () => {
    made.world.stop(made.b);
    await made.wait(5 * minuteMs);
    expect(await attachTo(made.b)).toHaveLength(1);
  });

  test('is kept where the target was able less than 25 s ago', async () => {
    const free = made.addEni();
    const stranger = made.member();
    await made.wait(minuteMs);
    made.world.removeTag(stranger, 'eni-warden:group');
    await made.wait(20_000);
    const call = await made.attach(free, stranger);
    expect(made.judgeCall(attachedToAbleMember, call)).toEqual([]);
    expect(made.judgeCall(attachedToAbleMember, { ...call, at: call.at + 10_000 })).toHaveLength(1);
  });

  test('does not judge what EC2 refused', async () => {
    const elsewhere = made.member({}, { zone: 1 });
    const call = await made.attach(made.addEni(), elsewhere);
    expect(call.errorCode).toBe('InvalidParameterCombination');
    expect(made.judgeCall(attachedToAbleMember, call)).toEqual([]);
    const { errorCode: _refused, ...effective } = call;
    expect(made.judgeCall(attachedToAbleMember, effective)).toHaveLength(1);
  });
});
