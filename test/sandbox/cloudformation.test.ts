import { TemplateError } from '../../sandbox/stack/template.ts';
import { cloudFormationOn } from './cloudformation-on.ts';

/** A placeholder of Fn::Sub. */
const hole = (name: string) => `\${${name}}`;

const topic = { Type: 'AWS::SNS::Topic' };
const queue = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } };
const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'mine' } };
const group = {
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName: { 'Fn::Sub': `/of/${hole('Topic')}` } },
};

test('a stack that is not there is told of in the words by which tools know it', async () => {
  const { call } = cloudFormationOn();
  const { status, code, message } = await call('DescribeStacks', { StackName: 'svc' });
  expect([status, code, message]).toEqual([400, 'ValidationError', 'Stack with id svc does not exist']);
});

test('a change set says what it would add, and makes nothing', async () => {
  const { alive, call, propose, ofChangeSet } = cloudFormationOn();
  await propose({ Topic: topic, Queue: queue });
  const described = await call('DescribeChangeSet', ofChangeSet);
  expect(described.found('LogicalResourceId')).toEqual(['Topic', 'Queue']);
  expect([...described.found('Action'), ...described.found('Status')]).toEqual([
    'Add',
    'Add',
    'CREATE_COMPLETE',
  ]);
  expect((await call('DescribeStacks', { StackName: 'svc' })).found('StackStatus')).toEqual([
    'REVIEW_IN_PROGRESS',
  ]);
  expect(alive).toEqual([]);
});

test('what a change set says is made when it is executed, each resource after those that it needs', async () => {
  const { alive, deploy, told, stacks } = cloudFormationOn();
  await deploy({ Group: group, Topic: topic });
  expect(alive).toMatchObject([{ topics: ['svc-Topic'] }]);
  expect(told()).toEqual([
    'svc REVIEW_IN_PROGRESS',
    'svc CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_COMPLETE',
    'Group CREATE_IN_PROGRESS',
    'Group CREATE_COMPLETE',
    'svc CREATE_COMPLETE',
  ]);
  expect([...(stacks.get('svc')?.resources.keys() ?? [])]).toEqual(['Topic', 'Group']);
});

test('the events come with the newest first, and the resources with their names', async () => {
  const { call, deploy } = cloudFormationOn();
  await deploy({ Topic: topic });
  const events = await call('DescribeStackEvents', { StackName: 'svc' });
  expect(events.found('ResourceStatus').at(0)).toBe('CREATE_COMPLETE');
  const arn = 'arn:aws:sns:eu-west-1:123456789012:svc-Topic';
  expect((await call('ListStackResources', { StackName: 'svc' })).found('PhysicalResourceId')).toEqual([arn]);
  const asked = { StackName: 'svc', LogicalResourceId: 'Topic' };
  expect((await call('DescribeStackResource', asked)).found('PhysicalResourceId')).toEqual([arn]);
  const missing = await call('DescribeStackResource', { ...asked, LogicalResourceId: 'Queue' });
  expect(missing.message).toBe('Resource Queue does not exist for stack svc');
});

test('the same template again is a change set without changes, which cannot be executed', async () => {
  const { call, deploy, ofChangeSet } = cloudFormationOn();
  await deploy({ Topic: topic });
  expect((await deploy({ Topic: topic })).code).toBe('InvalidChangeSetStatus');
  const { found } = await call('DescribeChangeSet', ofChangeSet);
  expect(found('Status')).toEqual(['FAILED']);
  expect(found('StatusReason')[0]).toContain('didn&#39;t contain changes');
});

test('a resource whose condition does not hold is not made, and may be named in DependsOn all the same', async () => {
  const { deploy, stacks } = cloudFormationOn();
  const body = {
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Queue: { ...queue, DependsOn: 'Topic' }, Topic: { ...topic, Condition: 'Never' } },
  };
  await deploy({}, { TemplateBody: JSON.stringify(body) });
  expect([...(stacks.get('svc')?.resources.keys() ?? [])]).toEqual(['Queue']);
});

test.each([
  [
    'refers to what is not there',
    { Group: group },
    'Unresolved resource dependencies [Topic] in the Resources block',
  ],
  [
    'depends on itself in a circle',
    { Topic: { ...topic, DependsOn: ['Queue'] }, Queue: { ...queue, DependsOn: ['Topic'] } },
    'Circular dependency between resources: [Topic, Queue]',
  ],
  ['has no resource', {}, 'At least one Resources member must be defined.'],
])('a template that %s is refused before there is a stack', async (_what, resources, problem) => {
  const { propose, stacks } = cloudFormationOn();
  expect((await propose(resources)).message).toBe(`Template format error: ${problem}`);
  expect(stacks.size).toBe(0);
});

test('roles are made only for those who say that they know it', async () => {
  const { propose, stacks } = cloudFormationOn();
  const { code, message } = await propose({ Role: role }, { 'Capabilities.member.1': 'CAPABILITY_IAM' });
  expect([code, message]).toEqual([
    'InsufficientCapabilitiesException',
    'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  ]);
  expect((await propose({ Role: role }, { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' })).status).toBe(
    200,
  );
  expect(stacks.size).toBe(1);
});

test('what cannot be made fails with its reason, and a deployment can be tried again', async () => {
  const { deploy, told, stacks } = cloudFormationOn();
  await deploy({ Topic: topic });
  await deploy({ Topic: topic, Table: { Type: 'AWS::DynamoDB::Table' } });
  expect(told().slice(-4)).toEqual([
    'svc UPDATE_IN_PROGRESS',
    'Table UPDATE_FAILED',
    'svc UPDATE_ROLLBACK_IN_PROGRESS',
    'svc UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(stacks.get('svc')?.events.at(-3)).toMatchObject({
    type: 'AWS::DynamoDB::Table',
    reason: expect.stringContaining('does not know resources of type AWS::DynamoDB::Table'),
  });
  await deploy({ Topic: topic, Queue: queue });
  expect(stacks.get('svc')?.status).toBe('UPDATE_COMPLETE');
});

test('a function without its zip fails the stack', async () => {
  const { deploy, stacks } = cloudFormationOn(new TemplateError('fn', 'there is no zip'));
  await deploy({ Topic: topic });
  expect(stacks.get('svc')).toMatchObject({ status: 'ROLLBACK_COMPLETE', resources: new Map() });
});

test.each([
  ['modify', { Topic: topic, Queue: { ...queue, Properties: { VisibilityTimeout: 61 } } }],
  ['remove', { Topic: topic }],
])('to %s what lives is refused rather than left undone', async (verb, resources) => {
  const { deploy, stacks } = cloudFormationOn();
  await deploy({ Topic: topic, Queue: queue });
  await deploy(resources);
  const { status, events } = stacks.get('svc') ?? {};
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(events?.at(-3)?.reason).toContain(`the sandbox cannot ${verb} a resource of type AWS::SQS::Queue`);
});

test('a template comes from the bucket into which it was uploaded, if it is there', async () => {
  const { s3, call, propose } = cloudFormationOn();
  const TemplateURL = 'https://s3.amazonaws.com/uploads/a/template.json';
  const missing = await call('ValidateTemplate', { TemplateURL });
  expect(missing.message).toContain('there is no object');
  s3.createBucket('uploads').put({
    key: 'a/template.json',
    versionId: '1',
    body: JSON.stringify({ Resources: { Role: role } }),
    size: 1,
    contentType: 'application/json',
    metadata: {},
    etag: '""',
    crc32: '',
    encryption: 'AES256',
    lastModified: 0,
  });
  expect((await call('ValidateTemplate', { TemplateURL })).found('member')).toEqual(['CAPABILITY_NAMED_IAM']);
  expect((await propose({}, { TemplateURL })).message).toMatch(/^Either Template URL or Template Body/);
});

test('a template in the request has at most 51,200 bytes', async () => {
  const { propose } = cloudFormationOn();
  const { message } = await propose({ Topic: { ...topic, Properties: { DisplayName: 'x'.repeat(51_200) } } });
  expect(message).toMatch(/^The templateBody has \d+ bytes, and 51200 are allowed\.$/);
});

test('an action or a parameter that the sandbox does not know is an error', async () => {
  const { call, propose } = cloudFormationOn();
  expect((await call('DeleteStack', { StackName: 'svc' })).code).toBe('InvalidAction');
  expect((await propose({ Topic: topic }, { RoleARN: 'arn:aws:iam::1:role/x' })).message).toContain(
    'RoleARN',
  );
  expect((await propose({ Topic: topic }, { 'Parameters.member.1.ParameterKey': 'A' })).code).toBe(
    'ValidationError',
  );
});
