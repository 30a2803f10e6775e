import { createStory, type Story } from './story.ts';

/** Group `fw` as it mostly is: an active member that holds one ENI since an hour, and a standby. */
export function pair(options: Parameters<typeof createStory>[0] = {}) {
  const story = createStory(options);
  const instanceType = 'm5.4xlarge';
  const a = story.member('fw-a', { instanceType });
  const b = story.member('fw-b', { instanceType });
  return { story, a, b, eni: story.eni({ on: a }) };
}

/** The guest stops to react, and time passes until DescribeInstanceStatus says so. */
export async function hang(story: Story, instanceId: string): Promise<void> {
  const { world, faults } = story.stage.sandbox;
  faults.hang(instanceId);
  while (world.instance(instanceId).checks.instance.status !== 'impaired')
    await story.stage.clock.advance(1_000);
}

/** The instance begins to terminate, and its event is handled. */
export async function lose(story: Story, instanceId: string): Promise<void> {
  story.stage.sandbox.world.terminate(instanceId);
  await story.handle(story.events.stateChange(instanceId, 'shutting-down'));
}
