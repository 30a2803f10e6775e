import { DeleteRouteCommand } from '@aws-sdk/client-ec2';
import { callsOf, type FunctionName, functionNames } from '../../deploy/permissions/table.ts';
import { createScene } from '../aws/cleanup/restore-scene.ts';
import { createAuditStory } from '../handlers/audit-story.ts';
import { createCleanupStory } from '../handlers/cleanup-story.ts';
import { deleted, restoring } from '../handlers/restore-story.ts';
import { createStory } from '../handlers/story.ts';
import { judgedUntilNow } from '../support/judged-stories.ts';

async function failoverStory(): Promise<void> {
  const story = createStory();
  const [a, b] = [story.member('a'), story.member('b')];
  const eni = story.eni({ on: a, at: { deleteOnTermination: true } });
  const other = story.eni({ on: a, at: { deviceIndex: 2 } });
  const { world, faults } = story.stage.sandbox;
  await story.handle(story.events.tick());
  await story.handle(story.events.switchover({}));
  expect([story.whereIs(eni), story.whereIs(other)]).toEqual(['b', 'b']);
  faults.failNext({ action: 'DetachNetworkInterface' });
  world.stop(b);
  await story.handle(story.events.stateChange(b, 'stopped'));
  expect([story.whereIs(eni), story.whereIs(other)]).toEqual(['a', 'a']);
}

async function cleanupStory(): Promise<void> {
  const story = createCleanupStory();
  const released = story.orphan();
  const deleted = story.orphan({ tags: { Name: 'old' } });
  await story.sweep();
  story.stage.sandbox.world.attach(released, { instanceId: story.instanceId, deviceIndex: 1 });
  await story.sweepUntilDue();
  expect([story.exists(released), story.exists(deleted)]).toEqual([true, false]);
}

/** By the function; then what has everything that an ENI can have, and that once more, where its route has gone. */
async function restoreStories(): Promise<void> {
  const story = createCleanupStory();
  const { key } = await deleted(story);
  expect(await restoring(story)({ key })).toMatchObject({ outcome: 'restored' });
  const scene = await createScene();
  expect(await scene.restore()).toMatchObject({ outcome: 'restored' });
  const routeless = await createScene();
  const { routeTableId, clock, client } = routeless;
  const DestinationCidrBlock = routeless.manifest.routes[0]?.destination ?? '';
  await clock.run(client.send(new DeleteRouteCommand({ RouteTableId: routeTableId, DestinationCidrBlock })));
  expect(await routeless.restore()).toMatchObject({ outcome: 'restored' });
}

async function auditStory(): Promise<void> {
  const story = await createAuditStory();
  story.breakRoute();
  await story.look();
  story.mendRoute();
  await story.look();
  expect(story.news().length).toBeGreaterThan(0);
}

const made = (name: FunctionName): readonly string[] =>
  [...judgedUntilNow().counts.keys()]
    .filter((key) => key.startsWith(`${name} `))
    .map((key) => key.slice(name.length + 1))
    .sort();

beforeAll(async () => {
  await failoverStory();
  await cleanupStory();
  await restoreStories();
  await auditStory();
}, 120_000);

test.each(functionNames)(
  'the stories of %s make every call that the table lists for it, and no other',
  (name) => {
    expect(made(name)).toEqual(callsOf(name));
  },
);
