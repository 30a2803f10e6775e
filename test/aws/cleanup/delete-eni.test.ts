import { deleteEni } from '../../../aws/cleanup/change-eni.ts';
import { DeadlinePassed } from '../../../aws/ec2.ts';
import { GaveWay } from '../../../aws/gentle/gentle-ec2.ts';
import { addOrphans, type Cloud, cloud, warmUp } from './cloud.ts';

beforeAll(warmUp);

const action = 'DeleteNetworkInterface';

/** A world with one ENI that nobody uses. */
function lone(options: Parameters<typeof cloud>[0] = {}) {
  const here = cloud(options);
  const [eni = ''] = addOrphans(here, 1);
  return { ...here, eni };
}

function remove(here: Cloud & { readonly eni: string }, deadline = here.deadline) {
  return here.clock.run(deleteEni(here.ec2, here.eni, deadline));
}

function exists({ world, eni }: ReturnType<typeof lone>): boolean {
  return world.networkInterfaces.has(eni);
}

test('an ENI that nobody uses is deleted, and seen to be gone', async () => {
  const here = lone();
  expect(await remove(here)).toEqual({ result: 'done', because: 'it is gone' });
  expect(exists(here)).toBe(false);
});

test('deleting what is gone already is done', async () => {
  const here = lone();
  await remove(here);
  expect(await remove(here)).toEqual({ result: 'done', because: 'it was gone already' });
});

test('an ENI that came alive just before is left alone, and said to be in use', async () => {
  const here = lone();
  const { instanceId } = here.world.addInstance({ subnetId: here.subnets[0].subnetId });
  here.world.attach(here.eni, { instanceId, deviceIndex: 1 });
  expect(await remove(here)).toMatchObject({ result: 'raced', because: expect.stringContaining('in use') });
  expect(here.world.networkInterface(here.eni).attachment).toMatchObject({ instanceId, status: 'attached' });
});

test.each([
  ['InvalidNetworkInterface.InUse', 400, 'Interface is in use.', 'raced', /in use again/],
  [
    'OperationNotPermitted',
    400,
    "You are not allowed to manage 'ela-attach' attachments.",
    'failed',
    /service of AWS/,
  ],
  ['AuthFailure', 403, 'You do not have permission to access the resource.', 'failed', /service of AWS/],
  ['UnauthorizedOperation', 403, 'You are not authorized.', 'failed', /only what carries its mark/],
  ['InvalidParameterValue', 400, 'Nonsense.', 'failed', /Nonsense/],
])('%s (%i, %s) is %s', async (code, status, message, result, words) => {
  const here = lone();
  here.faults.failNext({ action, code, status, message });
  expect(await remove(here)).toMatchObject({ result, because: expect.stringMatching(words) });
  expect(exists(here)).toBe(true);
});

test('a denial for an ENI that is gone, as a policy with tags makes it, is no failure', async () => {
  const here = lone();
  await remove(here);
  here.faults.failNext({ action, code: 'UnauthorizedOperation', status: 403 });
  expect(await remove(here)).toMatchObject({ result: 'done' });
});

test('a throttle makes it give way at once', async () => {
  const here = lone();
  here.faults.throttle(action);
  await expect(remove(here)).rejects.toThrow(GaveWay);
  expect(exists(here)).toBe(true);
  expect(here.calls(action)).toBe(1);
});

test('without time nothing is sent', async () => {
  const here = lone();
  await expect(remove(here, here.clock.now())).rejects.toThrow(DeadlinePassed);
  expect(here.calls(action)).toBe(0);
});

test('a lost reply is looked into: it is gone, and deleted once', async () => {
  const here = lone();
  here.faults.loseReplyNext({ action });
  expect(await remove(here)).toEqual({ result: 'done', because: 'it is gone' });
  expect(here.calls(action)).toBe(1);
});

test('an error of EC2 that had no effect is tried once more', async () => {
  const here = lone();
  here.faults.failNext({ action });
  expect(await remove(here)).toMatchObject({ result: 'done' });
  expect(exists(here)).toBe(false);
});

test('an EC2 that keeps failing leaves it unfinished', async () => {
  const here = lone();
  here.faults.failNext({ action, times: 2 });
  expect(await remove(here)).toMatchObject({
    result: 'unfinished',
    because: expect.stringContaining('InternalError'),
  });
  expect(exists(here)).toBe(true);
});

test('reads that lag by three seconds are waited for', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const here = lone({ seed, staleReadsMs: 3_000 });
    await here.clock.advance(10_000);
    const from = here.clock.now();
    expect(await remove(here)).toMatchObject({ result: 'done' });
    expect(here.clock.now() - from).toBeLessThan(4_500);
  }
});

test('an ENI that EC2 shows on and on is unfinished after ten seconds', async () => {
  const here = lone();
  let shown: string | undefined;
  here.edits.edit = (name, xml) => {
    if (name !== 'DescribeNetworkInterfaces') return xml;
    shown ??= xml;
    return shown;
  };
  await here.snapshot();
  const from = here.clock.now();
  expect(await remove(here)).toMatchObject({
    result: 'unfinished',
    because: expect.stringContaining('shows it still'),
  });
  expect(here.clock.now() - from).toBeGreaterThan(9_500);
  expect(here.clock.now() - from).toBeLessThan(11_000);
});

test('where the look after the deletion is throttled, the deletion is told all the same', async () => {
  const here = lone();
  here.faults.throttle('DescribeNetworkInterfaces', { callsPerSecond: 1_000 });
  expect(await remove(here)).toMatchObject({
    result: 'unfinished',
    because: expect.stringContaining('could not be seen'),
  });
  expect(exists(here)).toBe(false);
});
