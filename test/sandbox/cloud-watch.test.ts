import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { VirtualClock } from '../../sandbox/clock.ts';
import { type CloudWatch, createCloudWatch } from '../../sandbox/cloudwatch/cloud-watch.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let clock: VirtualClock;
let sandbox: Sandbox;
let cloudWatch: CloudWatch;
let client: CloudWatchClient;

beforeEach(() => {
  clock = new VirtualClock();
  sandbox = createSandbox({ clock, seed: 'alarms' });
  cloudWatch = createCloudWatch(sandbox);
  client = new CloudWatchClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    requestHandler: requestHandlerFor(sandbox, 'test'),
    maxAttempts: 1,
  });
});

const statusCheck: PutMetricAlarmCommandInput = {
  AlarmName: 'fw-a-status',
  Namespace: 'AWS/EC2',
  MetricName: 'StatusCheckFailed',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-01234567' }],
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

const put = (input: Partial<PutMetricAlarmCommandInput> = {}) =>
  clock.run(client.send(new PutMetricAlarmCommand({ ...statusCheck, ...input })));
const describeAlarms = (input: DescribeAlarmsCommandInput = {}) =>
  clock.run(client.send(new DescribeAlarmsCommand(input)));
const remove = (...AlarmNames: string[]) => clock.run(client.send(new DeleteAlarmsCommand({ AlarmNames })));
const named = async (input: DescribeAlarmsCommandInput = {}) =>
  (await describeAlarms(input)).MetricAlarms?.map(({ AlarmName }) => AlarmName);

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => new Error('no error'),
    (thrown: Error & { $metadata?: { httpStatusCode?: number } }) => thrown,
  );
  const status = '$metadata' in error ? error.$metadata?.httpStatusCode : undefined;
  return { name: error.name, message: error.message, status };
}

test('a new alarm is shown with what it watches, and has seen no data yet', async () => {
  await put({ Tags: [{ Key: 'a', Value: 'b' }] });
  const answer = await describeAlarms();
  expect(answer.MetricAlarms).toEqual([
    {
      ...statusCheck,
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:fw-a-status',
      ActionsEnabled: true,
      AlarmActions: [],
      OKActions: [],
      InsufficientDataActions: [],
      AlarmConfigurationUpdatedTimestamp: expect.any(Date),
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: expect.any(Date),
      StateTransitionedTimestamp: expect.any(Date),
    },
  ]);
  const at = answer.MetricAlarms?.[0]?.StateUpdatedTimestamp?.getTime() ?? 0;
  expect(clock.now() - at).toBeLessThan(5_000);
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.NextToken).toBeUndefined();
});

test('an alarm may watch a list of queries', async () => {
  const Metric = { Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed' };
  const Metrics = [
    { Id: 'm', ReturnData: false, MetricStat: { Metric, Period: 60, Stat: 'Maximum' } },
    { Id: 'e', Expression: 'm * 2' },
  ];
  const { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator } = statusCheck;
  const common = { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator };
  await clock.run(client.send(new PutMetricAlarmCommand({ ...common, Metrics })));
  expect((await describeAlarms()).MetricAlarms?.[0]).toMatchObject({ Metrics });
  expect((await failureOf(put({ Metrics }))).name).toMatch(/^Validation/);
});

test('an alarm that is put again keeps its state, which stays as it is set', async () => {
  await put();
  cloudWatch.setState('fw-a-status', 'ALARM');
  await clock.run(clock.sleep(3_600_000));
  await put({ Threshold: 2 });
  expect((await describeAlarms({ StateValue: 'ALARM' })).MetricAlarms).toMatchObject([{ Threshold: 2 }]);
  expect(await named({ StateValue: 'OK' })).toEqual([]);
  expect(cloudWatch.alarms.size).toBe(1);
});

test('alarms come by name, at most 100 a page, and 50 when nobody says how many', async () => {
  for (let number = 0; number < 120; number++) await put({ AlarmName: `alarm-${1119 - number}` });
  const first = await describeAlarms();
  expect(first.MetricAlarms).toHaveLength(50);
  expect(first.MetricAlarms?.[0]?.AlarmName).toBe('alarm-1000');
  const large = await describeAlarms({ MaxRecords: 100 });
  const rest = await describeAlarms({ MaxRecords: 100, NextToken: large.NextToken });
  expect(rest.MetricAlarms?.map(({ AlarmName }) => AlarmName).at(-1)).toBe('alarm-1119');
  expect([rest.MetricAlarms?.length, rest.NextToken]).toEqual([20, undefined]);
  const other = { MaxRecords: 99, NextToken: large.NextToken };
  expect((await failureOf(describeAlarms(other))).name).toBe('InvalidNextToken');
  expect(await failureOf(describeAlarms({ MaxRecords: 101 }))).toMatchObject({ status: 400 });
  expect(await failureOf(describeAlarms({ MaxRecords: 0 }))).toMatchObject({ status: 400 });
});

test('alarms are found by names or by a prefix, and only those of the types that are asked for', async () => {
  for (const AlarmName of ['a-1', 'a-2', 'b-1']) await put({ AlarmName });
  expect(await named({ AlarmNames: ['b-1', 'a-2', 'c'] })).toEqual(['a-2', 'b-1']);
  expect(await named({ AlarmNamePrefix: 'a-' })).toEqual(['a-1', 'a-2']);
  expect(await named({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  expect(await named({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toHaveLength(3);
  const both = { AlarmNames: ['a-1'], AlarmNamePrefix: 'a' };
  expect((await failureOf(describeAlarms(both))).name).toMatch(/^Validation/);
  expect((await failureOf(describeAlarms({ ActionPrefix: 'arn' }))).name).toMatch(/^Validation/);
});

test('alarms are deleted together or not at all', async () => {
  for (const AlarmName of ['a', 'b']) await put({ AlarmName });
  expect(await failureOf(remove('a', 'c'))).toMatchObject({ name: 'ResourceNotFound', status: 404 });
  expect(await named()).toEqual(['a', 'b']);
  await remove('a', 'b');
  expect(await named()).toEqual([]);
});

test('what the sandbox does not know is an error', async () => {
  expect((await failureOf(put({ EvaluateLowSampleCountPercentile: 'ignore' }))).name).toMatch(/^Validation/);
  expect((await failureOf(put({ Statistic: undefined }))).name).toMatch(/^Validation/);
  expect((await failureOf(clock.run(client.send(new ListMetricsCommand({}))))).name).toBe(
    'UnknownOperationException',
  );
});

test('a planned failure speaks the protocol of CloudWatch, and the call is in the log', async () => {
  const throttled = { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' };
  sandbox.faults.failNext({ action: 'DescribeAlarms', ...throttled });
  expect(await failureOf(describeAlarms())).toEqual({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
    status: 400,
  });
  await describeAlarms();
  expect(sandbox.log.calls.map(({ service, action, errorCode }) => [service, action, errorCode])).toEqual([
    ['monitoring', 'DescribeAlarms', 'ThrottlingException'],
    ['monitoring', 'DescribeAlarms', undefined],
  ]);
});
