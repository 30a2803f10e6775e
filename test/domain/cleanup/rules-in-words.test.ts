import type { CleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { judgeEni } from '../../../domain/cleanup/eni-verdict.ts';
import { prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import type { Tags } from '../../../domain/tags.ts';
import {
  accountId,
  type Differences,
  days,
  deleting,
  hours,
  marked,
  noon,
  noReferences,
  orphan,
  snapshotOf,
  tagged,
} from './orphan.ts';

/** All that is said of an ENI, alone in its account but for what is told otherwise. */
function saidOf(
  eni: SweptEni,
  snapshot: Partial<CleanupSnapshot> = {},
  policy: Partial<CleanupPolicy> = {},
): readonly string[] {
  const verdict = judgeEni(eni, prepareSweep(snapshotOf([eni], snapshot), deleting(policy), noon));
  return 'reasons' in verdict ? verdict.reasons.map(({ because }) => because) : [];
}

describe('What an ENI is, in words', () => {
  const rows: readonly (readonly [Differences, string])[] = [
    [{ status: 'in-use' }, 'its status is in-use, not available'],
    [{ status: undefined }, 'its status is not told, not available'],
    [{ attachment: { status: 'detaching', instanceId: 'i-1' } }, 'it is attached to i-1 (detaching)'],
    [{ attachment: {} }, 'it is attached to something (no status)'],
    [{ interfaceType: 'trunk' }, 'its type is trunk'],
    [{ requesterManaged: true }, 'it is requester-managed'],
    [{ requesterManaged: undefined }, 'it is not known not to be requester-managed'],
    [
      { operator: { managed: true, principal: 'eks.amazonaws.com' } },
      'it has an operator (eks.amazonaws.com)',
    ],
    [{ operator: {} }, 'it has an operator (unnamed)'],
    [{ ownerId: '999999999999' }, 'its owner is 999999999999, not this account'],
    [{ ownerId: undefined }, 'its owner is not told, not this account'],
    [{ requesterId: 'somebody' }, "its requester somebody is not known to be one of this account's own"],
    [{ requesterId: 'AROAX:aws-glue' }, 'an AWS service requested it (AROAX:aws-glue)'],
    [{ description: undefined }, 'its description is not told'],
    [{ description: 'Do not delete' }, 'its description asks not to delete it'],
    [
      { outpostArn: 'arn:aws:outposts:eu-west-1:1:outpost/op-1' },
      'it is on the Outpost arn:aws:outposts:eu-west-1:1:outpost/op-1',
    ],
    [
      { privateIpv4Addresses: [{ address: '10.0.0.9', primary: true, carrierIp: '155.146.0.1' }] },
      'it has a carrier IP',
    ],
    [
      { availabilityZone: 'us-west-2-lax-1a' },
      'its zone is us-west-2-lax-1a, which is no ordinary Availability Zone',
    ],
    [{ availabilityZone: undefined }, 'its zone is not told, which is no ordinary Availability Zone'],
    [
      { macAddress: undefined, sourceDestCheck: undefined, tags: {} },
      'EC2 does not tell its macAddress, sourceDestCheck, so it could not be restored',
    ],
    [{ privateIpv4Addresses: [] }, 'EC2 does not tell its addresses, so it could not be restored'],
    [
      { privateIpv4Addresses: [{ address: '10.0.0.9', primary: false }] },
      'EC2 does not tell its primary address, so it could not be restored',
    ],
  ];
  test.each(rows)('of an ENI with %j', (differences, because) => {
    expect(saidOf(orphan('eni-1', differences))[0]).toBe(because);
  });

  test('of an ENI of no type', () => {
    expect(saidOf(orphan('eni-1', { interfaceType: undefined }))).toEqual([
      'its type is not told',
      'EC2 does not tell its interfaceType, so it could not be restored',
    ]);
  });
});

describe('What a tag says, in words', () => {
  const rows: readonly (readonly [Tags, string])[] = [
    [
      { 'kubernetes.io/cluster/prod': 'owned' },
      'its tag kubernetes.io/cluster/prod says that another controller owns it',
    ],
    [{ 'eni-warden:keep': 'licence server' }, 'its owner keeps it: licence server'],
    [{ 'eni-warden:keep': 'until 2027-01-01T00:00:00Z' }, 'its owner keeps it: until 2027-01-01T00:00:00Z'],
    [{ 'eni-warden:keep': '2027-01-01T00:00:00Z' }, 'its owner keeps it until 2027-01-01T00:00:00Z'],
    [{ 'eni-warden:keep': ' ' }, 'its tag eni-warden:keep gives neither a reason nor a date, and keeps it'],
    [{ 'eni-warden:hodl': 'x' }, 'it carries the tag eni-warden:hodl, which nobody knows'],
    [{ 'eni-warden:group': 'db' }, 'it is protected in group db'],
    [{ 'eni-warden:group': 'web' }, 'it is protected in group web, which has no member'],
    [{ 'eni-warden:hold': 'forensics' }, 'it is on hold: forensics'],
    [
      { 'eni-warden:address': '10.0.0.9 10.0.0.10' },
      'its tag eni-warden:address claims 10.0.0.9, 10.0.0.10 for it',
    ],
    [{ Name: 'vip of db' }, 'it looks like a part of an appliance: its name is "vip of db"'],
  ];
  test.each(rows)('%j', (tags, because) => {
    expect(saidOf(orphan('eni-1', { tags }))).toEqual([because]);
  });

  test('that cannot be read', () => {
    expect(saidOf(orphan('eni-1', { tags: { 'eni-warden:group': 'a b' } }))[0]).toMatch(
      /^its tag eni-warden:group .+, and protects it$/,
    );
    expect(saidOf(orphan('eni-1', { tags: { 'eni-warden:address': 'soon' } }))[0]).toMatch(
      /^its tag eni-warden:address .+, and keeps it$/,
    );
  });

  test('where the policy names what may be looked at', () => {
    const optIn = { vpcIds: new Set(['vpc-2']), tagKey: 'sandbox' };
    expect(saidOf(orphan(), {}, { optIn })).toEqual(['it is not opted in to the cleanup']);
    expect(saidOf(orphan('eni-1', { vpcId: 'vpc-2' }), {}, { optIn })).not.toContain(
      'it is not opted in to the cleanup',
    );
    expect(saidOf(orphan('eni-1', { tags: { sandbox: '' } }), {}, { optIn })).toEqual([]);
  });
});

describe('What names an ENI, in words', () => {
  const route = { routeTableId: 'rtb-1', destination: '0.0.0.0/0', eniId: 'eni-1', state: 'active' };
  const permission = { id: 'eni-perm-1', eniId: 'eni-1' };
  const elasticIp = { allocationId: 'eipalloc-1', publicIp: '203.0.113.9', eniId: 'eni-1' };
  const reservation = { id: 'scr-1', subnetId: 'subnet-1', cidr: '10.0.0.8/30' };
  const claim = { cidr: '10.0.0.9', by: 'the licence register' };
  test.each([
    [{ elasticIps: [elasticIp] }, 'the public address 203.0.113.9 is associated with it'],
    [{ routes: [route] }, 'the route to 0.0.0.0/0 in rtb-1 goes to it'],
    [{ routes: [route, route, route] }, 'the route to 0.0.0.0/0 in rtb-1 and 2 more goes to it'],
    [
      { permissions: [{ ...permission, grantee: '999999999999' }] },
      'the permission eni-perm-1 lets 999999999999 attach it',
    ],
    [{ permissions: [permission] }, 'the permission eni-perm-1 lets somebody else attach it'],
    [{ reservations: [reservation] }, 'it has an address in the reservation scr-1 (10.0.0.8/30)'],
    [{ claims: [claim] }, 'its address is claimed by the licence register (10.0.0.9)'],
    [
      { claims: [{ ...claim, cidr: 'soon' }] },
      'the licence register claims what cannot be read (eni-warden:address="soon"), and may mean its address',
    ],
  ])('%j', (references, because) => {
    expect(saidOf(orphan(), { references: { ...noReferences, ...references } })).toEqual([because]);
  });

  test('and how it looks', () => {
    const appliance = orphan('eni-1', {
      sourceDestCheck: false,
      privateIpv4Addresses: [
        { address: '10.0.0.9', primary: true, allocationId: 'eipalloc-1' },
        { address: '10.0.0.10', primary: false },
      ],
      ipv6Addresses: ['2001:db8::9', '2001:db8::a'].map((address) => ({ address, primary: false })),
      ipv4Prefixes: ['10.0.1.16/28'],
    });
    expect(saidOf(appliance)).toEqual([
      'the public address eipalloc-1 is associated with it',
      'it looks like a part of an appliance: source/dest check is off, it has several private IPv4 addresses, it has several IPv6 addresses, prefixes are delegated to it',
    ]);
    expect(saidOf(orphan('eni-1', { sourceDestCheck: undefined }))).toEqual([
      'EC2 does not tell its sourceDestCheck, so it could not be restored',
      'it looks like a part of an appliance: source/dest check is not told',
    ]);
  });
});

describe('Why an ENI waits, in words', () => {
  const old = marked(orphan(), noon - days(30));
  test('for its grace, and to be seen again', () => {
    expect(saidOf(orphan())).toEqual([]);
    expect(saidOf(marked(orphan(), noon - hours(1)))).toEqual([
      'its grace period lasts until 2026-11-30T11:00:00Z',
      'it was first seen so less than a day ago, and waits until 2026-11-24T11:00:00Z',
    ]);
  });

  test('for the maintenance window', () => {
    const window = { weekdays: new Set([1, 2, 3, 4, 5, 6, 0]), fromMs: hours(22), toMs: hours(24) };
    expect(saidOf(old, {}, { window })).toEqual(['the maintenance window opens at 2026-11-23T22:00:00Z']);
  });

  test.each([
    ['1 2026-11-23T11:59:00Z', 'its deletion has failed 1 time; the next try is at 2026-11-23T12:59:00Z'],
    ['2 2026-11-23T11:59:00Z', 'its deletion has failed 2 times; the next try is at 2026-11-23T13:59:00Z'],
  ])('after failed deletions: %s', (note, because) => {
    expect(saidOf(tagged(old, { 'eni-warden:delete-failed': note }))).toEqual([because]);
  });

  const protectedEni = (differences: Differences, tags: Tags = {}) =>
    orphan('eni-2', { ...differences, tags: { 'eni-warden:group': 'db', ...tags } });
  test.each([
    [
      protectedEni({ attachment: { status: 'attaching' } }),
      ['the protected ENI eni-2 of its VPC is attaching'],
    ],
    [protectedEni({}), ['the protected ENI eni-2 of its VPC is unattached, and a failover may be under way']],
    [protectedEni({ attachment: { status: 'attached' } }), []],
    [protectedEni({ vpcId: undefined }), []],
    [protectedEni({ vpcId: 'vpc-2' }), []],
    [protectedEni({}, { 'eni-warden:hold': 'x' }), []],
    [protectedEni({}, { 'eni-warden:group': 'web' }), []],
    [protectedEni({}, { 'eni-warden:group': 'a b' }), []],
  ])('while a failover may be under way in its VPC: %j', (other, because) => {
    expect(saidOf(old, { enis: [old, other] })).toEqual(because);
  });

  test('for the first of several failovers, in id order', () => {
    const others = ['eni-3', 'eni-2'].map((id) => ({ ...protectedEni({}), id }));
    expect(saidOf(old, { enis: [old, ...others] })[0]).toContain('ENI eni-2 of its VPC');
    expect(saidOf(old, { enis: [old, ...others.toReversed()] })[0]).toContain('ENI eni-2 of its VPC');
  });
});

describe('Who may have requested an ENI that goes', () => {
  test.each([
    'AIDAEXAMPLE',
    accountId,
    'AROAEXAMPLE:jane@example.com',
    'AROAEXAMPLE:1234567890123',
    'AROAEXAMPLE:laws-reader',
  ])('%s may', (requesterId) => {
    expect(saidOf(orphan('eni-1', { requesterId }))).toEqual([]);
  });
  test.each([
    'XAIDAEXAMPLE',
    'AIDAexample',
    'XAROAEXAMPLE:jane',
    'AROAEXAMPLE:',
    'AROAEXAMPLE:aws',
    'AROAEXAMPLE:Amazon_x',
  ])('%s may not', (requesterId) => {
    expect(saidOf(orphan('eni-1', { requesterId }))).toHaveLength(1);
  });
});
