import { removeTags, writeTags } from '../../../aws/cleanup/change-eni.ts';
import { GaveWay } from '../../../aws/gentle/gentle-ec2.ts';
import { addOrphans, cloud, warmUp } from './cloud.ts';

beforeAll(warmUp);

const absent = 'eni-0123456789abcdef0';
const mark = { 'eni-warden:unattached-since': '2026-01-05T09:00:00Z' };
const keys = Object.keys(mark);

function town() {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const { clock, ec2, deadline, world } = here;
  world.setTag(eni, 'Name', 'build agent');
  return {
    ...here,
    eni,
    write: (id = eni, tags = mark) => clock.run(writeTags(ec2, id, tags, deadline)),
    remove: (id = eni, gone = keys) => clock.run(removeTags(ec2, id, gone, deadline)),
    tags: () => world.networkInterface(eni).tags,
  };
}

test('tags are written and taken off, and those of others stay', async () => {
  const { write, remove, tags } = town();
  expect(await write()).toMatchObject({ result: 'done' });
  expect(tags()).toEqual({ Name: 'build agent', ...mark });
  expect(await remove()).toMatchObject({ result: 'done' });
  expect(tags()).toEqual({ Name: 'build agent' });
});

test('to take no tag off takes no tag off', async () => {
  const { eni, remove, tags } = town();
  expect(await remove(eni, [])).toMatchObject({ result: 'done' });
  expect(tags()).toEqual({ Name: 'build agent' });
});

test('on an ENI that is gone it is a lost race, not an error', async () => {
  const { write, remove } = town();
  expect(await write(absent)).toEqual({ result: 'raced', because: 'the ENI is gone' });
  expect(await remove(absent)).toEqual({ result: 'raced', because: 'the ENI is gone' });
});

test('a denial is a failure where the ENI is there, and a lost race where it is gone', async () => {
  const { faults, write } = town();
  const denied = { action: 'CreateTags', code: 'UnauthorizedOperation', status: 403 };
  faults.failNext(denied);
  expect(await write()).toMatchObject({ result: 'failed', because: expect.stringContaining('Unauthorized') });
  faults.failNext(denied);
  expect(await write(absent)).toMatchObject({ result: 'raced' });
});

test('a denial because somebody has enrolled it meanwhile is a lost race', async () => {
  const { eni, faults, world, write } = town();
  world.setTag(eni, 'eni-warden:group', 'fw');
  faults.failNext({ action: 'CreateTags', code: 'UnauthorizedOperation', status: 403 });
  expect(await write()).toMatchObject({ result: 'raced', because: expect.stringContaining('enrolled') });
});

test('too many tags are a failure of this ENI, in words', async () => {
  const { eni, world, write } = town();
  for (let n = 0; n < 49; n++) world.setTag(eni, `tag-${n}`, '');
  expect(await write()).toMatchObject({
    result: 'failed',
    because: expect.stringContaining('TagLimitExceeded'),
  });
});

test('two that change its tags at once: the next sweep goes on', async () => {
  const { faults, write } = town();
  faults.failNext({ action: 'CreateTags', code: 'ConcurrentTagAccess', status: 400 });
  expect(await write()).toMatchObject({ result: 'unfinished' });
});

test('errors of EC2 and lost replies are tried again', async () => {
  const { faults, write, remove, tags } = town();
  faults.failNext({ action: 'CreateTags', times: 2 });
  faults.loseReplyNext({ action: 'CreateTags' });
  faults.loseReplyNext({ action: 'DeleteTags' });
  expect(await write()).toMatchObject({ result: 'done' });
  expect(tags()).toMatchObject(mark);
  expect(await remove()).toMatchObject({ result: 'done' });
  expect(tags()).toEqual({ Name: 'build agent' });
});

test('at a throttle it marks nothing, and gives way', async () => {
  const { faults, write, tags } = town();
  faults.throttle('CreateTags');
  await expect(write()).rejects.toThrow(GaveWay);
  expect(tags()).toEqual({ Name: 'build agent' });
});

test('a throttle does not keep a mark on: taking it off is tried until it is done', async () => {
  const { faults, write, remove, tags } = town();
  await write();
  faults.throttle('DeleteTags');
  expect(await remove()).toMatchObject({ result: 'done' });
  expect(tags()).toEqual({ Name: 'build agent' });
});
