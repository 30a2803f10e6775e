import * as addressCall from '../../events/address-call.ts';
import * as alarmStateChange from '../../events/alarm-state-change.ts';
import * as cloudTrailCall from '../../events/cloudtrail-call.ts';
import * as instanceStateChange from '../../events/instance-state-change.ts';
import { parseEvent } from '../../events/parse.ts';
import { parseAuditEvent } from '../../events/parse-audit.ts';
import { parseCleanupEvent } from '../../events/parse-cleanup.ts';
import * as rebalanceRecommendation from '../../events/rebalance-recommendation.ts';
import * as spotInterruption from '../../events/spot-interruption.ts';
import * as switchoverRequest from '../../events/switchover-request.ts';
import { schedule } from '../../events/tick.ts';
import { compilePattern } from '../../sandbox/events/event-pattern.ts';
import { fixture, fixtureNames } from '../events/fixtures.ts';
import { type PackagedService, packageService, type Resource, resourcesOf } from './packaged-service.ts';
import { rulesOfSamples } from './rules-of-samples.ts';

const patterns: Readonly<Record<string, unknown>> = {
  'instance-state-change': instanceStateChange.pattern,
  'alarm-state-change': alarmStateChange.pattern,
  'spot-interruption': spotInterruption.pattern,
  'rebalance-recommendation': rebalanceRecommendation.pattern,
  'switchover-request': switchoverRequest.pattern,
  'eni-call': cloudTrailCall.pattern,
  'address-call': addressCall.pattern,
};

/** Where the events of a rule go, where that is not the failover. */
const targets: Readonly<Record<string, string>> = {
  'eni-call': 'CleanupLambdaFunction',
  sweep: 'CleanupLambdaFunction',
  audit: 'AuditLambdaFunction',
  'address-call': 'AuditQueue',
};
/** How long EventBridge tries to deliver an event, in seconds, where it is not five minutes. */
const triedFor: Readonly<Record<string, number>> = {
  tick: 60,
  sweep: 900,
  'eni-call': 86_400,
  audit: 900,
  'address-call': 900,
};

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

function rulesThatMatch(event: unknown): string[] {
  return [...rules]
    .filter(([, { Properties }]) => Properties.EventPattern && compilePattern(Properties.EventPattern)(event))
    .map(([name]) => name)
    .sort();
}

/** What CloudTrail tells of a call, as the sample tells it of an attach. */
function callOf(eventName: string, refusedWith?: string): unknown {
  const event = fixture('cloudtrail-call');
  return {
    ...event,
    detail: { ...event.detail, eventName, ...(refusedWith !== undefined && { errorCode: refusedWith }) },
  };
}

test('there is one rule for each kind of event, and one for each schedule', () => {
  expect([...rules.keys()].sort()).toEqual([...Object.keys(patterns), 'tick', 'sweep', 'audit'].sort());
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
  expect(rules.get('audit')?.Properties).toMatchObject({ ScheduleExpression: 'rate(15 minutes)' });
});

test.each(addressCall.pattern.detail.eventName)(
  'a call of %s makes the audit look, and none that EC2 refused',
  (name) => {
    expect(rulesThatMatch(callOf(name))).toContain('address-call');
    expect(rulesThatMatch(callOf(name, 'Client.UnauthorizedOperation'))).toEqual([]);
  },
);

test('no other call makes the audit look: neither one that only reads, nor one that moves no address', () => {
  for (const name of ['DescribeNetworkInterfaces', 'CreateTags', 'ModifyNetworkInterfaceAttribute']) {
    expect(rulesThatMatch(callOf(name))).toEqual([]);
  }
});

test('it is written down of every sample which rules let it in', () => {
  expect(Object.keys(rulesOfSamples).sort()).toEqual([...fixtureNames].sort());
});

test.each(fixtureNames)('the sample %s goes through its rules, and through no other', (name) => {
  expect(rulesThatMatch(fixture(name))).toEqual(rulesOfSamples[name]);
});

test('every rule lets in some sample and keeps others out, but for the schedules, which let in none', () => {
  for (const [name, { Properties }] of rules) {
    const isSchedule = Properties.ScheduleExpression !== undefined;
    expect([name, Properties.EventPattern === undefined]).toEqual([name, isSchedule]);
    const letIn = fixtureNames.filter((sample) => rulesOfSamples[sample]?.includes(name));
    expect([name, letIn.length > 0]).toEqual([name, !isSchedule]);
    expect(letIn.length).toBeLessThan(fixtureNames.length / 2);
  }
});

test('no rule lets in a sample that the parser cannot read', () => {
  for (const name of fixtureNames) {
    const event = fixture(name);
    for (const rule of rulesThatMatch(event)) {
      if (rule === 'address-call') expect(parseAuditEvent(event).malformed).toEqual([]);
      else expect((rule === 'eni-call' ? parseCleanupEvent : parseEvent)(event).kind).not.toBe('malformed');
    }
  }
});

test('every rule leads to its function or queue, gives up on an old event, and keeps what it could not deliver', () => {
  for (const [name, { Properties }] of rules) {
    expect(Properties.State).toBe('ENABLED');
    expect(Properties.Targets).toEqual([
      {
        Arn: { 'Fn::GetAtt': [targets[name] ?? 'FailoverLambdaFunction', 'Arn'] },
        Id: expect.any(String),
        RetryPolicy: { MaximumEventAgeInSeconds: triedFor[name] ?? 300 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } },
      },
    ]);
  }
});

test('every rule that invokes a function may', () => {
  const permissions = JSON.stringify(
    resourcesOf(service.template, 'AWS::Lambda::Permission').map(
      ({ Properties }) => Properties.SourceArn ?? '',
    ),
  );
  for (const [name, { Properties }] of rules) {
    expect(permissions.includes(`"${Properties.Name}"`)).toBe(targets[name] !== 'AuditQueue');
  }
});

test('only the rules of this service may send to the queue of what failed', () => {
  const policy = service.template.Resources.FailureQueuePolicy?.Properties;
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
