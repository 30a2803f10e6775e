import { fingerprintOfFinding } from '../../../domain/audit/audit-finding.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedRoute, auditedRouteTable, auditedSubnet, auditedVpc } from '../../support/audit-fleet.ts';
import { auditedPeering, flagged, idsOf } from './flagged.ts';

const overlaps = (parts: Partial<AuditSnapshot>) => flagged(parts, 'vpc-overlap', 'vpc-overlap-connected');

const a = auditedVpc('vpc-a', '10.0.0.0/16');
const b = auditedVpc('vpc-b', '10.0.128.0/17');
const apart = auditedVpc('vpc-c', '10.1.0.0/16');
const hub = auditedVpc('vpc-hub', '10.9.0.0/16');

describe('VPCs that overlap and that nothing joins (number 1)', () => {
  test('are told once, with their CIDRs, as information', () => {
    const [found, ...more] = overlaps({ vpcs: [a, b, apart] });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'vpc-overlap', severity: 'info' });
    expect(idsOf(found)).toEqual(['vpc-a', 'vpc-b']);
    expect(found?.what).toBe(
      'vpc-a and vpc-b share addresses: 10.0.0.0/16 (vpc-a) and 10.0.128.0/17 (vpc-b).',
    );
  });

  test('are not flagged when they only touch', () => {
    expect(overlaps({ vpcs: [auditedVpc('vpc-a', '10.0.0.0/17'), b, apart] })).toEqual([]);
  });

  test('are found by any of their CIDRs, of either family', () => {
    const second = { ...apart, cidrs: ['10.1.0.0/16', '10.0.3.0/24', '2001:db8::/56'] };
    expect(overlaps({ vpcs: [a, second] }).map(idsOf)).toEqual([['vpc-a', 'vpc-c']]);
    const sixes = [second, auditedVpc('vpc-6', '2001:db8::/56')];
    expect(overlaps({ vpcs: sixes }).map(idsOf)).toEqual([['vpc-6', 'vpc-c']]);
  });

  test('are one finding where one joins two ranges', () => {
    const both = { ...apart, cidrs: ['10.0.1.0/24', '10.5.0.0/16'] };
    const found = overlaps({ vpcs: [a, both, auditedVpc('vpc-d', '10.5.1.0/24')] });
    expect(found.map(idsOf)).toEqual([['vpc-a', 'vpc-c', 'vpc-d']]);
  });

  test('are one finding when they are 200, not one for every pair', () => {
    const vpcs = Array.from({ length: 200 }, (_, at) => auditedVpc(`vpc-${at}`, '10.0.0.0/16'));
    const found = overlaps({ vpcs });
    expect(found.map(({ resources }) => resources.length)).toEqual([200]);
    expect(found[0]?.what).toContain('and 195 more');
  });

  test('keep their fingerprint when another VPC comes', () => {
    const before = overlaps({ vpcs: [a, b] }).map(fingerprintOfFinding);
    expect(overlaps({ vpcs: [apart, b, a, hub] }).map(fingerprintOfFinding)).toEqual(before);
  });

  test('are not flagged as default VPCs, which all have one range; another VPC of that range is', () => {
    const defaults = ['vpc-1', 'vpc-2'].map((id) => auditedVpc(id, '172.31.0.0/16', { isDefault: true }));
    expect(overlaps({ vpcs: defaults })).toEqual([]);
    const alike = ['vpc-1', 'vpc-2'].map((id) => auditedVpc(id, '172.31.0.0/16'));
    expect(overlaps({ vpcs: alike })).toHaveLength(1);
    const chosen = auditedVpc('vpc-3', '172.31.0.0/20');
    expect(overlaps({ vpcs: [...defaults, chosen] }).map(idsOf)).toEqual([['vpc-1', 'vpc-2', 'vpc-3']]);
  });
});

describe('VPCs that overlap and that somebody wants to peer (number 2)', () => {
  test.each(['failed', 'rejected'])('are serious when the peering is %s, and told once', (status) => {
    const peerings = [
      auditedPeering('pcx-1', 'vpc-a', 'vpc-b', status),
      auditedPeering('pcx-2', 'vpc-b', 'vpc-a', status),
    ];
    const found = overlaps({ vpcs: [a, b], peerings });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['vpc-overlap-connected', 'critical'],
    ]);
    expect(idsOf(found[0])).toEqual(['vpc-a', 'vpc-b']);
    expect(found[0]?.what).toContain('pcx-1');
  });

  test.each(['expired', 'deleted', 'pending-acceptance'])('are information when it is %s', (status) => {
    const peerings = [auditedPeering('pcx-1', 'vpc-a', 'vpc-b', status)];
    expect(overlaps({ vpcs: [a, b], peerings }).map(({ code }) => code)).toEqual(['vpc-overlap']);
  });

  test('are nothing where a peering failed between VPCs that do not overlap, or with one that is not shown', () => {
    const peerings = [
      auditedPeering('pcx-1', 'vpc-a', 'vpc-c', 'failed'),
      auditedPeering('pcx-2', 'vpc-a', 'vpc-elsewhere', 'failed'),
    ];
    expect(overlaps({ vpcs: [a, apart], peerings })).toEqual([]);
  });
});

describe('VPCs that overlap and are peered with one VPC (number 2)', () => {
  const peerings = [auditedPeering('pcx-a', 'vpc-hub', 'vpc-a'), auditedPeering('pcx-b', 'vpc-b', 'vpc-hub')];
  const subnets = [auditedSubnet('subnet-b', 'vpc-b', '10.0.130.0/24')];
  const routing = (...routes: readonly (readonly [string, string, string?])[]) => ({
    vpcs: [a, b, hub],
    subnets,
    peerings,
    routeTables: [
      auditedRouteTable(
        'rtb-hub',
        'vpc-hub',
        routes.map(([destination, target, state]) => auditedRoute(destination, target, state)),
      ),
    ],
  });

  test('are serious when it routes to one of them alone', () => {
    const found = overlaps(routing(['10.0.0.0/16', 'pcx-a']));
    expect(found).toMatchObject([{ code: 'vpc-overlap-connected', severity: 'critical', detail: 'vpc-hub' }]);
    expect(idsOf(found[0])).toEqual(['vpc-a', 'vpc-b', 'vpc-hub']);
    expect(found[0]?.what).toBe(
      'vpc-hub is peered with vpc-a and vpc-b, which share addresses of 10.0.0.0/16, and routes them to vpc-a alone.',
    );
    expect(found[0]?.remedy).toContain(
      'aws ec2 create-route --route-table-id rtb-hub --destination-cidr-block 10.0.130.0/24 --vpc-peering-connection-id pcx-b',
    );
  });

  test('are serious when the route to the other is a blackhole, or leads to its other addresses', () => {
    const dead = routing(['10.0.0.0/16', 'pcx-a'], ['10.0.128.0/17', 'pcx-b', 'blackhole']);
    expect(overlaps(dead).map(({ code }) => code)).toEqual(['vpc-overlap-connected']);
    const elsewhere = routing(['10.0.0.0/16', 'pcx-a'], ['10.77.0.0/16', 'pcx-b']);
    expect(overlaps(elsewhere).map(({ code }) => code)).toEqual(['vpc-overlap-connected']);
  });

  test.each([
    [
      'by parts',
      [
        ['10.0.0.0/17', 'pcx-a'],
        ['10.0.128.0/17', 'pcx-b'],
      ],
    ],
    [
      'by a prefix list that nobody can look into',
      [
        ['10.0.0.0/16', 'pcx-a'],
        ['pl-1', 'pcx-b'],
      ],
    ],
    ['not at all', []],
  ] as const)('are information when it routes to both %s', (_how, routes) => {
    expect(overlaps(routing(...routes)).map(({ code }) => code)).toEqual(['vpc-overlap']);
  });

  test('are information when a peering is over', () => {
    const over = { ...routing(['10.0.0.0/16', 'pcx-a']), peerings: peerings.slice(0, 1) };
    expect(overlaps(over).map(({ code }) => code)).toEqual(['vpc-overlap']);
  });
});

describe('VPCs that overlap and route to one transit gateway (number 2)', () => {
  const through = (vpcId: string, gateway: string, state?: string) =>
    auditedRouteTable(`rtb-${vpcId}`, vpcId, [auditedRoute('10.0.0.0/8', gateway, state)]);

  test('are serious, once for each gateway', () => {
    const routeTables = [through('vpc-a', 'tgw-1'), through('vpc-b', 'tgw-1'), through('vpc-c', 'tgw-1')];
    const found = overlaps({ vpcs: [a, b, apart], routeTables });
    expect(found).toMatchObject([{ code: 'vpc-overlap-connected', severity: 'critical', detail: 'tgw-1' }]);
    expect(idsOf(found[0])).toEqual(['vpc-a', 'vpc-b']);
  });

  test('are information when only one does, or each to its own', () => {
    const codes = (...routeTables: readonly ReturnType<typeof through>[]) =>
      overlaps({ vpcs: [a, b], routeTables }).map(({ code }) => code);
    expect(codes(through('vpc-a', 'tgw-1'))).toEqual(['vpc-overlap']);
    expect(codes(through('vpc-a', 'tgw-1'), through('vpc-b', 'tgw-2'))).toEqual(['vpc-overlap']);
    expect(codes(through('vpc-a', 'tgw-1'), through('vpc-b', 'tgw-1', 'blackhole'))).toEqual(['vpc-overlap']);
  });

  test('leave the others that overlap as information', () => {
    const routeTables = [through('vpc-a', 'tgw-1'), through('vpc-b', 'tgw-1')];
    const found = overlaps({ vpcs: [a, b, auditedVpc('vpc-d', '10.0.0.0/24')], routeTables });
    expect(found.map((each) => [each.code, idsOf(each)])).toEqual([
      ['vpc-overlap-connected', ['vpc-a', 'vpc-b']],
      ['vpc-overlap', ['vpc-a', 'vpc-b', 'vpc-d']],
    ]);
  });

  test('are not judged when route tables or peerings could not be read', () => {
    const unread = [{ part: 'route-tables', because: 'denied' }] as const;
    expect(overlaps({ vpcs: [a, b], unread })).toEqual([]);
  });
});
