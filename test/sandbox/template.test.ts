import { TemplateError } from '../../sandbox/stack/template.ts';
import {
  describeResources,
  functionArn,
  functionWith,
  permission,
  rule,
  ruleWith,
} from './template-fixture.ts';

/** A placeholder of Fn::Sub. */
const hole = (name: string) => `\${${name}}`;
test('a function has its code, handler, limits and environment from the template', () => {
  expect(describeResources({}).functions).toEqual([
    {
      name: 'svc-dev-failover',
      code: { bucket: 'svc-dev-bucket', key: 'serverless/svc/dev/1-now/failover.zip' },
      handler: 'handlers/failover.handler',
      timeoutMs: 120_000,
      memoryMegabytes: 512,
      reservedConcurrency: undefined,
      environment: { TOPIC: 'arn:aws:sns:eu-west-1:123456789012:svc-dev-Topic', MODE: 'act', COUNT: '3' },
      maximumEventAgeMs: undefined,
      maximumRetryAttempts: undefined,
      onFailureQueue: undefined,
    },
  ]);
});

test('the configuration of asynchronous invocation belongs to its function', () => {
  const { functions, queues } = describeResources({
    Failed: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { 'Fn::Sub': `${hole('AWS::StackName')}-failed` } },
    },
    Config: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Fn' },
        Qualifier: '$LATEST',
        MaximumEventAgeInSeconds: 60,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
      },
    },
  });
  expect(queues).toMatchObject([{ name: 'svc-dev-failed' }]);
  expect(functions).toMatchObject([
    { maximumEventAgeMs: 60_000, maximumRetryAttempts: 0, onFailureQueue: 'svc-dev-failed' },
  ]);
});

test('a rule with a permission may invoke its function', () => {
  expect(describeResources({}).rules).toEqual([
    {
      name: 'on-event',
      pattern: { source: ['aws.ec2'] },
      schedule: undefined,
      targets: [
        {
          id: 't',
          functionName: 'svc-dev-failover',
          permitted: true,
          input: undefined,
          deadLetterQueue: undefined,
        },
      ],
    },
  ]);
});

test.each([
  ['for another rule', { SourceArn: 'arn:aws:events:eu-west-1:123456789012:rule/other' }],
  ['for another service', { Principal: 'sns.amazonaws.com' }],
  ['for another function', { FunctionName: 'somebody-else' }],
  ['for another action', { Action: 'lambda:GetFunction' }],
])('a permission %s does not let the rule invoke its function', (_, properties) => {
  const Permission = { ...permission, Properties: { ...permission.Properties, ...properties } };
  expect(describeResources({ Permission }).rules[0]?.targets[0]?.permitted).toBe(false);
});

test('a permission may name its rules by a wildcard', () => {
  const properties = { SourceArn: 'arn:aws:events:*:123456789012:rule/on-*' };
  const Permission = { ...permission, Properties: { ...permission.Properties, ...properties } };
  expect(describeResources({ Permission }).rules[0]?.targets[0]?.permitted).toBe(true);
});

test('a disabled rule is left out', () => {
  expect(describeResources(ruleWith({ State: 'DISABLED' })).rules).toEqual([]);
});

test('a target may replace the event by a fixed input', () => {
  const Targets = [{ Id: 't', Arn: functionArn, Input: '{"a":1}' }];
  expect(describeResources(ruleWith({ Targets })).rules[0]?.targets[0]?.input).toEqual({ a: 1 });
});

test('a resource whose condition does not hold is left out', () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  expect(describeResources({ Rule: { ...rule, Condition: 'Never' } }, { Conditions }).rules).toEqual([]);
});

test.each([
  ['an unknown intrinsic function', functionWith({ Handler: { 'Fn::Cidr': [] } }), /In Fn of .*Fn::Cidr/],
  [
    'an unknown condition function',
    functionWith({ Handler: { 'Fn::If': ['C', 'a', 'b'] } }),
    /condition C.*Fn::Contains/,
  ],
  ['a reference to nothing', functionWith({ Handler: { Ref: 'Nowhere' } }), /In Fn of .*Nowhere/],
  ['an unknown attribute', functionWith({ Handler: { 'Fn::GetAtt': ['Topic', 'Colour'] } }), /Topic.Colour/],
  ['a missing property', functionWith({ Handler: undefined }), /In Fn of .*Handler/s],
  [
    'an unknown type of resource',
    { Table: { Type: 'AWS::DynamoDB::Table' } },
    /In Table of .*AWS::DynamoDB::Table/,
  ],
  ['an unknown property of a rule', ruleWith({ Colour: 'blue' }), /In Rule of .*Colour/s],
  [
    'a target that is no function',
    ruleWith({ Targets: [{ Id: 't', Arn: 'arn:aws:sqs:x:1:q' }] }),
    /In Rule of .*sqs/,
  ],
  [
    'a retry that Lambda does not offer',
    { C: invokeConfig({ MaximumRetryAttempts: 3 }) },
    /In C of .*Maximum/s,
  ],
])('%s is an error that names the resource', (_, resources, message) => {
  const act = () => describeResources(resources, { Conditions: { C: { 'Fn::Contains': [] } } });
  expect(act).toThrow(TemplateError);
  expect(act).toThrow(message);
});

function invokeConfig(properties: object) {
  return {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', ...properties },
  };
}
