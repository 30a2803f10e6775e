import { type PackagedService, packageService } from './packaged-service.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

const bucket = () => service.template.Resources.Store;
const rules = () => bucket()?.Properties.LifecycleConfiguration.Rules;

test('the manifests outlive the stack', () => {
  expect(bucket()).toMatchObject({
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
  expect(bucket()?.Properties).not.toHaveProperty('BucketName');
});

test('the bucket keeps every version, encrypts, and is never public', () => {
  expect(bucket()?.Properties).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
});

test('manifests and their earlier versions are kept for more than a year, and then expire', () => {
  expect(rules()).toEqual([
    { Id: 'manifests-expire', Status: 'Enabled', Prefix: 'manifests/', ExpirationInDays: 400 },
    expect.objectContaining({ Prefix: 'audit/' }),
    {
      Id: 'earlier-versions-expire',
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 400 },
      ExpiredObjectDeleteMarker: true,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ]);
});

test('what an audit wrote stays until the next one writes it anew, and a week longer', () => {
  const ofAudit = rules().filter(({ Prefix = '' }: { Prefix?: string }) =>
    'audit/state.json'.startsWith(Prefix),
  );
  // Of two rules about the same versions, S3 goes by the shorter time: the one for all versions takes nothing away here.
  expect(ofAudit).toEqual([
    {
      Id: 'earlier-audits-expire',
      Status: 'Enabled',
      Prefix: 'audit/',
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    },
    expect.objectContaining({ Id: 'earlier-versions-expire' }),
  ]);
  expect(JSON.stringify(ofAudit)).not.toContain('ExpirationInDays');
});

test('nobody reaches the bucket but over TLS', () => {
  const { Bucket, PolicyDocument } = service.template.Resources.StorePolicy?.Properties ?? {};
  expect(Bucket).toEqual({ Ref: 'Store' });
  expect(PolicyDocument.Statement).toEqual([
    {
      Sid: 'OnlyOverTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [{ 'Fn::GetAtt': ['Store', 'Arn'] }, { 'Fn::Sub': `$${'{Store.Arn}'}/*` }],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});
