import { type AuditStory, createAuditStory, minutes } from './audit-story.ts';

// The metrics are lines on the output, which this test reads.
process.env.POWERTOOLS_METRICS_DISABLED = 'false';
process.env.POWERTOOLS_DEV = 'true';

let story: AuditStory;
let lines: string[] = [];

beforeEach(async () => {
  jest.spyOn(globalThis.console, 'warn').mockReturnValue();
  jest.spyOn(globalThis.console, 'log').mockImplementation((line) => void lines.push(String(line)));
  story = await createAuditStory();
  lines = [];
});

afterEach(() => jest.restoreAllMocks());

type Document = Readonly<Record<string, unknown>>;

const documents = (): Document[] => lines.map((line) => JSON.parse(line));
const totals = () => documents().find((document) => 'AuditTime' in document);
const readiness = () =>
  documents().flatMap(({ Group, StandbyReady, service }) =>
    StandbyReady === undefined ? [] : [{ Group, StandbyReady, service }],
  );

/** How CloudWatch is told to file a metric: its dimensions. */
function dimensionsOf(name: string): unknown {
  for (const { _aws } of documents() as { _aws: { CloudWatchMetrics: readonly Filed[] } }[]) {
    const filed = _aws.CloudWatchMetrics.find(({ Metrics }) => Metrics.some(({ Name }) => Name === name));
    if (filed !== undefined) return filed.Dimensions;
  }
  return undefined;
}

interface Filed {
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

test('each group is ready or not, with its name as a dimension', async () => {
  await story.look();
  expect(readiness()).toEqual([{ Group: 'fw', StandbyReady: 1, service: 'eni-warden' }]);
  expect(dimensionsOf('StandbyReady')).toEqual([['service', 'Group']]);
  expect(totals()).toMatchObject({ GroupsNotReady: 0 });
  lines = [];
  await story.breakStandby();
  await story.look();
  expect(readiness()).toEqual([{ Group: 'fw', StandbyReady: 0, service: 'eni-warden' }]);
  expect(totals()).toMatchObject({ GroupsNotReady: 1 });
});

test('a group that is settling after a move is not called unready, and one that never settles is', async () => {
  const { world } = story.stage.sandbox;
  world.stop(story.active.instanceId);
  const { instanceId } = story.active;
  world.attach(story.eni.networkInterfaceId, { instanceId, deviceIndex: 1, status: 'detaching' });
  await story.breakStandby();
  await story.look();
  expect(readiness()).toEqual([]);
  expect(totals()).toMatchObject({ GroupsNotReady: 0 });
  await story.wait(minutes(16));
  lines = [];
  await story.look();
  expect(readiness()).toMatchObject([{ Group: 'fw', StandbyReady: 0 }]);
});

test('what is open is counted by severity', async () => {
  story.breakRoute();
  await story.breakStandby();
  lines = [];
  await story.look();
  expect(totals()).toMatchObject({
    FindingsCritical: 1,
    FindingsHigh: 1,
    FindingsWarning: 0,
    FindingsAccepted: 0,
    AuditUnread: 0,
    Alerts: 1,
  });
  expect(dimensionsOf('FindingsCritical')).toEqual([['service']]);
});

test('what is accepted is not counted as open', async () => {
  story.breakRoute();
  const { world } = story.stage.sandbox;
  world.setTag(story.routeTableId, 'eni-warden:accept', 'route-blackhole until 2027-01-01');
  await story.look();
  expect(totals()).toMatchObject({ FindingsHigh: 0, FindingsAccepted: 1 });
});

test('readiness is not known where what it rests on could not be read, and that is counted', async () => {
  const denied = { action: 'DescribeInstanceStatus', code: 'UnauthorizedOperation', status: 403 };
  story.stage.sandbox.faults.failNext(denied);
  await story.look();
  expect(readiness()).toEqual([]);
  expect(totals()).toMatchObject({ AuditUnread: 1, FindingsHigh: 1 });
  expect(totals()).not.toHaveProperty('GroupsNotReady');
});

test('readiness is written even where S3 does not say what people know', async () => {
  story.stage.s3.failNext(1, 'AccessDenied', 'GetObject');
  await expect(story.look()).rejects.toThrow('AccessDenied');
  expect(readiness()).toMatchObject([{ Group: 'fw', StandbyReady: 1 }]);
});

test('a group whose name is not ASCII is filed under what a URL would make of it', async () => {
  const { world } = story.stage.sandbox;
  for (const id of [story.active.instanceId, story.standby.instanceId, story.eni.networkInterfaceId]) {
    world.setTag(id, 'eni-warden:group', 'büro');
  }
  await story.look();
  expect(readiness()).toMatchObject([{ Group: 'b%C3%BCro', StandbyReady: 1 }]);
});

test('a run that SNS did not listen to says how much is undelivered', async () => {
  story.breakRoute();
  story.stage.sns.down(minutes(20));
  await expect(story.look()).rejects.toThrow('could not be delivered');
  expect(totals()).toMatchObject({ UndeliveredAlerts: 1 });
});
