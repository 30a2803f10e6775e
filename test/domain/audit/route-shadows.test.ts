import type { AuditedRoute, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import {
  auditedEni,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
} from '../../support/audit-fleet.ts';
import { auditedPeering, flagged, idsOf } from './flagged.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const firewall = auditedEni('eni-fw', subnet, '10.0.1.9', 'i-fw', { sourceDestCheck: false });
const server = auditedEni('eni-web', subnet, '10.0.1.8', 'i-web');
const local = auditedRoute('10.0.0.0/16', 'local');

function shadows(routes: readonly AuditedRoute[], more: Partial<AuditSnapshot> = {}) {
  return flagged(
    {
      vpcs: [auditedVpc('vpc-1', '10.0.0.0/16'), auditedVpc('vpc-2', '10.2.0.0/16')],
      subnets: [subnet],
      enis: [firewall, server],
      peerings: [auditedPeering('pcx-1', 'vpc-1', 'vpc-2')],
      routeTables: [auditedRouteTable('rtb-1', 'vpc-1', [local, ...routes])],
      ...more,
    },
    'route-shadow',
  );
}

describe('A route that takes addresses from its own VPC (number 5)', () => {
  test.each([
    ['10.0.2.0/24', 'tgw-1'],
    ['10.0.2.0/24', 'pcx-1'],
    ['10.0.2.0/24', 'nat-1'],
    ['10.0.2.0/24', 'eni-web'],
  ])('%s to %s is flagged', (destination, target) => {
    const found = shadows([auditedRoute(destination, target)]);
    expect(found).toMatchObject([{ severity: 'high', detail: destination }]);
    expect(idsOf(found[0])).toEqual(['rtb-1', 'vpc-1']);
    expect(found[0]?.remedy).toContain(
      `aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block ${destination}`,
    );
  });

  test.each([
    ['an appliance that forwards', auditedRoute('10.0.2.0/24', 'eni-fw')],
    ['an endpoint of a Gateway Load Balancer', auditedRoute('10.0.2.0/24', 'vpce-1')],
    ['a gateway, but for more than the VPC', auditedRoute('10.0.0.0/8', 'tgw-1')],
    ['a gateway, for everything', auditedRoute('0.0.0.0/0', 'igw-1')],
    ['a gateway, but as a blackhole', auditedRoute('10.0.2.0/24', 'tgw-1', 'blackhole')],
    ['a gateway, for a prefix list', auditedRoute('pl-1', 'tgw-1')],
    ['an ENI, as an overlay address', auditedRoute('10.0.2.9/32', 'eni-web')],
  ])('one to %s is not flagged', (_target, route) => {
    expect(shadows([route])).toEqual([]);
  });

  test('the local route with another target is flagged, and mended by giving it back its own', () => {
    const found = shadows([auditedRoute('10.0.0.0/16', 'nat-1')]);
    expect(found).toMatchObject([{ severity: 'high', detail: '10.0.0.0/16' }]);
    expect(found[0]?.remedy).toContain(
      'aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block 10.0.0.0/16 --local-target',
    );
    expect(shadows([auditedRoute('10.0.0.0/16', 'eni-fw')])).toEqual([]);
  });

  test('a route for IPv6 is mended by the option for IPv6', () => {
    const vpcs = [auditedVpc('vpc-1', '10.0.0.0/16', { cidrs: ['2001:db8::/56'] })];
    const [found] = shadows([auditedRoute('2001:db8:0:1::/64', 'tgw-1')], { vpcs });
    expect(found?.remedy).toContain('--destination-ipv6-cidr-block 2001:db8:0:1::/64');
  });
});

describe('A route that takes addresses from a peer (number 5)', () => {
  const toPeer = auditedRoute('10.2.0.0/16', 'pcx-1');

  test('is flagged when it is more specific and leads elsewhere', () => {
    const found = shadows([toPeer, auditedRoute('10.2.3.0/24', 'tgw-1')]);
    expect(found).toMatchObject([{ severity: 'high', detail: '10.2.3.0/24' }]);
    expect(idsOf(found[0])).toEqual(['pcx-1', 'rtb-1']);
  });

  test.each([
    ['to an appliance that forwards', auditedRoute('10.2.3.0/24', 'eni-fw')],
    ['to the same peering', auditedRoute('10.2.3.0/24', 'pcx-1')],
    ['wider than that to the peer', auditedRoute('10.0.0.0/8', 'tgw-1')],
    ['beside that to the peer', auditedRoute('10.3.0.0/24', 'tgw-1')],
  ])('is not flagged %s', (_how, route) => {
    expect(shadows([toPeer, route])).toEqual([]);
  });

  test('is not flagged for addresses that the peer does not have', () => {
    const wide = auditedRoute('10.2.0.0/15', 'pcx-1');
    expect(shadows([wide, auditedRoute('10.3.0.0/24', 'tgw-1')])).toEqual([]);
  });

  test('is not flagged when nothing goes to the peer, or the peering is over', () => {
    const taking = auditedRoute('10.2.3.0/24', 'tgw-1');
    expect(shadows([taking])).toEqual([]);
    const peerings = [auditedPeering('pcx-1', 'vpc-1', 'vpc-2', 'deleted')];
    expect(shadows([toPeer, taking], { peerings })).toEqual([]);
  });

  test('is flagged by the CIDRs that the peering tells where the peer belongs to another account', () => {
    const peering = auditedPeering('pcx-1', 'vpc-9', 'vpc-1');
    const peerings = [{ ...peering, requester: { vpcId: 'vpc-9', cidrs: ['10.2.0.0/20'] } }];
    const routes = (destination: string) => [toPeer, auditedRoute(destination, 'tgw-1')];
    expect(shadows(routes('10.2.3.0/24'), { peerings })).toHaveLength(1);
    expect(shadows(routes('10.2.99.0/24'), { peerings })).toEqual([]);
  });
});
