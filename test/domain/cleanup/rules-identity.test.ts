import { accountId, type Differences, keptBy, orphan } from './orphan.ts';

const association = (differences: object) => [{ address: '10.0.0.9', primary: true, ...differences }];

const keeping: readonly (readonly [string, string, Differences])[] = [
  ['in-use', 'that is in use', { status: 'in-use' }],
  ['in-use', 'that is associated with a trunk', { status: 'associated' }],
  ['in-use', 'whose status is new to us', { status: 'resting' }],
  ['in-use', 'whose status is not told', { status: undefined }],
  ['in-use', 'whose status is only nearly available', { status: 'Available' }],
  [
    'attached',
    'with an attachment that is detaching',
    { attachment: { status: 'detaching', instanceId: 'i-1' } },
  ],
  ['attached', 'with an attachment of no status', { attachment: {} }],
  ['interface-type', 'of a load balancer', { interfaceType: 'network_load_balancer' }],
  ['interface-type', 'that is a trunk', { interfaceType: 'trunk' }],
  ['interface-type', 'that is a branch', { interfaceType: 'branch' }],
  ['interface-type', 'that is an EFA, where the policy does not name those', { interfaceType: 'efa' }],
  ['interface-type', 'of a type that is new to us', { interfaceType: 'interface-2' }],
  ['requester-managed', 'that a service manages', { requesterManaged: true }],
  ['requester-managed', 'of which nobody says whether a service manages it', { requesterManaged: undefined }],
  ['operator-managed', 'with an operator', { operator: { managed: true, principal: 'eks.amazonaws.com' } }],
  ['operator-managed', 'that is hidden', { operator: { managed: false, hiddenByDefault: true } }],
  ['operator-managed', 'with an operator of which nothing is told', { operator: {} }],
  ['foreign-owner', 'of another account', { ownerId: '999999999999' }],
  ['foreign-owner', 'of an owner that is not told', { ownerId: undefined }],
  ['requester', 'that ELB requested', { requesterId: 'amazon-elb' }],
  ['requester', 'that another account requested', { requesterId: '999999999999' }],
  ['requester', 'that a session of Lambda requested', { requesterId: `AROAEXAMPLE:${accountId}` }],
  ['requester', 'that Comprehend requested', { requesterId: 'AROAEXAMPLE:Comprehend' }],
  ['requester', 'that a service-linked role requested', { requesterId: 'AROAEXAMPLE:AWSServiceRoleForX' }],
  ['requester', 'with a requester of no form that we know', { requesterId: 'somebody' }],
  ['description', 'whose description is not told', { description: undefined }],
  ['edge-location', 'on an Outpost', { outpostArn: 'arn:aws:outposts:eu-west-1:1:outpost/op-1' }],
  ['edge-location', 'in a Local Zone', { availabilityZone: 'us-west-2-lax-1a' }],
  ['edge-location', 'in a Wavelength Zone', { availabilityZone: 'us-east-1-wl1-bos-wlz-1' }],
  ['edge-location', 'with a carrier IP', { privateIpv4Addresses: association({ carrierIp: '155.146.0.1' }) }],
  ['edge-location', 'in a zone that is not told', { availabilityZone: undefined }],
];

describe('What an ENI is', () => {
  test.each(keeping)('%s keeps an ENI %s, and nothing else does', (rule, _what, differences) => {
    expect(keptBy(orphan('eni-1', differences))).toEqual([rule]);
  });

  const letThrough: readonly (readonly [string, Differences])[] = [
    ['without any of these signs', {}],
    [
      'with an attachment that lingers as detached',
      { attachment: { status: 'detached', instanceId: 'i-1' } },
    ],
    ['whose operator does not manage it', { operator: { managed: false } }],
    ['that the account itself requested', { requesterId: accountId }],
    ['that a user requested', { requesterId: 'AIDAEXAMPLE' }],
    ['that a role session of a person requested', { requesterId: 'AROAEXAMPLE:jane@example.com' }],
    ['that a session called awsome requested', { requesterId: 'AROAEXAMPLE:awsome' }],
    ['with an empty description', { description: '' }],
    ['in us-gov-east-1b', { availabilityZone: 'us-gov-east-1b' }],
  ];
  test.each(letThrough)('no rule keeps an ENI %s', (_what, differences) => {
    expect(keptBy(orphan('eni-1', differences))).toEqual([]);
  });

  test('an ENI of no type is kept', () => {
    expect(keptBy(orphan('eni-1', { interfaceType: undefined }))).toContain('interface-type');
  });

  test('an EFA may go where the policy names its type', () => {
    const interfaceTypes = new Set(['interface', 'efa'] as const);
    expect(keptBy(orphan('eni-1', { interfaceType: 'efa' }), {}, { interfaceTypes })).toEqual([]);
    expect(keptBy(orphan('eni-1', { interfaceType: 'efa-only' }), {}, { interfaceTypes })).toEqual([
      'interface-type',
    ]);
  });
});

describe('What a description says', () => {
  test.each([
    'ELB app/web/50dc6c495c0c9188',
    'ELB classic',
    'AWS Lambda VPC ENI-fn-1',
    'Interface for NAT Gateway nat-0a',
    'VPC Endpoint Interface vpce-0a',
    'VPC Endpoint Interface: vpce-0a',
    'EFS mount target for fs-1 (fsmt-1)',
    'RDSNetworkInterface',
    'Network interface for DBProxy px',
    'RedshiftNetworkInterface',
    'ElastiCache cache-1',
    'ElastiCache+cache-1',
    'DAX my-dax',
    'DMSNetworkInterface',
    'ES my-domain',
    'Amazon EKS prod',
    'aws-K8S-i-0123',
    'aws-k8s-branch-eni',
    'arn:aws:ecs:eu-west-1:123456789012:attachment/1',
    'AWS ElasticMapReduce cluster',
    'Network Interface for Transit Gateway Attachment tgw-attach-1',
    'AWS created network interface for directory d-1',
    'Created By Amazon Workspaces for AWS Account ID 123456789012',
    'Attached to Glue using role: glue',
    '[DO NOT DELETE] ENI managed by SageMaker for Studio Domain(d-1)',
    '[Do not delete] Network Interface created to access resources in your VPC for SageMaker Notebook Instance x',
    'Amazon MQ network interface for broker b-1',
    'Amazon Kinesis Firehose - stream',
    'Route 53 Resolver: rslvr-in-1:rni-1',
    'datasync task',
    'ENI managed by APIGateway',
    'AWS CodeStar Connections',
    'CloudHSM Managed Interface',
    'CloudHsm ENI',
    'MSK broker',
    'licence server: do not delete!',
    "don't delete, ask Jane",
    'DO_NOT_DELETE',
    'do-not-remove',
    'Never delete this.',
    '  elb app/web',
  ])('%j keeps the ENI', (description) => {
    expect(keptBy(orphan('eni-1', { description }))).toEqual(['description']);
  });

  test.each(['', 'test', 'elbow room', 'es', 'delete me', 'daxophone', 'old web server', 'Essen'])(
    '%j does not',
    (description) => {
      expect(keptBy(orphan('eni-1', { description }))).toEqual([]);
    },
  );
});
