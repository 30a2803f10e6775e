import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ofSomebody,
  type PackagedService,
  packageService,
  type Resource,
  resourcesOf,
} from './packaged-service.ts';

let service: PackagedService;
let changed: PackagedService;

beforeAll(async () => {
  [service, changed] = await Promise.all([packageService(), packageService(...ofSomebody)]);
}, 60_000);

const topic = { Ref: 'AlertTopic' };
const functions = ['Failover', 'Cleanup', 'Restore', 'Audit'];

const alarms = () => resourcesOf(service.template, 'AWS::CloudWatch::Alarm');
const alarm = (name: string, of = service) => of.template.Resources[`${name}Alarm`]?.Properties;
const dimensionsOf = (name: string) => [{ Name: 'FunctionName', Value: { Ref: `${name}LambdaFunction` } }];

test('every alarm goes to the topic of the alerts, and says what to do', () => {
  expect(alarms()).toHaveLength(14);
  for (const { Properties } of alarms()) {
    expect(Properties.AlarmActions).toEqual([topic]);
    expect(Properties.AlarmDescription).toMatch(/ENI Warden/);
    expect(Properties.AlarmDescription).not.toContain('\n');
    expect(Properties.AlarmDescription.length).toBeGreaterThan(100);
    // More than 1,024 characters CloudWatch refuses.
    expect(Properties.AlarmDescription.length).toBeLessThan(1_024);
  }
});

test('every alarm says where its runbook is', () => {
  for (const [id, { Type, Properties }] of Object.entries(service.template.Resources)) {
    if (Type !== 'AWS::CloudWatch::Alarm') continue;
    expect(Properties.AlarmDescription).toMatch(
      new RegExp(` Runbook: docs/runbook\\.md#${id.toLowerCase()}$`),
    );
  }
});

test('no two alarms say the same', () => {
  const said = new Set(alarms().map(({ Properties }) => Properties.AlarmDescription));
  expect(said.size).toBe(alarms().length);
});

test.each(functions)('%s has an alarm on its errors', (name) => {
  expect(alarm(`${name}Errors`)).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: dimensionsOf(name),
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    TreatMissingData: 'notBreaching',
  });
});

test.each(['Failover', 'Cleanup', 'Audit'])('%s has an alarm on being throttled', (name) => {
  expect(alarm(`${name}Throttles`)).toMatchObject({
    MetricName: 'Throttles',
    Dimensions: dimensionsOf(name),
  });
});

test.each([
  ['Failover', 300, 120],
  ['Cleanup', 900, 600],
  ['Audit', 900, 300],
])('%s has an alarm on a run that takes more than 80 %% of its time-out', (name, seconds, given) => {
  for (const [of, timeout] of [
    [service, seconds],
    [changed, given],
  ] as const) {
    expect(of.template.Resources[`${name}LambdaFunction`]?.Properties.Timeout).toBe(timeout);
    const { Metrics, Threshold, ComparisonOperator } = alarm(`${name}Duration`, of);
    const [duration, share] = Metrics;
    expect(duration.MetricStat.Metric).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Duration',
      Dimensions: dimensionsOf(name),
    });
    expect(duration.MetricStat.Stat).toBe('Maximum');
    expect(share).toMatchObject({ Expression: `duration / (${timeout} * 10)`, ReturnData: true });
    expect([ComparisonOperator, Threshold]).toEqual(['GreaterThanThreshold', 80]);
  }
});

test('silence of the failover for five minutes is an alarm, and so is that nobody counts', () => {
  const { Period, EvaluationPeriods, DatapointsToAlarm, ...rest } = alarm('Tick');
  expect(Period * EvaluationPeriods).toBe(300);
  expect(DatapointsToAlarm).toBe(EvaluationPeriods);
  expect(rest).toMatchObject({
    MetricName: 'Invocations',
    Dimensions: dimensionsOf('Failover'),
    Statistic: 'Sum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  });
});

test('an event that is older than a minute when the failover begins is an alarm', () => {
  expect(alarm('EventAge')).toMatchObject({
    MetricName: 'AsyncEventAge',
    Dimensions: dimensionsOf('Failover'),
    Statistic: 'Maximum',
    Threshold: 60_000,
    ComparisonOperator: 'GreaterThanThreshold',
  });
});

test('the file of the alarms has no other than those of the stack', () => {
  const file = readFileSync(join(__dirname, '../../deploy/alarms.yml'), 'utf8');
  const names = [...file.matchAll(/^(\w+):/gm)].map(([, name = '']) => name);
  const found = (name: string): Resource | undefined => changed.template.Resources[name];
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => found(name)?.Type !== 'AWS::CloudWatch::Alarm')).toEqual([]);
});
