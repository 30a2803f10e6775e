import { ofSomebody, only, type PackagedService, packageService, resourcesOf } from './packaged-service.ts';

let own: PackagedService;
let others: PackagedService;

beforeAll(async () => {
  [own, others] = await Promise.all([packageService(), packageService(...ofSomebody)]);
}, 120_000);

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** Every statement of every policy in a template, wherever it is, with the logical id of its resource. */
function statementsIn({ template }: PackagedService): readonly (readonly [string, Statement])[] {
  const found: (readonly [string, Statement])[] = [];
  const search = (logicalId: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('Effect' in value) found.push([logicalId, value as Statement]);
    for (const inner of Object.values(value)) search(logicalId, inner);
  };
  for (const [logicalId, { Properties }] of Object.entries(template.Resources)) search(logicalId, Properties);
  return found;
}

describe.each([
  ['with a topic of its own', () => own],
  ['in a VPC, with the topic of somebody', () => others],
])('the template %s', (_what, service) => {
  const allowing = () => statementsIn(service()).filter(([, { Effect }]) => Effect === 'Allow');

  test('lets in nobody by a wildcard, and nobody by leaving out who', () => {
    expect(allowing().length).toBeGreaterThan(30);
    for (const [, { Principal, NotPrincipal }] of allowing()) {
      expect(JSON.stringify(Principal ?? {})).not.toContain('*');
      expect(NotPrincipal).toBeUndefined();
    }
  });

  test('gives no function all the actions of a service, and none by leaving out which', () => {
    const ofRoles = allowing().filter(([id]) =>
      service().template.Resources[id]?.Type.startsWith('AWS::IAM::'),
    );
    expect(ofRoles.length).toBeGreaterThan(30);
    for (const [, { Action, NotAction, NotResource }] of ofRoles) {
      // `kms:GenerateDataKey*` is how AWS writes it.
      for (const action of [Action].flat()) expect(action).toMatch(/^[a-z]+\d?:[A-Z]\w+$|GenerateDataKey\*$/);
      expect([NotAction, NotResource]).toEqual([undefined, undefined]);
    }
  });

  test('denies to everybody only one thing: to come to the bucket without TLS', () => {
    const toEverybody = statementsIn(service()).filter(([, { Principal }]) =>
      JSON.stringify(Principal ?? {}).includes('*'),
    );
    // The second bucket is the framework's, for its packages.
    expect(toEverybody.map(([id]) => id).sort()).toEqual(['ServerlessDeploymentBucketPolicy', 'StorePolicy']);
    for (const [, { Effect, Action, Condition }] of toEverybody) {
      expect([Effect, Action]).toEqual(['Deny', 's3:*']);
      expect(JSON.stringify(Condition)).toMatch(/^\{"Bool":\{"aws:SecureTransport":"?false"?\}\}$/);
    }
  });

  test('lets a service in only on behalf of what belongs to the account', () => {
    const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'];
    const ofResources = allowing().filter(([id]) =>
      policies.includes(service().template.Resources[id]?.Type ?? ''),
    );
    expect(ofResources.length).toBeGreaterThan(1);
    for (const [, { Principal, Condition }] of ofResources) {
      expect(JSON.stringify(Principal)).toMatch(/^\{"Service":"(events|cloudwatch)\.amazonaws\.com"\}$/);
      expect(JSON.stringify(Condition)).toContain('aws:SourceArn');
    }
  });

  test('lets a function be invoked by one rule, or by the alarms of the account', () => {
    const permissions = resourcesOf(service().template, 'AWS::Lambda::Permission');
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

  test('encrypts its queues and its bucket', () => {
    for (const { Properties } of resourcesOf(service().template, 'AWS::SQS::Queue')) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
    const { BucketEncryption } = only(
      service().template,
      'AWS::S3::Bucket',
      ({ Properties }) => 'LifecycleConfiguration' in Properties,
    ).Properties;
    expect(JSON.stringify(BucketEncryption)).toContain('AES256');
  });
});
