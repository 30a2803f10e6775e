import { judgeEni } from '../../../domain/cleanup/eni-verdict.ts';
import { prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import type { References } from '../../../domain/cleanup/references.ts';
import { type Differences, deleting, keptBy, noon, noReferences, orphan, snapshotOf } from './orphan.ts';

const named = (references: Partial<References>, differences: Differences = {}) =>
  keptBy(orphan('eni-1', differences), { references: { ...noReferences, ...references } });
const address = (text: string, differences: object = {}) => ({
  address: text,
  primary: false,
  ...differences,
});
const primary = { address: '10.0.0.9', primary: true };

describe('What names an ENI', () => {
  test('a public address of any of its addresses keeps it', () => {
    const second = { ...address('10.0.0.10'), publicIp: '203.0.113.9' };
    expect(keptBy(orphan('eni-1', { privateIpv4Addresses: [primary, second] }))).toEqual([
      'public-address',
      'appliance-like',
    ]);
    expect(
      keptBy(orphan('eni-1', { privateIpv4Addresses: [{ ...primary, allocationId: 'eipalloc-1' }] })),
    ).toEqual(['public-address']);
  });

  test('an Elastic IP that only the list of addresses knows keeps it; one that is free or elsewhere does not', () => {
    const elasticIp = { allocationId: 'eipalloc-1', publicIp: '203.0.113.9' };
    expect(named({ elasticIps: [{ ...elasticIp, eniId: 'eni-1' }] })).toEqual(['public-address']);
    expect(named({ elasticIps: [elasticIp, { ...elasticIp, eniId: 'eni-2' }] })).toEqual([]);
  });

  test.each(['active', 'blackhole', 'filtered'])('a route that is %s keeps it', (state) => {
    const route = { routeTableId: 'rtb-1', destination: '0.0.0.0/0', eniId: 'eni-1', state };
    expect(named({ routes: [route] })).toEqual(['route-target']);
    expect(named({ routes: [{ ...route, eniId: 'eni-2' }] })).toEqual([]);
  });

  test('a permission for somebody else to attach it keeps it', () => {
    const permission = { id: 'eni-perm-1', eniId: 'eni-1', grantee: '999999999999' };
    expect(named({ permissions: [permission] })).toEqual(['permission']);
    expect(named({ permissions: [{ ...permission, eniId: 'eni-2' }] })).toEqual([]);
  });
});

describe('What counts on its addresses', () => {
  const reservation = { id: 'scr-1', subnetId: 'subnet-1', cidr: '10.0.0.8/30' };

  test('an explicit reservation of its subnet around its address keeps it', () => {
    expect(named({ reservations: [reservation] })).toEqual(['reserved-address']);
    expect(named({ reservations: [{ ...reservation, subnetId: 'subnet-2' }] })).toEqual([]);
    expect(named({ reservations: [{ ...reservation, cidr: '10.0.0.12/30' }] })).toEqual([]);
  });

  test('a reservation around an IPv6 address, or a delegated prefix, keeps it', () => {
    const ipv6Addresses = [{ address: '2001:db8::9', primary: false }];
    expect(
      named({ reservations: [{ ...reservation, cidr: '2001:DB8:0::/112' }] }, { ipv6Addresses }),
    ).toEqual(['reserved-address']);
    expect(
      named({ reservations: [{ ...reservation, cidr: '10.0.1.20/32' }] }, { ipv4Prefixes: ['10.0.1.16/28'] }),
    ).toEqual(['reserved-address', 'appliance-like']);
  });

  test('a reservation or an address that cannot be read keeps it', () => {
    expect(named({ reservations: [{ ...reservation, cidr: 'soon' }] })).toEqual(['reserved-address']);
    expect(
      named({ reservations: [reservation] }, { privateIpv4Addresses: [{ address: '?', primary: true }] }),
    ).toEqual(['reserved-address']);
  });

  test('a claim keeps it in the VPC for which it is made, or in all', () => {
    const claim = { cidr: '10.0.0.9', by: 'the licence register' };
    expect(named({ claims: [claim] })).toEqual(['reserved-address']);
    expect(named({ claims: [{ ...claim, vpcId: 'vpc-1' }] })).toEqual(['reserved-address']);
    expect(
      named({
        claims: [
          { ...claim, vpcId: 'vpc-2' },
          { ...claim, cidr: '10.0.0.90' },
        ],
      }),
    ).toEqual([]);
  });
});

describe('A claim of somebody else', () => {
  const claimed = (cidr: string, differences: Differences = {}, vpcId = 'vpc-1') => {
    const eni = orphan('eni-1', differences);
    const references = { ...noReferences, claims: [{ cidr, vpcId, by: 'i-1' }] };
    const verdict = judgeEni(eni, prepareSweep(snapshotOf([eni], { references }), deleting(), noon));
    const reasons = verdict.kind === 'kept' ? verdict.reasons : [];
    return reasons.find(({ rule }) => rule === 'reserved-address')?.because;
  };

  test('is told with the claimant', () => {
    expect(claimed('10.0.0.9')).toBe('its address is claimed by i-1 (10.0.0.9)');
    expect(claimed('10.0.0.10')).toBeUndefined();
  });

  test('keeps it for an IPv6 address, and for one within its prefix', () => {
    const ipv6Addresses = [{ address: '2001:db8::9', primary: false }];
    expect(claimed('2001:db8::9', { ipv6Addresses })).toBe('its address is claimed by i-1 (2001:db8::9)');
    expect(claimed('10.0.1.31', { ipv4Prefixes: ['10.0.1.16/28'] })).toContain('i-1');
    expect(claimed('10.0.1.32', { ipv4Prefixes: ['10.0.1.16/28'] })).toBeUndefined();
  });

  test('that cannot be read keeps every ENI of its VPC, and of no other', () => {
    expect(claimed('10.0.0.77 vpi')).toBe(
      'i-1 claims what cannot be read (eni-warden:address="10.0.0.77 vpi"), and may mean its address',
    );
    expect(claimed('')).toContain('cannot be read');
    expect(claimed('10.0.0.77 vpi', {}, 'vpc-2')).toBeUndefined();
  });

  test('may be of an address of the ENI that cannot be read', () => {
    const privateIpv4Addresses = [{ address: '?', primary: true }];
    expect(claimed('10.0.0.77', { privateIpv4Addresses })).toContain('i-1');
  });
});

describe('A tag by which an ENI claims an address', () => {
  const claiming = (value: string) => keptBy(orphan('eni-1', { tags: { 'eni-warden:address': value } }));

  test.each(['10.0.0.9', '10.0.0.9 vip', '10.0.0.77', 'soon', ''])(
    'keeps it: %j, be it an address that it has, one that it lacks, or nothing that can be read',
    (value) => {
      expect(claiming(value)).toEqual(['reserved-address']);
    },
  );
});

describe('What looks like a part of an appliance', () => {
  const signs: readonly (readonly [string, Differences])[] = [
    ['source/dest check off', { sourceDestCheck: false }],
    ['several private addresses', { privateIpv4Addresses: [primary, address('10.0.0.10')] }],
    ['several IPv6 addresses', { ipv6Addresses: [address('2001:db8::1'), address('2001:db8::2')] }],
    ['a delegated prefix', { ipv4Prefixes: ['10.0.1.16/28'] }],
    ['a delegated IPv6 prefix', { ipv6Prefixes: ['2001:db8:1::/80'] }],
    ['a name that says static', { tags: { Name: 'mail-static-ip' } }],
    ['a name that says VIP', { tags: { Name: 'VIP 3' } }],
  ];

  test.each(signs)('%s keeps it, until a person approves it by id', (_sign, differences) => {
    const eni = orphan('eni-1', differences);
    expect(keptBy(eni)).toEqual(['appliance-like']);
    expect(keptBy(eni, {}, { approvedEniIds: new Set(['eni-2']) })).toEqual(['appliance-like']);
    expect(keptBy(eni, {}, { approvedEniIds: new Set(['eni-1']) })).toEqual([]);
  });

  test.each(['ecstatic', 'viper', 'statics', 'prefixed'])('the name %j is no such sign', (name) => {
    expect(keptBy(orphan('eni-1', { tags: { Name: name } }))).toEqual([]);
  });

  test('a source/dest check that is not told keeps it, approved or not', () => {
    const eni = orphan('eni-1', { sourceDestCheck: undefined });
    expect(keptBy(eni, {}, { approvedEniIds: new Set(['eni-1']) })).toEqual(['not-restorable']);
  });
});
