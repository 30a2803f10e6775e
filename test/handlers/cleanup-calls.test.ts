import {
  type CleanupStory,
  cloudTrailEvent,
  createCleanupStory,
  days,
  hours,
  since,
} from './cleanup-story.ts';

let story: CleanupStory;

beforeEach(() => {
  story = createCleanupStory();
});

test('an attach that no sweep has seen ends the mark: the grace begins anew', async () => {
  const id = story.orphan();
  await story.sweep();
  await story.wait(days(6));
  const event = cloudTrailEvent(
    story.stage,
    'AttachNetworkInterface',
    { networkInterfaceId: id },
    story.stage.clock.now(),
  );
  await story.wait(300_000);
  await story.stage.invoke(event);
  expect(story.tagsOf(id)).toEqual({});
  await story.sweep();
  await story.wait(days(2));
  await story.sweep();
  expect(story.exists(id)).toBe(true);
});

test('the grace begins at a detach that an event tells of, while EC2 still says whose attachment it was', async () => {
  const { world } = story.stage.sandbox;
  const id = story.orphan();
  world.attach(id, { instanceId: story.instanceId, deviceIndex: 3, status: 'detaching' });
  const attachmentId = world.networkInterface(id).attachment?.attachmentId;
  const detachedAt = story.stage.clock.now() - 60_000;
  await story.stage.invoke(
    cloudTrailEvent(story.stage, 'DetachNetworkInterface', { attachmentId }, detachedAt),
  );
  expect(story.tagsOf(id)[since]).toBe(`${new Date(detachedAt).toISOString().slice(0, 19)}Z`);
});

test('a detach of a protected ENI writes nothing, and one that EC2 knows no more is left to the next sweep', async () => {
  const { world } = story.stage.sandbox;
  const id = story.orphan({ tags: { 'eni-warden:group': 'fw' } });
  world.attach(id, { instanceId: story.instanceId, deviceIndex: 3, status: 'detaching' });
  const attachmentId = world.networkInterface(id).attachment?.attachmentId;
  await story.stage.invoke(
    cloudTrailEvent(story.stage, 'DetachNetworkInterface', { attachmentId }, story.stage.clock.now()),
  );
  expect(story.tagsOf(id)).toEqual({ 'eni-warden:group': 'fw' });
  const gone = { attachmentId: 'eni-attach-0123456789abcdef0' };
  await story.stage.invoke(
    cloudTrailEvent(story.stage, 'DetachNetworkInterface', gone, story.stage.clock.now()),
  );
});

test('an event that cannot be read is told, and dropped', async () => {
  await story.stage.invoke({
    source: 'aws.ec2',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: { eventName: 'RunInstances' },
  });
  expect(story.stage.alerts()).toMatchObject([{ kind: 'malformed' }]);
  await story.wait(hours(1));
});
