import { prepareAudit } from '../../../domain/audit/audit-context.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { declarationsOf } from '../../../domain/audit/declarations-of.ts';
import { findConflicts } from '../../../domain/audit/find-conflicts.ts';
import type { FindingCode } from '../../../domain/audit/finding-codes.ts';
import { readinessOf } from '../../../domain/audit/readiness-of.ts';
import { auditedVpc, noon } from '../../support/audit-fleet.ts';
import { plus, withAttachment, withEni, withInstance } from '../../support/audit-group.ts';
import { healthyFleet } from '../../support/audit-healthy.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

function findings(snapshot: AuditSnapshot) {
  return findConflicts(snapshot, declarationsOf(snapshot), noon);
}

function readinesses(snapshot: AuditSnapshot) {
  const { groups, fleet } = prepareAudit(snapshot, declarationsOf(snapshot), noon);
  return groups.map((group) => readinessOf(group, fleet, noon));
}

describe('a healthy, busy fleet', () => {
  it.each(seeds)('has nothing that is flagged (seed %i)', (seed) => {
    expect(findings(healthyFleet(seed)).map(({ code, what }) => `${code}: ${what}`)).toEqual([]);
  });

  it.each(seeds)('has a standby that can take over in each of its 40 groups (seed %i)', (seed) => {
    const readiness = readinesses(healthyFleet(seed));
    expect(readiness).toHaveLength(40);
    expect(readiness.filter(({ ready }) => !ready)).toEqual([]);
  });

  it('has much of everything that the audit looks at', () => {
    const fleet = healthyFleet(1);
    const { claims } = declarationsOf(fleet);
    const routes = fleet.routeTables.flatMap((table) => table.routes);
    const count = (items: readonly unknown[]) => items.length;
    expect(count(fleet.instances)).toBe(500);
    expect(count(fleet.enis)).toBeGreaterThan(600);
    expect(count(fleet.vpcs)).toBeGreaterThan(5);
    expect(count(fleet.peerings.filter(({ status }) => status === 'active'))).toBeGreaterThan(8);
    expect(count(fleet.elasticIps)).toBeGreaterThan(50);
    expect(count(fleet.reservations)).toBeGreaterThan(20);
    expect(count(fleet.enis.filter(({ ipv4Prefixes }) => ipv4Prefixes.length > 0))).toBe(50);
    expect(count(claims.filter(({ role }) => role === 'vip'))).toBe(20);
    expect(count(claims.filter(({ role }) => role === undefined))).toBe(20);
    expect(count(routes.filter(({ destination }) => destination.endsWith('/32')))).toBeGreaterThan(50);
    expect(count(fleet.enis.filter(({ requesterManaged }) => requesterManaged))).toBeGreaterThan(60);
    expect(count(fleet.instances.filter(({ state }) => state === 'stopped'))).toBe(20);
    expect(count(fleet.enis.filter(({ status }) => status === 'available'))).toBe(15);
    expect(count(fleet.enis.filter(({ ipv6Addresses }) => ipv6Addresses.length > 0))).toBeGreaterThan(50);
  });
});

describe('a healthy, busy fleet in which somebody breaks one thing', () => {
  const fleet = healthyFleet(1);
  const named = (name: string) => fleet.instances.find(({ tags }) => tags.Name === name)?.id ?? '';
  const protectedEni = (group: string) => {
    const eni = fleet.enis.find(({ tags }) => tags['eni-warden:group'] === group);
    if (eni === undefined) throw new Error(`There is no ENI of ${group}.`);
    return eni;
  };
  const vpn = fleet.enis.find(({ attachment }) => attachment?.instanceId === named('vpn-1'))?.id ?? '';
  const overlay = '172.30.1.1/32';
  const withRoute = (
    change: (route: AuditSnapshot['routeTables'][number]['routes'][number]) => readonly object[],
  ): AuditSnapshot => {
    const at = fleet.routeTables.findIndex(({ routes, isMain }) =>
      isMain ? false : routes.some(({ destination }) => destination === overlay),
    );
    const routeTables = fleet.routeTables.map((table, index) => {
      if (index !== at) return table;
      const routes = table.routes.flatMap((route) =>
        route.destination === overlay ? change(route) : [route],
      ) as typeof table.routes;
      return { ...table, routes };
    });
    return { ...fleet, routeTables };
  };
  const database = protectedEni('group-0');
  const firewall = protectedEni('group-1');
  const onlyOwnTag = { 'eni-warden:group': 'group-0' };

  const breaks: readonly (readonly [string, AuditSnapshot, readonly FindingCode[]])[] = [
    [
      'another VPC has the addresses of one',
      plus(fleet, { vpcs: [auditedVpc('vpc-x', '10.3.0.0/16')] }),
      ['vpc-overlap'],
    ],
    ['a table loses an overlay', withRoute(() => []), ['overlay-missing']],
    [
      'a table sends an overlay elsewhere',
      withRoute((route) => [{ ...route, target: { kind: 'network-interface', id: vpn } }]),
      ['overlay-split'],
    ],
    [
      'a route becomes a blackhole',
      withRoute((route) => [{ ...route, state: 'blackhole' }]),
      ['route-blackhole'],
    ],
    [
      'the check of an appliance is switched on',
      withEni(fleet, firewall.id, { sourceDestCheck: true }),
      ['overlay-source-dest-check'],
    ],
    [
      'the only standby is stopped',
      withInstance(fleet, named('group-0-1'), { state: 'stopped' }),
      ['standby-not-ready'],
    ],
    [
      'a protected ENI is to die with its instance',
      withAttachment(fleet, database.id, { deleteOnTermination: true }),
      ['delete-on-termination'],
    ],
    [
      'a claimed address is taken off its ENI',
      withEni(fleet, database.id, { privateIpv4Addresses: database.privateIpv4Addresses.slice(0, 1) }),
      ['claim-unheld'],
    ],
    [
      'a claim inside a reservation is removed',
      withEni(fleet, database.id, { tags: onlyOwnTag }),
      ['reservation-used'],
    ],
    [
      'a claim is written wrong',
      withEni(fleet, database.id, { tags: { ...database.tags, 'eni-warden:accept': 'no-flow-log' } }),
      ['unreadable-declaration'],
    ],
    [
      'an Elastic IP is dissociated',
      {
        ...fleet,
        elasticIps: fleet.elasticIps.map(({ eniId, ...more }, index) =>
          index > 0 && eniId !== undefined ? { ...more, eniId } : more,
        ),
      },
      ['elastic-ip-idle'],
    ],
    [
      'a subnet fills',
      {
        ...fleet,
        subnets: fleet.subnets.map((each, index) =>
          index === 0 ? { ...each, availableIpAddressCount: 3 } : each,
        ),
      },
      ['subnet-exhausted', 'hidden-consumption'],
    ],
    ['alarms are deleted', { ...fleet, alarms: [] }, ['no-status-alarm']],
    ['flow logs are deleted', { ...fleet, flowLogs: [] }, ['no-flow-log']],
    [
      'SSH is opened to the world',
      plus(fleet, {
        securityGroupRules: [
          {
            id: 'sgr-x',
            securityGroupId: 'sg-data',
            protocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidr: '0.0.0.0/0',
          },
        ],
      }),
      ['admin-port-open'],
    ],
  ];

  it.each(breaks)('is flagged for that and nothing else when %s', (_what, broken, codes) => {
    expect([...new Set(findings(broken).map(({ code }) => code))].sort()).toEqual([...codes].sort());
  });
});
