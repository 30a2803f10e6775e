import type { AuditedEni, AuditedSubnet, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedSubnet, auditedVpc } from '../../support/audit-fleet.ts';
import { flagged } from './flagged.ts';

const vpcs = [auditedVpc('vpc-1', '10.0.0.0/16')];
const subnet = (cidr: string, availableIpAddressCount: number): AuditedSubnet =>
  auditedSubnet('subnet-1', 'vpc-1', cidr, { availableIpAddressCount });

describe('A subnet that is nearly full (number 15)', () => {
  const severityOf = (cidr: string, free: number, more: Partial<AuditSnapshot> = {}) =>
    flagged({ vpcs, subnets: [subnet(cidr, free)], ...more }, 'subnet-exhausted').map(
      ({ severity }) => severity,
    );

  test.each([
    ['10.0.1.0/24', 25],
    ['10.0.1.0/26', 7],
    ['10.0.1.0/28', 0],
    ['10.0.0.0/20', 409],
  ])('%s with %d free addresses is flagged', (cidr, free) => {
    expect(severityOf(cidr, free)).toEqual(['warning']);
  });

  test.each([
    ['10.0.1.0/24', 26],
    ['10.0.1.0/26', 8],
    ['10.0.1.0/28', 10],
    ['10.0.0.0/20', 410],
  ])('%s with %d free addresses is not', (cidr, free) => {
    expect(severityOf(cidr, free)).toEqual([]);
  });

  test('is not judged without IPv4 addresses', () => {
    const { ipv4Cidr: _, ...ipv6Only } = subnet('10.0.1.0/24', 0);
    expect(flagged({ vpcs, subnets: [ipv6Only] }, 'subnet-exhausted')).toEqual([]);
  });

  const grouped = { tags: { 'eni-warden:group': 'db' } };
  const away = auditedSubnet('subnet-9', 'vpc-1', '10.0.9.0/24');
  const near = subnet('10.0.1.0/24', 0);
  const protectedEni = auditedEni('eni-db', near, '10.0.1.9', 'i-1', grouped);

  test('is worse where a protected ENI lives: critical when nothing is left', () => {
    expect(severityOf('10.0.1.0/24', 3, { enis: [protectedEni] })).toEqual(['high']);
    expect(severityOf('10.0.1.0/24', 0, { enis: [protectedEni] })).toEqual(['critical']);
  });

  test('is worse where a member of a group lives, by its instance or by any of its ENIs', () => {
    const elsewhere = auditedEni('eni-db', away, '10.0.9.9', 'i-1', grouped);
    const standby = auditedInstance('i-2', near, grouped);
    expect(severityOf('10.0.1.0/24', 3, { enis: [elsewhere], instances: [standby] })).toEqual(['high']);
    const reaching = { enis: [elsewhere, auditedEni('eni-2', near, '10.0.1.8', 'i-2')] };
    const standbyAway = { instances: [auditedInstance('i-2', away, grouped)] };
    expect(severityOf('10.0.1.0/24', 3, { ...reaching, ...standbyAway })).toEqual(['high']);
  });

  test('is not worse for an ENI of somebody else, or for a member of a group without ENIs', () => {
    const instances = [auditedInstance('i-2', near, grouped)];
    const enis = [auditedEni('eni-1', near, '10.0.1.8', 'i-1')];
    expect(severityOf('10.0.1.0/24', 3, { enis, instances })).toEqual(['warning']);
  });

  test('names its group if it serves one, and all in words', () => {
    const subnets = [subnet('10.0.1.0/24', 3)];
    const one = flagged({ vpcs, subnets, enis: [protectedEni] }, 'subnet-exhausted');
    expect(one).toMatchObject([{ group: 'db' }]);
    const web = auditedEni('eni-web', near, '10.0.1.7', 'i-3', { tags: { 'eni-warden:group': 'web' } });
    const [two] = flagged({ vpcs, subnets, enis: [protectedEni, web] }, 'subnet-exhausted');
    expect([two?.group, two?.what]).toEqual([
      undefined,
      'subnet-1 in eu-west-1a has 3 free addresses of 251, and serves db and web.',
    ]);
  });
});

describe('Addresses that are taken by nothing that can be seen (number 16)', () => {
  const shown = [
    auditedEni('eni-1', subnet('10.0.1.0/24', 0), '10.0.1.9', 'i-1', { ipv4Prefixes: ['10.0.1.16/28'] }),
    auditedEni('eni-2', subnet('10.0.1.0/24', 0), '10.0.1.8'),
  ];
  const look = (free: number, more: Partial<AuditSnapshot> = {}) =>
    flagged({ vpcs, subnets: [subnet('10.0.1.0/24', free)], enis: shown, ...more }, 'hidden-consumption');

  test('are information when they are few, and a warning when they are many', () => {
    expect(look(251 - 18 - 1)).toMatchObject([{ severity: 'info' }]);
    expect(look(251 - 18 - 1)[0]?.what).toContain('1 address of subnet-1 (of 251) is taken');
    expect(look(251 - 18 - 26)).toMatchObject([{ severity: 'warning' }]);
  });

  test('are none when the ENIs explain them, their prefixes and secondary addresses too', () => {
    expect(look(251 - 18)).toEqual([]);
    const second = { address: '10.0.1.200', primary: false };
    const more = shown.map((eni) => ({
      ...eni,
      privateIpv4Addresses: [...eni.privateIpv4Addresses, second],
    }));
    expect(look(251 - 20, { enis: more })).toEqual([]);
    expect(look(251 - 21, { enis: more })).toHaveLength(1);
  });

  test('are none when reservations may be what takes them', () => {
    const reservations = [{ id: 'scr-1', subnetId: 'subnet-1', cidr: '10.0.1.64/28', type: 'explicit' }];
    expect(look(251 - 18 - 16, { reservations })).toEqual([]);
    expect(look(251 - 18 - 17, { reservations })).toHaveLength(1);
  });

  test('are not looked for where EC2 says that more is free than should be', () => {
    expect(look(251)).toEqual([]);
  });
});

describe('A subnet without room for another prefix (number 14)', () => {
  const small = (free: number) => subnet('10.0.1.0/26', free);
  const node = (address: string, prefix: string) =>
    auditedEni('eni-node', small(0), address, 'i-1', { ipv4Prefixes: [prefix] });
  const single = (address: string) => auditedEni(`eni-${address}`, small(0), address, 'i-2');
  const look = (enis: readonly AuditedEni[], free: number, more: Partial<AuditSnapshot> = {}) =>
    flagged({ vpcs, subnets: [small(free)], enis, ...more }, 'prefix-fragmented');
  const one = node('10.0.1.5', '10.0.1.16/28');

  test('is flagged where single addresses stand in every block', () => {
    expect(look([one, single('10.0.1.32')], 41)).toMatchObject([
      { severity: 'warning', resources: [{ kind: 'subnet', id: 'subnet-1' }] },
    ]);
  });

  test('is flagged where an explicit reservation stands in the last block, and not for one for prefixes', () => {
    const reservation = { id: 'scr-1', subnetId: 'subnet-1', cidr: '10.0.1.40/31', type: 'explicit' };
    expect(look([one], 41, { reservations: [reservation] })).toHaveLength(1);
    expect(look([one], 41, { reservations: [{ ...reservation, type: 'prefix' }] })).toEqual([]);
    expect(look([one], 41, { reservations: [{ ...reservation, subnetId: 'subnet-2' }] })).toEqual([]);
  });

  test('is not flagged with one aligned block left', () => {
    expect(look([one], 41)).toEqual([]);
    expect(look([one, single('10.0.1.31')], 41)).toEqual([]);
    expect(look([one, single('10.0.1.49')], 41)).toEqual([]);
  });

  test('is not flagged where it is simply full, or where nobody uses prefixes', () => {
    expect(look([one, single('10.0.1.32')], 16)).toEqual([]);
    expect(look([one, single('10.0.1.32')], 17)).toHaveLength(1);
    expect(look([single('10.0.1.5'), single('10.0.1.20'), single('10.0.1.32')], 41)).toEqual([]);
  });
});
