import type { CleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import { keptBy, orphan } from './orphan.ts';

const withTag = (key: string, value = 'x') => orphan('eni-1', { tags: { [key]: value } });

describe('Who else looks after an ENI', () => {
  test.each([
    'aws:cloudformation:stack-name',
    'aws:ecs:clusterName',
    'eks:eni:owner',
    'node.k8s.amazonaws.com/instance_id',
    'node.k8s.amazonaws.com/no_manage',
    'cluster.k8s.amazonaws.com/name',
    'kubernetes.io/cluster/prod',
    'io.cilium/cilium-managed',
    'karpenter.sh/nodepool',
    'AWS:autoscaling:groupName',
  ])('the tag %s says that another controller does', (key) => {
    expect(keptBy(withTag(key))).toEqual(['other-controller']);
  });

  test.each(['Name', 'owner', 'awsome', 'team:aws', 'kubernetes-is-nice', 'cost-center'])(
    'the tag %s does not',
    (key) => {
      expect(keptBy(withTag(key))).toEqual([]);
    },
  );

  test.each([
    ['Eni-Warden:keep', 'another case'],
    ['eni-warden:hodl', 'a slip of the pen'],
    ['eni-warden/group', 'another separator'],
    ['eni_warden:keep', 'another dash'],
    [' eni-warden:keep', 'a blank before it'],
  ])('the tag %j is none of ours, and keeps: %s', (key) => {
    expect(keptBy(withTag(key))).toEqual(['unknown-tag']);
  });

  test('the tag of a restored ENI is one of ours, and does not keep', () => {
    expect(keptBy(withTag('eni-warden:restored-from'))).toEqual([]);
  });
});

describe('The tags of the audit', () => {
  test('are known: to accept a finding does not keep an ENI, to misspell it does', () => {
    expect(keptBy(withTag('eni-warden:accept', 'no-flow-log until 2027-01-31'))).toEqual([]);
    expect(keptBy(withTag('eni-warden:accepts', 'no-flow-log until 2027-01-31'))).toEqual(['unknown-tag']);
    expect(keptBy(withTag('eni-warden:address', '10.0.0.9'))).toEqual(['reserved-address']);
  });
});

describe('The tag to keep an ENI', () => {
  test.each([
    ['licence server', 'for a reason'],
    ['2026-11-24', 'until a day that is to come'],
    ['2026-11-23', 'until the end of today'],
    ['2026-11-22', 'for some hours more, as long as it is still that day somewhere'],
    ['2026-11-23T12:00:01Z', 'for a second more'],
    ['', 'though it gives no reason'],
    ['   ', 'though it gives but blanks'],
    ['2026-02-30', 'as a reason, for the calendar has no such day'],
    ['2026-01-01T00:00:00', 'as a reason, for a time without a zone is no instant'],
    ['01.01.2026', 'as a reason, for it is no ISO date'],
  ])('%j keeps it, %s', (value) => {
    expect(keptBy(withTag('eni-warden:keep', value))).toEqual(['keep-tag']);
  });

  test.each(['2026-11-21', '2026-11-23T11:59:59Z', ' 2026-01-01 '])('%j is over', (value) => {
    expect(keptBy(withTag('eni-warden:keep', value))).toEqual([]);
  });
});

describe('Where the policy asks for opting in', () => {
  const optIn = (tagKey: string | undefined, ...vpcIds: string[]): Partial<CleanupPolicy> => ({
    optIn: { ...(tagKey !== undefined && { tagKey }), vpcIds: new Set(vpcIds) },
  });

  test('an ENI that is not named is kept', () => {
    expect(keptBy(orphan(), {}, optIn('sweep', 'vpc-2'))).toEqual(['not-opted-in']);
    expect(keptBy(orphan(), {}, optIn(undefined))).toEqual(['not-opted-in']);
    expect(keptBy(orphan('eni-1', { vpcId: undefined }), {}, optIn(undefined, 'vpc-1'))).toContain(
      'not-opted-in',
    );
  });

  test('one with the tag, or in one of the VPCs, may go', () => {
    expect(keptBy(withTag('sweep', ''), {}, optIn('sweep'))).toEqual([]);
    expect(keptBy(orphan(), {}, optIn('sweep', 'vpc-1'))).toEqual([]);
  });
});

describe('What could not be restored', () => {
  test.each([
    ['subnet', { subnetId: undefined }],
    ['VPC', { vpcId: undefined }],
    ['MAC', { macAddress: undefined }],
    ['addresses', { privateIpv4Addresses: [] }],
    ['primary address', { privateIpv4Addresses: [{ address: '10.0.0.9', primary: false }] }],
  ])('is kept: EC2 does not tell its %s', (_what, differences) => {
    expect(keptBy(orphan('eni-1', differences))).toEqual(['not-restorable']);
  });

  test('an ENI of an IPv6-only subnet can be restored', () => {
    const ipv6Addresses = [{ address: '2001:db8::9', primary: true }];
    expect(keptBy(orphan('eni-1', { privateIpv4Addresses: [], ipv6Addresses }))).toEqual([]);
  });
});
