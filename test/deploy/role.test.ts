import { type PackagedService, packageService } from './packaged-service.ts';
import { actionsOf, allowedBy, may, type Role, roleOf } from './roles.ts';

let service: PackagedService;
let role: Role;

beforeAll(async () => {
  service = await packageService();
  role = roleOf(service.template, 'Failover');
}, 60_000);

const eni = 'network-interface/eni-1';
const enrolled = { 'eni-warden:group': 'fw' };

test('the role may do what the function does, and nothing else', () => {
  expect(actionsOf(role)).toEqual([
    'ec2:AttachNetworkInterface',
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeInstanceTypes',
    'ec2:DescribeInstances',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DetachNetworkInterface',
    'ec2:ModifyNetworkInterfaceAttribute',
    'kms:Decrypt',
    'kms:GenerateDataKey*',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'logs:TagResource',
    'sns:Publish',
    'sqs:SendMessage',
  ]);
});

test.each(['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'])(
  '%s works only between ENIs and instances that carry the group tag',
  (action) => {
    for (const resource of [eni, 'instance/i-1']) {
      expect(may(role, action, resource, { tags: enrolled })).toBe(true);
      expect(may(role, action, resource, { tags: { Name: 'fw' } })).toBe(false);
    }
    expect(may(role, action, 'subnet/subnet-1', { tags: enrolled })).toBe(false);
  },
);

test('ec2:ModifyNetworkInterfaceAttribute works only on the attachment of what carries the group tag', () => {
  const action = 'ec2:ModifyNetworkInterfaceAttribute';
  const attachment = { 'ec2:attribute': 'attachment' };
  expect(may(role, action, eni, { tags: enrolled, context: attachment })).toBe(true);
  expect(may(role, action, 'instance/i-1', { tags: enrolled })).toBe(true);
  expect(may(role, action, eni, { context: attachment })).toBe(false);
  expect(may(role, action, eni, { tags: enrolled, context: { 'ec2:attribute': 'groupSet' } })).toBe(false);
});

test('it may neither delete nor tag, not even what is marked', () => {
  const tags = { 'eni-warden:unattached-since': 'then', 'eni-warden:unattached-seen': 'then' };
  expect(may(role, 'ec2:DeleteNetworkInterface', eni, { tags })).toBe(false);
  for (const action of ['ec2:CreateTags', 'ec2:DeleteTags']) {
    expect(may(role, action, eni, { tags, keys: ['eni-warden:unattached-since'] })).toBe(false);
  }
});

test('only describe actions, which cannot be limited, reach every resource', () => {
  for (const { Resource, Action } of allowedBy(role).filter(({ Resource }) =>
    [Resource].flat().includes('*'),
  )) {
    expect([Resource].flat()).toEqual(['*']);
    for (const action of [Action].flat()) expect(action).toMatch(/^ec2:Describe/);
  }
});

test('alerts go to our topic, and failed events to our queue', () => {
  const resourcesFor = (action: string) =>
    allowedBy(role)
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => Resource);
  expect(resourcesFor('sns:Publish')).toEqual(['arn:aws:sns:eu-west-1:123456789012:stack-AlertTopic']);
  expect(resourcesFor('sqs:SendMessage')).toEqual(['arn:aws:sqs:eu-west-1:123456789012:stack-FailureQueue']);
});

test.each(['Failover', 'Cleanup', 'Restore', 'Audit'])('nobody but Lambda takes the role of %s', (name) => {
  expect(roleOf(service.template, name).trusted).toEqual([
    { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
  ]);
});

test('no function takes the role of another', () => {
  const arns = ['Failover', 'Cleanup', 'Restore', 'Audit'].map(
    (name) => service.template.Resources[`${name}LambdaFunction`]?.Properties.Role['Fn::GetAtt'][0],
  );
  expect(new Set(arns).size).toBe(4);
});
