import type { AuditedEni, AuditedRoute, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedInstance, auditedRoute, auditedRouteTable } from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  idsOf,
  management,
  plus,
  primaryEni,
  secondaryEni,
  withEni,
} from '../../support/audit-group.ts';

/** A web server in the data subnet. */
function web(primary: Partial<AuditedEni> = {}, enis: readonly AuditedEni[] = []): AuditSnapshot {
  return plus(healthyGroup(), {
    instances: [auditedInstance('i-web', data, { tags: { Name: 'web' } })],
    enis: [primaryEni('eni-web', data, '10.0.1.20', 'i-web', primary), ...enis],
  });
}

describe('32: public addresses without a way to the internet', () => {
  const codes = ['public-address-unrouted'] as const;
  const address = (publicIp: string) => ({
    privateIpv4Addresses: [{ address: '10.0.1.20', primary: true, publicIp }],
  });
  const routed = (routes: readonly AuditedRoute[]) =>
    plus(web(address('203.0.113.20')), {
      routeTables: [auditedRouteTable('rtb-data', 'vpc-1', routes, { subnetIds: ['subnet-data'] })],
    });

  test('32: one in a subnet that leaves by a NAT gateway is a warning', () => {
    const [finding, ...others] = found(routed([auditedRoute('0.0.0.0/0', 'nat-1')]), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      what: '1 public address (203.0.113.20) of eni-web in subnet-data cannot be reached, as rtb-data routes 0.0.0.0/0 to nat-1.',
    });
    expect(idsOf(finding)).toEqual(['rtb-data', 'subnet-data']);
  });

  test('32: so is one in a subnet without a default route; a hundred of them are one finding', () => {
    const many = Array.from({ length: 99 }, (_, n) =>
      secondaryEni(`eni-m${n}`, data, `10.0.1.${100 + n}`, 'i-web', {
        privateIpv4Addresses: [
          { address: `10.0.1.${100 + n}`, primary: true, publicIp: `203.0.113.${100 + n}` },
        ],
      }),
    );
    const [finding, ...others] = found(plus(routed([]), { enis: many }), codes);
    expect(others).toEqual([]);
    expect(finding?.what).toMatch(
      /^100 public addresses \(.* and 95 more\) .* as rtb-data has no default route\.$/,
    );
  });

  test('32: one of a protected ENI names its group', () => {
    expect(found(withEni(healthyGroup(), 'eni-1', address('203.0.113.5')), codes)).toMatchObject([
      { group: 'db' },
    ]);
  });

  test.each([
    ['leaves by the internet gateway', [auditedRoute('0.0.0.0/0', 'igw-1')]],
    [
      'sends some addresses by the internet gateway',
      [auditedRoute('198.51.100.0/24', 'igw-1'), auditedRoute('0.0.0.0/0', 'nat-1')],
    ],
    ['leaves by an appliance', [auditedRoute('0.0.0.0/0', 'eni-1')]],
    ['leaves by a firewall endpoint', [auditedRoute('0.0.0.0/0', 'vpce-1')]],
  ])('32, near miss: one in a subnet that %s is not flagged', (_, routes) => {
    expect(found(routed(routes), codes)).toEqual([]);
  });

  test('32, near miss: private addresses need no internet gateway', () => {
    expect(found(web(), codes)).toEqual([]);
  });
});

describe('32: the source/dest check off where nothing is forwarded', () => {
  const codes = ['source-dest-check-off'] as const;
  const off = { sourceDestCheck: false };

  test('32: on an ENI that no route leads to it is worth knowing', () => {
    const [finding, ...others] = found(web(off), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'info',
      what: 'The source/dest check of eni-web (10.0.1.20) of web (i-web) is off, and no route leads there.',
    });
    expect(idsOf(finding)).toEqual(['eni-web', 'i-web']);
  });

  test('32, near miss: where a route leads to it, or to another ENI of its instance, it forwards', () => {
    const outside = secondaryEni('eni-out', management, '10.0.0.60', 'i-web', off);
    const to = (eniId: string) =>
      plus(web(off, [outside]), {
        routeTables: [auditedRouteTable('rtb-1', 'vpc-1', [auditedRoute('192.168.0.0/24', eniId)])],
      });
    expect(found(to('eni-web'), codes)).toEqual([]);
    expect(found(to('eni-out'), codes)).toEqual([]);
  });

  test('32, near miss: members of groups and protected ENIs are appliances', () => {
    const snapshot = withEni(withEni(healthyGroup(), 'eni-pb', off), 'eni-1', off);
    expect(found(snapshot, codes)).toEqual([]);
  });

  test.each<Partial<AuditedEni>>([
    { description: 'aws-K8S-i-0123456789abcdef0' },
    { requesterManaged: true },
    { interfaceType: 'nat_gateway' },
    { ipv4Prefixes: ['10.0.1.32/28'] },
  ])('32, near miss: %j forwards for others', (more) => {
    expect(found(web({ ...off, ...more }), codes)).toEqual([]);
  });
});
