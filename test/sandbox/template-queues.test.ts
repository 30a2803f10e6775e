import { TemplateError } from '../../sandbox/stack/template.ts';
import { describeResources, fn, functionArn, rule } from './template-fixture.ts';

const queueArn = { 'Fn::GetAtt': ['Calls', 'Arn'] };
const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

function queueWith(properties: object) {
  return { Calls: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 720, ...properties } } };
}

function policyWith(statement: object) {
  return {
    CallsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Calls' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
              ...statement,
            },
          ],
        },
      },
    },
  };
}

function roleThatMay(allowed: readonly string[], Resource: unknown = queueArn) {
  const Statement = [{ Effect: 'Allow', Action: allowed, Resource }];
  const Policies = [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }];
  return { Role: { Type: 'AWS::IAM::Role', Properties: { Policies } } };
}

function mappingWith(properties: object) {
  const Properties = { EventSourceArn: queueArn, FunctionName: functionArn, BatchSize: 1000, ...properties };
  return {
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { MaximumBatchingWindowInSeconds: 60, ...Properties },
    },
  };
}

/** A queue that a rule fills and a function reads. */
const whole = {
  ...queueWith({}),
  ...policyWith({}),
  ...roleThatMay(actions),
  ...mappingWith({ ScalingConfig: { MaximumConcurrency: 2 } }),
  Fn: { ...fn, Properties: { ...fn.Properties, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  Rule: { ...rule, Properties: { ...rule.Properties, Targets: [{ Id: 'q', Arn: queueArn }] } },
};

describe('A queue of the template', () => {
  test('has its times and its redrive target from the template, and the defaults of SQS', () => {
    const RedrivePolicy = {
      deadLetterTargetArn: { 'Fn::GetAtt': ['Failed', 'Arn'] },
      maxReceiveCount: 5,
    };
    const Failed = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } };
    const { queues } = describeResources({
      ...whole,
      ...queueWith({ RedrivePolicy, MessageRetentionPeriod: '3600' }),
      Failed,
    });
    expect(queues).toEqual([
      {
        name: 'svc-dev-Calls',
        visibilityTimeoutMs: 720_000,
        retentionMs: 3_600_000,
        redrive: { queueName: 'failed', maxReceiveCount: 5 },
      },
      { name: 'failed', visibilityTimeoutMs: 30_000, retentionMs: 345_600_000 },
    ]);
  });

  test.each([
    ['a first-in-first-out queue', queueWith({ FifoQueue: true }), /In Calls of .*FifoQueue/s],
    ['a delay', queueWith({ DelaySeconds: 60 }), /In Calls of .*DelaySeconds/s],
    [
      'a redrive target from elsewhere',
      queueWith({ RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:x:1:other', maxReceiveCount: 1 } }),
      /In Calls of .*other/,
    ],
  ])('cannot be %s', (_, resources, message) => {
    expect(() => describeResources({ ...whole, ...resources })).toThrow(message);
  });
});

describe('A rule may send to a queue', () => {
  const permittedWith = (resources: object) =>
    describeResources({ ...whole, ...resources }).rules[0]?.targets[0]?.permitted;
  const ruleArn = { 'Fn::GetAtt': ['Rule', 'Arn'] };

  test('when the policy of the queue lets EventBridge in', () => {
    expect(describeResources(whole).rules[0]?.targets).toEqual([
      { id: 'q', queueName: 'svc-dev-Calls', permitted: true, input: undefined, deadLetterQueue: undefined },
    ]);
    expect(permittedWith(policyWith({ Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } } }))).toBe(true);
    const ofAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(permittedWith(policyWith({ Condition: ofAccount }))).toBe(true);
    const byName = { ArnLike: { 'aws:SourceArn': ['arn:x', 'arn:aws:events:*:rule/on-*'] } };
    expect(permittedWith(policyWith({ Condition: byName }))).toBe(true);
  });

  test.each([
    ['without a policy', { CallsPolicy: { Type: 'AWS::CloudWatch::Alarm' } }],
    ['for another service', policyWith({ Principal: { Service: 'sns.amazonaws.com' } })],
    ['for another action', policyWith({ Action: ['sqs:ReceiveMessage'] })],
    ['for another queue', policyWith({ Resource: 'arn:aws:sqs:eu-west-1:123456789012:other' })],
    ['for another rule', policyWith({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:*:rule/other' } } })],
    ['for another account', policyWith({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })],
    [
      'on a condition of which the call says nothing',
      policyWith({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    ],
    ['that is denied', policyWith({ Effect: 'Deny' })],
  ])('but not %s', (_, resources) => {
    expect(permittedWith(resources)).toBe(false);
  });

  test('and what is allowed and forbidden is forbidden, but only where the denial holds', () => {
    const { CallsPolicy } = policyWith({});
    const deny = (Condition: object) => ({
      DenyPolicy: policyWith({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Condition }).CallsPolicy,
    });
    expect(permittedWith({ CallsPolicy, ...deny({ Bool: { 'aws:SecureTransport': 'false' } }) })).toBe(true);
    expect(permittedWith({ CallsPolicy, ...deny({ Bool: { 'aws:SecureTransport': 'true' } }) })).toBe(false);
  });

  test('and its dead letters to one only under the same condition', () => {
    const Targets = [{ Id: 't', Arn: functionArn, DeadLetterConfig: { Arn: queueArn } }];
    const Rule = { ...rule, Properties: { ...rule.Properties, Targets } };
    const letters = (resources: object) =>
      describeResources({ ...whole, Rule, ...resources }).rules[0]?.targets[0]?.deadLetterQueue;
    expect(letters({})).toBe('svc-dev-Calls');
    expect(letters(policyWith({ Action: 'sqs:ReceiveMessage' }))).toBeUndefined();
  });

  test('and an operator of conditions that nobody knows is an error', () => {
    const Condition = { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } };
    expect(() => describeResources({ ...whole, ...policyWith({ Condition }) })).toThrow(/DateLessThan/);
  });
});

describe('A function reads a queue', () => {
  test('as the mapping says', () => {
    expect(describeResources(whole).eventSources).toEqual([
      {
        queueName: 'svc-dev-Calls',
        functionName: 'svc-dev-failover',
        batchSize: 1000,
        batchingWindowMs: 60_000,
        maximumConcurrency: 2,
      },
    ]);
  });

  test('as Lambda does by itself where the mapping is silent, and not when it is disabled', () => {
    const silent = { BatchSize: undefined, MaximumBatchingWindowInSeconds: undefined };
    expect(describeResources({ ...whole, ...mappingWith(silent) }).eventSources).toMatchObject([
      { batchSize: 10, batchingWindowMs: 0 },
    ]);
    expect(describeResources({ ...whole, ...mappingWith({ Enabled: false }) }).eventSources).toEqual([]);
    expect(describeResources({ ...whole, ...mappingWith({ Enabled: 'false' }) }).eventSources).toEqual([]);
  });

  test.each([
    ['a large batch without a window', mappingWith({ MaximumBatchingWindowInSeconds: 0 }), /batching window/],
    ['messages that are hidden for less than a run', queueWith({ VisibilityTimeout: 119 }), /less than/],
    ['a role that may not receive', roleThatMay(actions.slice(1)), /does not allow sqs:ReceiveMessage/],
    ['a role that may not delete', roleThatMay([...actions.slice(0, 1)]), /sqs:DeleteMessage/],
    ['a role for another queue', roleThatMay(['sqs:*'], 'arn:aws:sqs:x:1:y'), /sqs:ReceiveMessage/],
    ['no role', { Fn: fn }, /sqs:ReceiveMessage/],
    ['a queue from elsewhere', mappingWith({ EventSourceArn: 'arn:aws:sqs:x:1:y' }), /not a queue/],
    ['a stream', mappingWith({ EventSourceArn: 'arn:aws:kinesis:x:1:y' }), /arn:aws:kinesis/],
    ['a function from elsewhere', mappingWith({ FunctionName: 'other' }), /other is not a function/],
    ['a concurrency of one', mappingWith({ ScalingConfig: { MaximumConcurrency: 1 } }), /MaximumConcurrency/],
    ['reports of single messages', mappingWith({ FunctionResponseTypes: ['x'] }), /FunctionResponseTypes/],
  ])('but not with %s', (_, resources, message) => {
    const act = () => describeResources({ ...whole, ...resources });
    expect(act).toThrow(TemplateError);
    expect(act).toThrow(message);
  });
});
