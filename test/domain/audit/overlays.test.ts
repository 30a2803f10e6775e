import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedRoute, auditedRouteTable, auditedVpc } from '../../support/audit-fleet.ts';
import { data, found, healthyGroup, idsOf, plus, withEni } from '../../support/audit-group.ts';

const codes = ['overlay-in-vpc', 'overlay-split', 'overlay-missing'] as const;
const address = '192.168.99.5/32';

/** The healthy group with another ENI of it, one that is not, and these tables: id of the table to destination to target. */
function routed(
  tables: Readonly<Record<string, Readonly<Record<string, string>>>>,
  vpcId = 'vpc-1',
): AuditSnapshot {
  return plus(healthyGroup(), {
    enis: [
      auditedEni('eni-2', data, '10.0.1.12', 'i-a', { tags: { 'eni-warden:group': 'db' } }),
      auditedEni('eni-x', data, '10.0.1.60', 'i-x'),
    ],
    vpcs: [auditedVpc('vpc-2', '10.9.0.0/16')],
    routeTables: Object.entries(tables).map(([id, routes]) =>
      auditedRouteTable(
        id,
        vpcId,
        Object.entries(routes).map(([destination, target]) => auditedRoute(destination, target)),
      ),
    ),
  });
}

describe('22: overlay addresses', () => {
  test('22, near miss: one that all tables route to the same ENI is as it should be', () => {
    expect(
      found(routed({ 'rtb-1': { [address]: 'eni-1' }, 'rtb-2': { [address]: 'eni-1' } }), codes),
    ).toEqual([]);
  });

  test('22: one inside its VPC is flagged', () => {
    const [finding, ...others] = found(routed({ 'rtb-1': { '10.0.7.7/32': 'eni-1' } }), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'overlay-in-vpc',
      severity: 'high',
      group: 'db',
      detail: '10.0.7.7/32',
    });
    expect(idsOf(finding)).toEqual(['rtb-1', 'vpc-1']);
    expect(finding?.what).toBe(
      'The overlay address 10.0.7.7/32, routed to eni-1 in rtb-1, lies inside vpc-1 itself (10.0.0.0/16).',
    );
  });

  test('22, near miss: a wider route inside the VPC to an ENI, as of a middlebox, is no overlay', () => {
    expect(found(routed({ 'rtb-1': { '10.0.2.0/24': 'eni-1' } }), codes)).toEqual([]);
  });

  test('22, near miss: an address inside another VPC is no matter of this one', () => {
    expect(found(routed({ 'rtb-1': { '10.9.7.7/32': 'eni-1' } }), codes)).toEqual([]);
  });

  test('22: one that two tables route to different ENIs is critical, and the protected one is taken for right', () => {
    const snapshot = routed({ 'rtb-1': { [address]: 'eni-x' }, 'rtb-2': { [address]: 'eni-1' } });
    expect(found(snapshot, codes)).toMatchObject([
      {
        code: 'overlay-split',
        severity: 'critical',
        what: `The route tables of vpc-1 disagree where ${address} is: rtb-2 says eni-1; rtb-1 says eni-x.`,
        remedy: `If eni-1 is the right one: aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block ${address} --network-interface-id eni-1`,
      },
    ]);
  });

  test('22, near miss: one that is claimed as anycast may be in several places', () => {
    const snapshot = routed({ 'rtb-1': { [address]: 'eni-x' }, 'rtb-2': { [address]: 'eni-1' } });
    const claimed = (role: 'anycast' | 'vip') => ({
      claims: [{ address: '192.168.99.5', role, by: { kind: 'network-interface', id: 'eni-1' } as const }],
      acceptances: [],
      unreadable: [],
    });
    expect(found(snapshot, codes, claimed('anycast'))).toEqual([]);
    expect(found(snapshot, codes, claimed('vip'))).toHaveLength(1);
  });

  test('22, near miss: the same overlay in two VPCs goes where each of them says', () => {
    const one = routed({ 'rtb-1': { [address]: 'eni-1' } });
    const snapshot = plus(one, {
      routeTables: [auditedRouteTable('rtb-9', 'vpc-2', [auditedRoute(address, 'eni-x')])],
    });
    expect(found(snapshot, codes)).toEqual([]);
  });

  test('22: a table with some overlays of a group and without another one is flagged, with the route to create', () => {
    const snapshot = routed({
      'rtb-1': { [address]: 'eni-1', '192.168.99.6/32': 'eni-2' },
      'rtb-2': { [address]: 'eni-1' },
    });
    const [finding, ...others] = found(snapshot, codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'overlay-missing',
      severity: 'high',
      group: 'db',
      what: '1 route table has only some of the overlay addresses of group db that others of vpc-1 have: rtb-2 (without 192.168.99.6/32).',
      remedy:
        'aws ec2 create-route --route-table-id rtb-2 --destination-cidr-block 192.168.99.6/32 --network-interface-id eni-2',
    });
    expect(idsOf(finding)).toEqual(['rtb-2', 'vpc-1']);
  });

  test('22, near miss: a table without any overlay of the group is not meant to have one', () => {
    const snapshot = routed({
      'rtb-1': { [address]: 'eni-1', '192.168.99.6/32': 'eni-2' },
      'rtb-2': { '192.168.99.7/32': 'eni-x' },
      'rtb-3': {},
    });
    expect(found(snapshot, codes)).toEqual([]);
  });

  test('22, near miss: a table that brings the address by a wider route to the same ENI, or by a gateway, has it', () => {
    const snapshot = routed({
      'rtb-1': { [address]: 'eni-1', '192.168.99.6/32': 'eni-1' },
      'rtb-2': { [address]: 'eni-1', '192.168.99.0/24': 'eni-1' },
      'rtb-3': { [address]: 'eni-1', '192.168.99.6/32': 'tgw-1' },
    });
    expect(found(snapshot, codes)).toEqual([]);
  });

  test('22, near miss: one that leads into nothing is missed in no other table', () => {
    const one = routed({ 'rtb-1': { [address]: 'eni-1' } });
    const snapshot = plus(one, {
      routeTables: [
        auditedRouteTable('rtb-2', 'vpc-1', [
          auditedRoute(address, 'eni-1'),
          auditedRoute('192.168.99.6/32', 'eni-1', 'blackhole'),
        ]),
      ],
    });
    expect(found(snapshot, codes)).toEqual([]);
  });

  test('22: a wider route to another ENI does not bring the address', () => {
    const snapshot = routed({
      'rtb-1': { [address]: 'eni-1', '192.168.99.6/32': 'eni-1' },
      'rtb-2': { [address]: 'eni-1', '192.168.99.0/24': 'eni-x' },
    });
    expect(found(snapshot, codes)).toMatchObject([{ code: 'overlay-missing' }]);
  });

  test('22: IPv6 overlays are seen alike', () => {
    const snapshot = routed({ 'rtb-1': { 'fd00::5/128': 'eni-x' }, 'rtb-2': { 'fd00::5/128': 'eni-1' } });
    expect(found(snapshot, codes)).toMatchObject([
      { code: 'overlay-split', remedy: expect.stringContaining('--destination-ipv6-cidr-block fd00::5/128') },
    ]);
  });
});

describe('22: source/dest check of what routes lead to', () => {
  const check = ['overlay-source-dest-check'] as const;
  const overlay = (sourceDestCheck: boolean | undefined) =>
    withEni(routed({ 'rtb-1': { [address]: 'eni-1' } }), 'eni-1', {
      ...(sourceDestCheck !== undefined && { sourceDestCheck }),
    });

  test('22: an overlay to an ENI with the check on is critical', () => {
    expect(found(overlay(true), check)).toMatchObject([
      {
        severity: 'critical',
        group: 'db',
        resources: [{ kind: 'network-interface', id: 'eni-1' }],
        what: `eni-1 (10.0.1.10) has its source/dest check on, and is the target of ${address} in rtb-1.`,
        remedy:
          'aws ec2 modify-network-interface-attribute --network-interface-id eni-1 --no-source-dest-check',
      },
    ]);
  });

  test('22, near miss: with the check off nothing is dropped', () => {
    expect(found(overlay(false), check)).toEqual([]);
  });

  test('22: so is a default route to an instance that is to translate addresses', () => {
    expect(found(routed({ 'rtb-1': { '0.0.0.0/0': 'eni-x' } }), check)).toHaveLength(1);
  });

  test('22, near miss: a route to an address that the ENI has itself is not dropped', () => {
    expect(found(routed({ 'rtb-1': { '10.0.1.10/32': 'eni-1' } }), check)).toEqual([]);
  });

  test('22, near miss: the ENI of an AWS service is the service to look after', () => {
    const snapshot = withEni(routed({ 'rtb-1': { '0.0.0.0/0': 'eni-x' } }), 'eni-x', {
      requesterManaged: true,
    });
    expect(found(snapshot, check)).toEqual([]);
  });
});
