import type { AuditPart } from '../../../domain/audit/audit-part.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { declarationsOf } from '../../../domain/audit/declarations-of.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
} from '../../support/audit-fleet.ts';
import { auditedPeering, flagged } from './flagged.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const eni = (tags: Record<string, string>) => auditedEni('eni-1', subnet, '10.0.1.9', undefined, { tags });
const read = (parts: Partial<AuditSnapshot>) => declarationsOf(auditSnapshot(parts));
const claimed = (value: string) =>
  read({ enis: [eni({ 'eni-warden:address': value })] }).claims.map(({ address, role }) => [address, role]);
const accepted = (value: string) =>
  read({ enis: [eni({ 'eni-warden:accept': value })] }).acceptances.map(({ code, until }) => [code, until]);

describe('A tag that claims addresses', () => {
  test.each([
    ['10.0.1.9', [['10.0.1.9', undefined]]],
    ['10.0.1.9 vip', [['10.0.1.9', 'vip']]],
    [
      '  10.0.1.9  VIP\t10.0.1.10 ',
      [
        ['10.0.1.9', 'vip'],
        ['10.0.1.10', undefined],
      ],
    ],
    [
      '2001:DB8:0::9 anycast 10.0.1.9 loopback',
      [
        ['2001:db8::9', 'anycast'],
        ['10.0.1.9', 'loopback'],
      ],
    ],
  ])('%j is read', (value, expected) => {
    expect(claimed(value)).toEqual(expected);
  });

  test.each([
    ['', 'names no address'],
    ['   ', 'names no address'],
    ['vip', 'before any address'],
    ['10.0.1.9 vip vip', 'more than one role'],
    ['10.0.1.9 10.0.1.9', 'twice'],
    ['2001:db8::9 2001:db8:0::9', 'twice'],
    ['10.0.1.9/32', 'neither an address nor a role'],
    ['10.0.1', 'neither'],
    ['010.0.1.9', 'neither'],
    ['0x0a000109', 'neither'],
    ['fe80::1%eth0', 'neither'],
    ['10.0.1.9, 10.0.1.10', 'neither'],
    ['10.0.1.9 vp', 'neither'],
    ['10.0.1.9 constructor', 'neither'],
  ])('%j is unreadable as a whole, and flagged: it %s', (value, problem) => {
    expect(claimed(value)).toEqual([]);
    const [found] = flagged({ enis: [eni({ 'eni-warden:address': value })] }, 'unreadable-declaration');
    expect(found).toMatchObject({ severity: 'high', resources: [{ id: 'eni-1' }] });
    expect(found?.what).toContain(problem);
    expect(found?.what).toContain(JSON.stringify(value));
  });

  test('is that of its ENI or instance, with its VPC and Availability Zone', () => {
    const tags = { 'eni-warden:address': '10.0.1.9' };
    const instance = auditedInstance('i-1', subnet, { tags });
    const where = { vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' };
    expect(read({ enis: [eni(tags)], instances: [instance] }).claims.map(({ by }) => by)).toEqual([
      { kind: 'network-interface', id: 'eni-1', ...where },
      { kind: 'instance', id: 'i-1', ...where },
    ]);
  });

  test.each(['terminated', 'shutting-down'])('of an instance that is %s claims nothing', (state) => {
    const instances = ['10.0.1.9', 'nonsense'].map((value, at) =>
      auditedInstance(`i-${at}`, subnet, { state, tags: { 'eni-warden:address': value } }),
    );
    expect(read({ instances })).toEqual({ claims: [], acceptances: [], unreadable: [] });
  });

  test('of a stopped instance claims as ever', () => {
    const tags = { 'eni-warden:address': '10.0.1.9' };
    const instances = [auditedInstance('i-1', subnet, { state: 'stopped', tags })];
    expect(read({ instances }).claims).toHaveLength(1);
  });

  test('on what cannot claim is flagged', () => {
    const tags = { 'eni-warden:address': '10.0.1.9' };
    const found = flagged({ subnets: [{ ...subnet, tags }] }, 'unreadable-declaration');
    expect(found).toMatchObject([{ resources: [{ kind: 'subnet', id: 'subnet-1' }] }]);
  });
});

describe('A tag that accepts findings', () => {
  const endOf2027Jan31 = Date.UTC(2027, 1, 1);

  test.each([
    ['vpc-overlap until 2027-01-31', [['vpc-overlap', endOf2027Jan31]]],
    [
      ' no-flow-log  until 2027-01-31 single-zone until 2028-02-29',
      [
        ['no-flow-log', endOf2027Jan31],
        ['single-zone', Date.UTC(2028, 2, 1)],
      ],
    ],
  ])('%j is read: it ends with the day, in UTC', (value, expected) => {
    expect(accepted(value)).toEqual(expected);
  });

  test.each([
    ['', 'names no kind of finding'],
    ['vpc-overlaps until 2027-01-31', 'no kind of finding'],
    ['constructor until 2027-01-31', 'no kind of finding'],
    ['vpc-overlap', 'until which day'],
    ['vpc-overlap until', 'until which day'],
    ['vpc-overlap till 2027-01-31', 'until which day'],
    ['vpc-overlap until 2027-02-29', 'no day'],
    ['vpc-overlap until 31.01.2027', 'no day'],
    ['vpc-overlap until 2027-01-31T12:00:00Z', 'no day'],
    ['vpc-overlap until 2027-01-31 single-zone', 'until which day'],
  ])('%j is unreadable as a whole, and flagged: it %s', (value, problem) => {
    expect(accepted(value)).toEqual([]);
    const [found] = flagged({ enis: [eni({ 'eni-warden:accept': value })] }, 'unreadable-declaration');
    expect(found).toMatchObject({ severity: 'warning', detail: 'eni-warden:accept' });
    expect(found?.what).toContain(problem);
  });

  test('is read on everything that carries tags', () => {
    const tags = { 'eni-warden:accept': 'vpc-overlap until 2027-01-31' };
    const { acceptances, unreadable } = read({
      vpcs: [auditedVpc('vpc-1', '10.0.0.0/16', { tags })],
      subnets: [{ ...subnet, tags }],
      enis: [eni(tags)],
      instances: [auditedInstance('i-1', subnet, { tags, state: 'terminated' })],
      routeTables: [auditedRouteTable('rtb-1', 'vpc-1', [], { tags })],
      peerings: [{ ...auditedPeering('pcx-1', 'vpc-1', 'vpc-2'), tags }],
      elasticIps: [{ allocationId: 'eipalloc-1', publicIp: '203.0.113.9', tags }],
    });
    expect(unreadable).toEqual([]);
    expect(acceptances.map(({ resourceId }) => resourceId)).toEqual([
      'eipalloc-1',
      'eni-1',
      'i-1',
      'pcx-1',
      'rtb-1',
      'subnet-1',
      'vpc-1',
    ]);
  });

  test('an unreadable tag of a protected ENI names its group', () => {
    const enis = [eni({ 'eni-warden:accept': 'x', 'eni-warden:group': 'db' })];
    expect(flagged({ enis }, 'unreadable-declaration')).toMatchObject([{ group: 'db' }]);
  });
});

describe('A tag that cannot be read, when a part of the account could not be', () => {
  const tags = { 'eni-warden:address': 'soon' };
  const parts = { subnets: [{ ...subnet, tags }], enis: [eni(tags)] };
  const told = (part: AuditPart) =>
    flagged({ ...parts, unread: [{ part, because: 'denied' }] }, 'unreadable-declaration').flatMap(
      ({ resources }) => resources.map(({ id }) => id),
    );

  test('is told all the same, unless it is on what was not read whole', () => {
    expect(told('peerings').toSorted()).toEqual(['eni-1', 'subnet-1']);
    expect(told('subnets')).toEqual(['eni-1']);
    expect(told('enis')).toEqual(['subnet-1']);
  });
});
