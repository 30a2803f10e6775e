import { createStory, minutes, type Story } from './story.ts';
import { hang, lose } from './story-pair.ts';

/** A standby that would be chosen first, but cannot take it, and one that comes last, and can. */
async function chosenOver(add: (story: Story) => string | Promise<unknown>): Promise<string> {
  const story = createStory();
  const a = story.member('fw-a');
  const eni = story.eni({ on: a });
  await add(story);
  story.member('last resort', { priority: '999' });
  await lose(story, a);
  return story.whereIs(eni);
}

describe('no candidate is a member', () => {
  test('in another Availability Zone', async () => {
    expect(await chosenOver((story) => story.member('far away', { zone: 1 }))).toBe('last resort');
  });

  test('in another VPC', async () => {
    const add = (story: Story) => {
      const { world } = story.stage.sandbox;
      const vpc = world.addVpc({ cidr: '10.9.0.0/16' });
      const availabilityZone = 'eu-west-1a';
      const { subnetId } = world.addSubnet({ vpcId: vpc.vpcId, cidr: '10.9.0.0/20', availabilityZone });
      return world.addInstance({ subnetId, tags: { 'eni-warden:group': 'fw', Name: 'elsewhere' } })
        .instanceId;
    };
    expect(await chosenOver(add)).toBe('last resort');
  });

  test('that is stopped', async () => {
    expect(await chosenOver((story) => story.member('asleep', { state: 'stopped' }))).toBe('last resort');
  });

  test('that fails its status checks, even within the grace period', async () => {
    expect(await chosenOver((story) => hang(story, story.member('ill')))).toBe('last resort');
  });

  test('that is being terminated', async () => {
    const add = (story: Story) => {
      const id = story.member('dying');
      story.stage.sandbox.world.terminate(id);
      return id;
    };
    expect(await chosenOver(add)).toBe('last resort');
  });

  test('without a free network interface slot', async () => {
    const add = (story: Story) => {
      const full = story.member('full', { instanceType: 't3.micro' });
      return story.eni({ on: full, group: '' });
    };
    expect(await chosenOver(add)).toBe('last resort');
  });

  test('with a slot free on another network card only', async () => {
    const add = (story: Story) => {
      const full = story.member('card 0 is full', { instanceType: 'p5.48xlarge' });
      return story.eni({ on: full, group: '' });
    };
    expect(await chosenOver(add)).toBe('last resort');
  });
});

test('a standby with room for one ENI is not chosen for a group of two', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  const enis = [1, 2].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
  story.member('small', { instanceType: 't3.micro', priority: '1' });
  story.member('large', { priority: '2' });
  await lose(story, a);
  expect(enis.map(story.whereIs)).toEqual(['large', 'large']);
});

test('of equal candidates the one with the fewest protected ENIs is chosen', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  const busy = story.member('busy', { group: 'fw db' });
  story.eni({ group: 'db', on: busy });
  story.member('idle');
  const eni = story.eni({ on: a });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('idle');
});

describe('the device index', () => {
  test('is kept where it is free', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, at: { deviceIndex: 2 } });
    await lose(story, a);
    expect(story.record(eni).attachment).toMatchObject({ deviceIndex: 2, networkCardIndex: 0 });
  });

  test('is the next free one where it is taken', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    const b = story.member('fw-b');
    story.eni({ on: b, group: '' });
    const eni = story.eni({ on: a });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.record(eni).attachment?.deviceIndex).toBe(2);
  });

  test('is found on an instance with several network cards, where EC2 insists on a card index', async () => {
    const story = createStory();
    const a = story.member('fw-a', { instanceType: 'c6in.32xlarge' });
    story.member('fw-b', { instanceType: 'c6in.32xlarge' });
    const eni = story.eni({ on: a, at: { networkCardIndex: 1, deviceIndex: 1 } });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.record(eni).attachment?.networkCardIndex).toBe(0);
  });

  test('is another one where EC2 keeps it for an ENI that was detached by force, which no Describe shows', async () => {
    const story = createStory();
    const a = story.member('a', { group: 'fw db' });
    story.member('fw-b');
    story.eni({ on: a });
    await hang(story, a);
    await story.handle(story.events.statusAlarm(a));
    story.stage.sandbox.faults.recover(a);
    await story.stage.clock.advance(minutes(5));
    const c = story.member('db-c', { group: 'db' });
    const eni = story.eni({ group: 'db', on: c });

    await lose(story, c);

    expect(story.whereIs(eni)).toBe('a');
    expect(story.record(eni).attachment?.deviceIndex).toBe(2);
  });
});

test('the address of the ENI, its MAC and its Elastic IP go with it', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b');
  const eni = story.eni({ on: a });
  story.stage.sandbox.world.addAddress({ networkInterfaceId: eni });
  const before = story.record(eni);
  await lose(story, a);
  const { macAddress, privateIpAddresses } = story.record(eni);
  expect({ macAddress, privateIpAddresses }).toEqual({
    macAddress: before.macAddress,
    privateIpAddresses: before.privateIpAddresses,
  });
});
