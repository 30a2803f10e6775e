import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { auditedCloud, warmUp } from './town.ts';

beforeAll(warmUp);

const threshold = {
  EvaluationPeriods: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
} as const;

/** On one metric of one instance. */
function single(
  AlarmName: string,
  changes: Partial<PutMetricAlarmCommandInput> = {},
): PutMetricAlarmCommandInput {
  return {
    AlarmName,
    Namespace: 'AWS/EC2',
    MetricName: 'StatusCheckFailed',
    Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
    Statistic: 'Maximum',
    Period: 60,
    ...threshold,
    ...changes,
  };
}

function metricOf(Id: string, instanceId: string, MetricName: string) {
  const Metric = {
    Namespace: 'AWS/EC2',
    MetricName,
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
  };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Maximum' }, ReturnData: false };
}

async function alarmsOf(...inputs: readonly PutMetricAlarmCommandInput[]) {
  const here = auditedCloud();
  for (const input of inputs) await here.clock.run(here.cloudWatch.send(new PutMetricAlarmCommand(input)));
  const { alarms, unread } = await here.audit();
  expect(unread).toEqual([]);
  return alarms;
}

test.each(['StatusCheckFailed', 'StatusCheckFailed_System', 'StatusCheckFailed_AttachedEBS'])(
  'an alarm on %s of an instance is read',
  async (metric) => {
    expect(await alarmsOf(single('down', { MetricName: metric }))).toEqual([
      { name: 'down', metric, instanceIds: ['i-1'] },
    ]);
  },
);

test.each<[string, Partial<PutMetricAlarmCommandInput>]>([
  ['another metric', { MetricName: 'CPUUtilization' }],
  ['a metric of that name which is not of EC2', { Namespace: 'Own' }],
  ['a status check of no single instance', { Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'web' }] }],
])('an alarm on %s is none', async (_what, changes) => {
  expect(await alarmsOf(single('other', changes))).toEqual([]);
});

test('metric math counts for every instance that it watches, once for each metric', async () => {
  const alarms = await alarmsOf({
    AlarmName: 'any of them',
    ...threshold,
    Metrics: [
      { Id: 'any', Expression: 'MAX(METRICS())', ReturnData: true },
      metricOf('a', 'i-1', 'StatusCheckFailed'),
      metricOf('b', 'i-2', 'StatusCheckFailed'),
      metricOf('c', 'i-2', 'StatusCheckFailed_System'),
      metricOf('d', 'i-3', 'CPUUtilization'),
    ],
  });
  expect(alarms).toEqual([
    { name: 'any of them', metric: 'StatusCheckFailed', instanceIds: ['i-1', 'i-2'] },
    { name: 'any of them', metric: 'StatusCheckFailed_System', instanceIds: ['i-2'] },
  ]);
});

test('no alarm is missed because there are many', async () => {
  const inputs = Array.from({ length: 220 }, (_, n) => single(`alarm ${n}`));
  expect(await alarmsOf(...inputs)).toHaveLength(220);
});

test('a throttle of CloudWatch is waited for: no failover needs its calls', async () => {
  const here = auditedCloud();
  await here.clock.run(here.cloudWatch.send(new PutMetricAlarmCommand(single('down'))));
  here.faults.failNext({ action: 'DescribeAlarms', times: 4, code: 'Throttling', status: 400 });
  expect(await here.audit()).toMatchObject({ unread: [], alarms: [{ name: 'down' }] });
});

test.each([
  ['Throttling', 400, 'Throttling'],
  ['InternalServiceError', 500, 'InternalServiceFault'],
])(
  'a CloudWatch that goes on with %s leaves the alarms unread, and the run goes on',
  async (code, status, said) => {
    const here = auditedCloud();
    const from = here.clock.now();
    here.faults.failNext({ action: 'DescribeAlarms', times: 1_000, code, status });
    const { unread, vpcs } = await here.audit();
    expect(unread).toEqual([{ part: 'alarms', because: expect.stringContaining(said) }]);
    expect(vpcs).toHaveLength(1);
    expect(here.clock.now() - from).toBeLessThan(25_000);
  },
);
