import { only, type PackagedService, packageService } from './packaged-service.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

let service: PackagedService;
let statements: readonly Statement[];

beforeAll(async () => {
  service = await packageService();
  statements = only(service.template, 'AWS::IAM::Role').Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
}, 60_000);

afterAll(() => service?.remove());

function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}

function resourcesOf({ Resource }: Statement): readonly unknown[] {
  return Array.isArray(Resource) ? Resource : [Resource];
}

function statementsFor(action: string): readonly Statement[] {
  return statements.filter((statement) => actionsOf(statement).includes(action));
}

const enrolledOnly = { Null: { 'aws:ResourceTag/eni-warden:group': 'false' } };
const networkInterfacesAndInstances = ['network-interface', 'instance'].map((type) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:${type}/*`,
}));

test('the role may do what the function does, and nothing else', () => {
  expect([...new Set(statements.flatMap(actionsOf))].sort()).toEqual([
    'ec2:AttachNetworkInterface',
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeInstanceTypes',
    'ec2:DescribeInstances',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DetachNetworkInterface',
    'ec2:ModifyNetworkInterfaceAttribute',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'logs:TagResource',
    'sns:Publish',
    'sqs:SendMessage',
  ]);
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
});

test.each(['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'])(
  '%s works only between ENIs and instances that carry the group tag',
  (action) => {
    expect(statementsFor(action)).toEqual([
      expect.objectContaining({ Resource: networkInterfacesAndInstances, Condition: enrolledOnly }),
    ]);
  },
);

test('ec2:ModifyNetworkInterfaceAttribute works only on the attachment of what carries the group tag', () => {
  expect(statementsFor('ec2:ModifyNetworkInterfaceAttribute')).toEqual([
    expect.objectContaining({
      Resource: networkInterfacesAndInstances,
      Condition: { ...enrolledOnly, StringEqualsIgnoreCaseIfExists: { 'ec2:Attribute': 'attachment' } },
    }),
  ]);
});

test('only describe actions, which cannot be limited, reach every resource', () => {
  for (const statement of statements.filter((each) => resourcesOf(each).includes('*'))) {
    for (const action of actionsOf(statement)) expect(action).toMatch(/^ec2:Describe/);
  }
});

test('alerts go to our topic, and failed events to our queue', () => {
  expect(statementsFor('sns:Publish').flatMap(resourcesOf)).toEqual([{ Ref: 'AlertTopic' }]);
  expect(statementsFor('sqs:SendMessage').flatMap(resourcesOf)).toEqual([
    { 'Fn::GetAtt': ['FailureQueue', 'Arn'] },
  ]);
});

test('nobody but Lambda takes the role', () => {
  const { AssumeRolePolicyDocument } = only(service.template, 'AWS::IAM::Role').Properties;
  expect(AssumeRolePolicyDocument.Statement).toEqual([
    expect.objectContaining({ Principal: { Service: ['lambda.amazonaws.com'] } }),
  ]);
});
