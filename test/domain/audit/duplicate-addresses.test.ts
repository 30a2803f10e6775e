import type { AuditedRouteTable, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import {
  auditedEni,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
} from '../../support/audit-fleet.ts';
import { auditedPeering, flagged, idsOf } from './flagged.ts';

const vpcs = [
  auditedVpc('vpc-a', '10.0.0.0/16'),
  auditedVpc('vpc-b', '10.0.0.0/16'),
  auditedVpc('vpc-hub', '10.9.0.0/16'),
];
const [inA, inB] = [
  auditedSubnet('subnet-a', 'vpc-a', '10.0.1.0/24'),
  auditedSubnet('subnet-b', 'vpc-b', '10.0.1.0/24'),
] as const;
const enis = [auditedEni('eni-a', inA, '10.0.1.9', 'i-a'), auditedEni('eni-b', inB, '10.0.1.9', 'i-b')];
const gateway = (vpcId: string, id = 'tgw-1') =>
  auditedRouteTable(`rtb-${vpcId}`, vpcId, [auditedRoute('0.0.0.0/0', id)]);
const onGateway = [gateway('vpc-a'), gateway('vpc-b')];

const duplicates = (parts: Partial<AuditSnapshot>) =>
  flagged({ vpcs, subnets: [inA, inB], enis, ...parts }, 'duplicate-address');

describe('One private address alive in two VPCs (number 7)', () => {
  test('is flagged when both route to one transit gateway', () => {
    const found = duplicates({ routeTables: onGateway });
    expect(found).toMatchObject([{ severity: 'high', detail: '10.0.1.9' }]);
    expect(idsOf(found[0])).toEqual(['eni-a', 'eni-b']);
    expect(found[0]?.what).toContain('on eni-a in vpc-a and on eni-b in vpc-b');
  });

  test('is not flagged when nothing joins them, or each has its own gateway', () => {
    expect(duplicates({})).toEqual([]);
    expect(duplicates({ routeTables: [gateway('vpc-a')] })).toEqual([]);
    expect(duplicates({ routeTables: [gateway('vpc-a'), gateway('vpc-b', 'tgw-2')] })).toEqual([]);
    const others = [gateway('vpc-hub'), { ...gateway('vpc-hub', 'tgw-2'), id: 'rtb-more' }];
    const apart = [gateway('vpc-a'), gateway('vpc-b', 'tgw-2'), ...others];
    expect(duplicates({ routeTables: apart })).toEqual([]);
  });

  test('is one finding for an address however many have it, and names only those that are joined', () => {
    const three = [...vpcs, auditedVpc('vpc-c', '10.0.0.0/16'), auditedVpc('vpc-d', '10.0.0.0/16')];
    const inC = auditedSubnet('subnet-c', 'vpc-c', '10.0.1.0/24');
    const inD = auditedSubnet('subnet-d', 'vpc-d', '10.0.1.0/24');
    const found = duplicates({
      vpcs: three,
      enis: [
        ...enis,
        auditedEni('eni-c', inC, '10.0.1.9', 'i-c'),
        auditedEni('eni-d', inD, '10.0.1.9', 'i-d'),
      ],
      routeTables: [...onGateway, gateway('vpc-c'), gateway('vpc-d', 'tgw-2')],
    });
    expect(found.map(idsOf)).toEqual([['eni-a', 'eni-b', 'eni-c']]);
  });

  test('is flagged as a secondary and as an IPv6 address, however it is written', () => {
    const secondary = auditedEni('eni-b', inB, '10.0.1.5', 'i-b', {
      privateIpv4Addresses: [
        { address: '10.0.1.5', primary: true },
        { address: '10.0.1.9', primary: false },
      ],
    });
    const [found] = duplicates({ enis: [enis[0] ?? secondary, secondary], routeTables: onGateway });
    expect(found?.remedy).toContain(
      'aws ec2 unassign-private-ip-addresses --network-interface-id eni-b --private-ip-addresses 10.0.1.9',
    );
    const sixes = [
      auditedEni('eni-a', inA, '10.0.1.4', 'i-a', {
        ipv6Addresses: [{ address: 'fd00:0:0::9', primary: false }],
      }),
      auditedEni('eni-b', inB, '10.0.1.5', 'i-b', {
        ipv6Addresses: [{ address: 'fd00::9', primary: false }],
      }),
    ];
    expect(duplicates({ enis: sixes, routeTables: onGateway })).toMatchObject([{ detail: 'fd00::9' }]);
  });

  test('is not flagged for an ENI that is unattached or on its way', () => {
    const [alive, other] = [enis[0], enis[1]];
    if (alive === undefined || other?.attachment === undefined) throw new Error('no ENIs');
    const idle = auditedEni('eni-b', inB, '10.0.1.9');
    expect(duplicates({ enis: [alive, idle], routeTables: onGateway })).toEqual([]);
    const leaving = { ...other, attachment: { ...other.attachment, status: 'detaching' } };
    expect(duplicates({ enis: [alive, leaving], routeTables: onGateway })).toEqual([]);
  });

  test('is not looked for within one VPC, where EC2 makes it impossible', () => {
    const twice = [auditedEni('eni-a', inA, '10.0.1.9', 'i-a'), auditedEni('eni-z', inA, '10.0.1.9', 'i-z')];
    expect(duplicates({ enis: twice, routeTables: onGateway })).toEqual([]);
  });

  test('names the group of a protected ENI, and none where there are two', () => {
    const [mine, other] = enis.map((eni) => ({ ...eni, tags: { 'eni-warden:group': 'db' } }));
    if (mine === undefined || other === undefined) throw new Error('no ENIs');
    const found = duplicates({ enis: [mine, { ...other, tags: {} }], routeTables: onGateway });
    expect(found).toMatchObject([{ group: 'db' }]);
    const web = { ...other, tags: { 'eni-warden:group': 'web' } };
    const [both] = duplicates({ enis: [mine, web], routeTables: onGateway });
    expect(both).toBeDefined();
    expect(both?.group).toBeUndefined();
  });
});

describe('One private address alive in two VPCs that are peered with a third (number 7)', () => {
  const peerings = [auditedPeering('pcx-a', 'vpc-a', 'vpc-hub'), auditedPeering('pcx-b', 'vpc-hub', 'vpc-b')];
  const table = (vpcId: string, ...targets: readonly string[]): AuditedRouteTable =>
    auditedRouteTable(
      `rtb-${vpcId}`,
      vpcId,
      targets.map((target, at) => auditedRoute(`10.${at}.0.0/16`, target)),
    );
  const allRoutes = [table('vpc-a', 'pcx-a'), table('vpc-b', 'pcx-b'), table('vpc-hub', 'pcx-a', 'pcx-b')];

  test('is flagged when each routes to it and it to each', () => {
    expect(duplicates({ peerings, routeTables: allRoutes }).map(idsOf)).toEqual([['eni-a', 'eni-b']]);
  });

  test.each([0, 1])('is not flagged when one of them does not route to it', (missing) => {
    expect(duplicates({ peerings, routeTables: allRoutes.toSpliced(missing, 1) })).toEqual([]);
  });

  test('is not flagged when it routes to one of them alone, or a peering is over', () => {
    const routeTables = [...allRoutes.slice(0, 2), table('vpc-hub', 'pcx-a')];
    expect(duplicates({ peerings, routeTables })).toEqual([]);
    const over = [...peerings.slice(0, 1), auditedPeering('pcx-b', 'vpc-hub', 'vpc-b', 'deleted')];
    expect(duplicates({ peerings: over, routeTables: allRoutes })).toEqual([]);
  });

  test('is flagged when the third is of another account, whose routes nobody shows', () => {
    const shown = { vpcs: vpcs.slice(0, 2), routeTables: allRoutes.slice(0, 2) };
    expect(duplicates({ peerings, ...shown })).toHaveLength(1);
  });
});
