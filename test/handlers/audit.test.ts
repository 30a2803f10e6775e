import { type AuditStory, callOf, createAuditStory, days, hours, minutes, queued } from './audit-story.ts';

let story: AuditStory;

beforeEach(async () => {
  story = await createAuditStory();
});

const subjects = () => story.news().map(({ subject }) => subject);
const lastText = () => story.news().at(-1)?.text ?? '';

/** Another look, a quarter of an hour later. */
async function lookAgain(): Promise<void> {
  await story.wait(minutes(15));
  await story.look();
}

test('a fleet in order is no news, and the register, the report and the state are written all the same', async () => {
  await story.look();
  expect(subjects()).toEqual([]);
  expect(story.stored('addresses.csv')).toContain(story.eni.networkInterfaceId);
  expect(JSON.parse(story.stored('addresses.json') ?? '').rows).not.toEqual([]);
  expect(story.stored('report.html')).toContain('<!doctype html>');
  expect(JSON.parse(story.stored('state.json') ?? '')).toMatchObject({ version: 1 });
});

describe('a finding', () => {
  test('is told once, with what, why and how to mend it, and not again while it lasts', async () => {
    story.breakRoute();
    await story.look();
    expect(story.news()).toMatchObject([{ severity: 'warning', data: { data: { counts: { fresh: 1 } } } }]);
    expect(lastText()).toContain('into nothing');
    expect(lastText()).toContain('why it matters: ');
    expect(lastText()).toContain(`aws ec2 delete-route --route-table-id ${story.routeTableId}`);
    for (let looks = 0; looks < 5; looks++) await lookAgain();
    expect(story.news()).toHaveLength(1);
    expect(story.stored('report.html')).toContain(story.routeTableId);
  });

  test('that is mended is told as resolved, once', async () => {
    story.breakRoute();
    await story.look();
    story.mendRoute();
    await lookAgain();
    await lookAgain();
    expect(subjects()).toHaveLength(2);
    expect(subjects()[1]).toContain('1 resolved: A route into nothing');
    expect(story.news()[1]?.severity).toBe('info');
  });

  test('that breaks again is news again, even minutes later', async () => {
    for (let times = 0; times < 2; times++) {
      story.breakRoute();
      await story.look();
      story.mendRoute();
      await story.look();
    }
    expect(subjects()).toHaveLength(4);
  });

  test('that makes the next failover fail is critical, and is told to those who listen for the group', async () => {
    await story.breakStandby();
    await story.look();
    expect(story.news()).toMatchObject([{ severity: 'critical', group: 'fw' }]);
    await story.mendStandby();
    await lookAgain();
    expect(story.news()[1]).toMatchObject({ severity: 'info', group: 'fw' });
  });

  test('that becomes worse is told as that', async () => {
    const { world } = story.stage.sandbox;
    const { vpcId } = story.eni;
    const availabilityZone = 'eu-west-1a';
    const { subnetId } = world.addSubnet({ vpcId, cidr: '10.0.64.0/28', availabilityZone });
    for (let count = 0; count < 5; count++) world.addNetworkInterface({ subnetId });
    await story.look();
    expect(lastText()).toContain(`WARNING: ${subnetId}`);
    const { instanceId } = world.addInstance({ subnetId, tags: { 'eni-warden:group': 'fw' } });
    await story.stage.putStatusAlarm(instanceId);
    await lookAgain();
    expect(lastText()).toContain('Worse than before');
    expect(lastText()).toContain(`HIGH: ${subnetId}`);
    expect(story.news()).toHaveLength(2);
  });
});

describe('an acceptance', () => {
  const accept = () =>
    story.stage.sandbox.world.setTag(
      story.routeTableId,
      'eni-warden:accept',
      'route-blackhole until 2026-01-08',
    );

  test('keeps a finding silent until its date, and then it is told', async () => {
    accept();
    story.breakRoute();
    await story.look();
    await story.wait(days(3));
    await story.look();
    expect(subjects()).toEqual([]);
    await story.wait(hours(24));
    await story.look();
    await lookAgain();
    expect(subjects()).toHaveLength(1);
    expect(lastText()).toContain('No longer accepted');
  });

  test('of what people know is told once', async () => {
    story.breakRoute();
    await story.look();
    accept();
    await lookAgain();
    await lookAgain();
    expect(subjects()).toHaveLength(2);
    expect(lastText()).toContain(`until 2026-01-08, by the tag of ${story.routeTableId}`);
  });
});

describe('what wakes it', () => {
  test('a batch of calls is one look', async () => {
    story.breakRoute();
    await story.stage.invoke(
      queued(callOf(story.stage, 'CreateRoute'), callOf(story.stage, 'AssociateAddress')),
    );
    expect(subjects()).toHaveLength(1);
    expect(story.calls('DescribeRouteTables')).toBe(1);
  });

  test('a person may ask for a look', async () => {
    story.breakRoute();
    await story.stage.invoke({});
    expect(subjects()).toHaveLength(1);
  });

  test('a message that cannot be read is told once, and does not keep the look from being taken', async () => {
    story.breakRoute();
    const event = queued('not JSON', callOf(story.stage, 'CreateRoute'));
    await story.stage.invoke(event);
    await story.stage.invoke(event);
    expect(story.stage.alerts().map(({ kind }) => kind)).toEqual(['malformed', 'audit-news']);
  });

  test('a thousand messages that cannot be read are a few alerts, and no look', async () => {
    await story.stage.invoke(queued(...Array.from({ length: 1_000 }, (_, index) => `rubbish ${index}`)));
    expect(story.stage.alerts().map(({ kind }) => kind)).toEqual(Array(5).fill('malformed'));
    expect(story.calls('DescribeRouteTables')).toBe(0);
  });
});

describe('the weekly digest', () => {
  test('comes on its day, once, and says what is open and since when', async () => {
    story.breakRoute();
    await story.look();
    // The story begins on Monday the fifth, at nine.
    for (let count = 0; count < 6; count++) {
      await story.wait(days(1));
      await story.look();
    }
    expect(story.digests()).toEqual([]);
    await story.wait(days(1));
    await story.look();
    await lookAgain();
    expect(story.digests()).toMatchObject([{ severity: 'info' }]);
    const [{ text = '' } = {}] = story.digests();
    expect(text).toContain('[route-blackhole], since 2026-01-05');
    expect(text).toContain('the one group is ready');
    await story.wait(days(7));
    await story.look();
    expect(story.digests()).toHaveLength(2);
  });
});
