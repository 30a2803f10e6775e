import type { DangerousCall } from './dangerous-calls.ts';
import { account } from './roles.ts';

const bucket = 'arn:aws:s3:::stack-store';
const manifest = `${bucket}/manifests/eni-0f3c1a2b4d5e6f708/2026-11-01T00:00:00Z.json`;
const eni = 'network-interface/eni-0f3c1a2b4d5e6f708';
const restored = { Name: 'fw-vip', 'eni-warden:restored-from': 'abc' };

/** Calls that are about what can undo a deletion, about addresses and routes, and about the account. */
export const dangerousCallsElsewhere: readonly DangerousCall[] = [
  // What can undo a deletion.
  { what: 'delete a manifest', action: 's3:DeleteObject', resource: manifest },
  { what: 'delete an older version of a manifest', action: 's3:DeleteObjectVersion', resource: manifest },
  { what: 'let manifests expire', action: 's3:PutLifecycleConfiguration', resource: bucket },
  { what: 'stop keeping older versions', action: 's3:PutBucketVersioning', resource: bucket },
  { what: 'open the bucket', action: 's3:PutBucketPolicy', resource: bucket },
  {
    what: 'read what is not in our bucket',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::payroll/2026.csv',
  },
  // The account.
  {
    what: 'release an Elastic IP',
    action: 'ec2:ReleaseAddress',
    resource: 'elastic-ip/eipalloc-0123456789abcdef0',
  },
  {
    what: 'take an Elastic IP off',
    action: 'ec2:DisassociateAddress',
    resource: eni,
    request: { tags: restored },
  },
  { what: 'delete a route', action: 'ec2:DeleteRoute', resource: 'route-table/rtb-0123456789abcdef0' },
  {
    what: 'silence the alerts',
    action: 'sns:Unsubscribe',
    resource: `arn:aws:sns:${account}:stack-AlertTopic`,
  },
  {
    what: 'publish to a topic of somebody',
    action: 'sns:Publish',
    resource: `arn:aws:sns:${account}:payments`,
  },
  {
    what: 'stop the tick',
    action: 'events:DisableRule',
    resource: `arn:aws:events:${account}:rule/eni-warden-dev-tick`,
  },
  {
    what: 'empty the failure queue',
    action: 'sqs:PurgeQueue',
    resource: `arn:aws:sqs:${account}:stack-FailureQueue`,
  },
  {
    what: 'change its own code',
    action: 'lambda:UpdateFunctionCode',
    resource: `arn:aws:lambda:${account}:function:eni-warden-dev-failover`,
  },
  {
    what: 'give itself more',
    action: 'iam:PutRolePolicy',
    resource: 'arn:aws:iam::123456789012:role/stack-CleanupRole',
  },
  { what: 'be somebody else', action: 'sts:AssumeRole', resource: 'arn:aws:iam::123456789012:role/admin' },
];
