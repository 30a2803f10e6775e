import { only, type PackagedService, packageService, resourcesOf } from './packaged-service.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

afterAll(() => service?.remove());

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const types = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'];
const statements = () =>
  types
    .flatMap((type) => resourcesOf(service.template, type))
    .flatMap(({ Properties }): readonly Statement[] => Properties.PolicyDocument.Statement);

test('no policy of a queue, a topic or a bucket lets everybody in, and each says on whose behalf a service may', () => {
  const allowing = statements().filter(({ Effect }) => Effect === 'Allow');
  expect(allowing).toHaveLength(3);
  for (const { Principal, Condition } of allowing) {
    expect(JSON.stringify(Principal)).toMatch(/^\{"Service":"(events|cloudwatch)\.amazonaws\.com"\}$/);
    expect(JSON.stringify(Condition)).toContain('aws:SourceArn');
  }
});

test('who may invoke a function is one rule, or the alarms of the account', () => {
  const permissions = resourcesOf(service.template, 'AWS::Lambda::Permission');
  expect(permissions.length).toBeGreaterThan(6);
  for (const { Properties } of permissions) {
    const { Principal, SourceArn, SourceAccount } = Properties;
    if (Principal === 'events.amazonaws.com') expect(JSON.stringify(SourceArn)).not.toContain('*');
    else
      expect([Principal, SourceAccount]).toEqual([
        'lambda.alarms.cloudwatch.amazonaws.com',
        { Ref: 'AWS::AccountId' },
      ]);
    expect(SourceArn ?? SourceAccount).toBeDefined();
  }
});

test('queues and the bucket are encrypted', () => {
  for (const { Properties } of resourcesOf(service.template, 'AWS::SQS::Queue')) {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
  }
  const { BucketEncryption } = only(
    service.template,
    'AWS::S3::Bucket',
    ({ Properties }) => 'LifecycleConfiguration' in Properties,
  ).Properties;
  expect(JSON.stringify(BucketEncryption)).toContain('AES256');
});
