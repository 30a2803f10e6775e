import * as alarmStateChange from '../../events/alarm-state-change.ts';
import * as cloudTrailCall from '../../events/cloudtrail-call.ts';
import * as instanceStateChange from '../../events/instance-state-change.ts';
import { parseEvent } from '../../events/parse.ts';
import { parseCleanupEvent } from '../../events/parse-cleanup.ts';
import * as rebalanceRecommendation from '../../events/rebalance-recommendation.ts';
import * as spotInterruption from '../../events/spot-interruption.ts';
import * as switchoverRequest from '../../events/switchover-request.ts';
import { schedule } from '../../events/tick.ts';
import { compilePattern } from '../../sandbox/events/event-pattern.ts';
import { fixture, fixtureNames } from '../events/fixtures.ts';
import {
  only,
  type PackagedService,
  packageService,
  type Resource,
  resourcesOf,
} from './packaged-service.ts';

const patterns: Readonly<Record<string, unknown>> = {
  'instance-state-change': instanceStateChange.pattern,
  'alarm-state-change': alarmStateChange.pattern,
  'spot-interruption': spotInterruption.pattern,
  'rebalance-recommendation': rebalanceRecommendation.pattern,
  'switchover-request': switchoverRequest.pattern,
  'eni-call': cloudTrailCall.pattern,
};

/** The rules of the cleanup; the others are those of the failover. */
const ofCleanup = ['eni-call', 'sweep'];
/** How long EventBridge tries to deliver an event, in seconds, where it is not five minutes. */
const triedFor: Readonly<Record<string, number>> = { tick: 60, sweep: 900, 'eni-call': 86_400 };

/** The rule that lets in the samples whose names begin so; the longest beginning counts, '' is the rest. */
const expectedRules: readonly (readonly [string, string | undefined])[] = [
  ['instance-state-change', 'instance-state-change'],
  ['alarm', 'alarm-state-change'],
  ['alarm-ok', undefined],
  ['alarm-insufficient-data', undefined],
  ['alarm-configuration-change', undefined],
  ['alarm-contributor-state-change', undefined],
  ['alarm-action', undefined],
  ['spot-interruption', 'spot-interruption'],
  ['rebalance-recommendation', 'rebalance-recommendation'],
  ['switchover-request', 'switchover-request'],
  ['cloudtrail-call', 'eni-call'],
  ['', undefined],
];

let service: PackagedService;
let rules: ReadonlyMap<string, Resource>;

beforeAll(async () => {
  service = await packageService();
  rules = new Map(
    resourcesOf(service.template, 'AWS::Events::Rule').map((rule) => [
      rule.Properties.Name.replace('eni-warden-dev-', ''),
      rule,
    ]),
  );
}, 60_000);

afterAll(() => service?.remove());

function rulesThatMatch(event: unknown): string[] {
  return [...rules]
    .filter(([, { Properties }]) => Properties.EventPattern && compilePattern(Properties.EventPattern)(event))
    .map(([name]) => name);
}

test('there is one rule for each kind of event, one for the tick and one for the sweep', () => {
  expect([...rules.keys()].sort()).toEqual([...Object.keys(patterns), 'tick', 'sweep'].sort());
});

test.each(Object.entries(patterns))(
  'the rule %s has the pattern that the parser reads by',
  (name, pattern) => {
    expect(rules.get(name)?.Properties.EventPattern).toEqual(pattern);
  },
);

test('the tick comes by schedule', () => {
  expect(rules.get('tick')?.Properties).toMatchObject({ ScheduleExpression: schedule, State: 'ENABLED' });
  expect(rules.get('tick')?.Properties.EventPattern).toBeUndefined();
  expect(rules.get('sweep')?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
});

test.each(fixtureNames)('the sample %s goes through its rule, and through no other', (name) => {
  const [, expected] = expectedRules
    .filter(([beginning]) => name.startsWith(beginning))
    .reduce((longest, entry) => (entry[0].length > longest[0].length ? entry : longest));
  expect(rulesThatMatch(fixture(name))).toEqual(expected === undefined ? [] : [expected]);
});

test('no rule lets in a sample that the parser cannot read', () => {
  for (const name of fixtureNames) {
    const event = fixture(name);
    const [rule] = rulesThatMatch(event);
    const parse = ofCleanup.includes(rule ?? '') ? parseCleanupEvent : parseEvent;
    if (rule !== undefined) expect(parse(event).kind).not.toBe('malformed');
  }
});

test('every rule invokes its function, gives up on an old event, and keeps what it could not deliver', () => {
  for (const [name, { Properties }] of rules) {
    expect(Properties.State).toBe('ENABLED');
    expect(Properties.Targets).toEqual([
      {
        Arn: { 'Fn::GetAtt': [`${ofCleanup.includes(name) ? 'Cleanup' : 'Failover'}LambdaFunction`, 'Arn'] },
        Id: expect.any(String),
        RetryPolicy: { MaximumEventAgeInSeconds: triedFor[name] ?? 300 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } },
      },
    ]);
  }
});

test('every rule may invoke the function', () => {
  const permissions = JSON.stringify(
    resourcesOf(service.template, 'AWS::Lambda::Permission').map(
      ({ Properties }) => Properties.SourceArn ?? '',
    ),
  );
  for (const { Properties } of rules.values()) expect(permissions).toContain(`"${Properties.Name}"`);
});

test('only the rules of this service may send to the queue', () => {
  const policy = only(service.template, 'AWS::SQS::QueuePolicy').Properties;
  expect(policy.Queues).toEqual([{ Ref: 'FailureQueue' }]);
  expect(policy.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] },
      Condition: {
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/eni-warden-dev-*`,
          },
        },
      },
    },
  ]);
});
