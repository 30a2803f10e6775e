import fc from 'fast-check';
import { fingerprintOfFinding } from '../../../domain/audit/audit-finding.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { findConflicts } from '../../../domain/audit/find-conflicts.ts';
import type { FindingCode } from '../../../domain/audit/finding-codes.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRoute,
  auditedRouteTable,
  noon,
} from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  management,
  plus,
  primaryEni,
  secondaryEni,
  withAttachment,
  withEni,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';
import { frozen } from '../../support/domain-frozen.ts';

type Damage = (snapshot: AuditSnapshot) => AuditSnapshot;

const group = { tags: { 'eni-warden:group': 'db' } };
const table =
  (id: string, ...routes: readonly (readonly [string, string, string?])[]): Damage =>
  (snapshot) =>
    plus(snapshot, {
      routeTables: [
        auditedRouteTable(
          id,
          'vpc-1',
          routes.map(([destination, target, state]) => auditedRoute(destination, target, state)),
          { subnetIds: id === 'rtb-data' ? ['subnet-data'] : [] },
        ),
      ],
    });

/** What may be wrong with a group and its routes; they can come together, in this order. */
const damages: readonly Damage[] = [
  (snapshot) => plus(snapshot, { enis: [auditedEni('eni-2', data, '10.0.1.12', 'i-b', group)] }),
  (snapshot) => plus(snapshot, { enis: [secondaryEni('eni-3', data, '10.0.1.13', 'i-a', group)] }),
  (snapshot) => plus(snapshot, { enis: [secondaryEni('eni-x', management, '10.0.0.21', 'i-b')] }),
  (snapshot) =>
    plus(snapshot, {
      instances: [auditedInstance('i-web', data, { tags: { 'aws:autoscaling:groupName': 'web' } })],
      enis: [
        primaryEni('eni-w', data, '10.0.1.40', 'i-web', {
          sourceDestCheck: false,
          privateIpv4Addresses: [{ address: '10.0.1.40', primary: true, publicIp: '203.0.113.40' }],
        }),
        secondaryEni('eni-v', data, '10.0.1.41', 'i-web'),
      ],
    }),
  (snapshot) => withoutAttachment(snapshot, 'eni-1'),
  (snapshot) => withAttachment(snapshot, 'eni-1', { deleteOnTermination: true }),
  (snapshot) => withInstance(snapshot, 'i-b', { state: 'stopped' }),
  (snapshot) => withInstance(snapshot, 'i-a', { state: 'stopped' }),
  (snapshot) => withInstance(snapshot, 'i-b', { tags: { 'eni-warden:hold': '' } }),
  (snapshot) => withInstance(snapshot, 'i-c', { availabilityZone: 'eu-west-1a' }),
  (snapshot) => withEni(snapshot, 'eni-pb', { securityGroupIds: ['sg-3', 'sg-2'] }),
  (snapshot) => ({ ...snapshot, flowLogs: [], alarms: [] }),
  (snapshot) =>
    plus(snapshot, {
      securityGroupRules: [
        { id: 'sgr-2', securityGroupId: 'sg-1', protocol: '-1', cidr: '::/0' },
        {
          id: 'sgr-1',
          securityGroupId: 'sg-1',
          protocol: 'tcp',
          fromPort: 22,
          toPort: 23,
          cidr: '0.0.0.0/0',
        },
      ],
    }),
  (snapshot) =>
    plus(snapshot, {
      elasticIps: ['eni-1', 'eni-x', undefined].map((eniId, n) => ({
        allocationId: `eipalloc-${n}`,
        publicIp: `203.0.113.${n}`,
        ...(eniId !== undefined && { eniId }),
        tags: {},
      })),
    }),
  table('rtb-1', ['192.168.9.1/32', 'eni-1'], ['192.168.9.2/32', 'eni-1'], ['10.0.8.8/32', 'eni-x']),
  table(
    'rtb-2',
    ['192.168.9.1/32', 'eni-x'],
    ['192.168.9.3/32', 'eni-1', 'blackhole'],
    ['192.168.8.0/24', 'eni-gone', 'blackhole'],
  ),
  table('rtb-data', ['0.0.0.0/0', 'igw-1'], ['192.168.9.1/32', 'eni-2']),
];

const damaged = fc
  .subarray([...damages])
  .map((chosen) => chosen.reduce((all, damage) => damage(all), healthyGroup()));

/** What these rules flag. */
const known: readonly FindingCode[] = [
  'elastic-ip-idle',
  'elastic-ip-on-standby',
  'route-blackhole',
  'route-to-idle',
  'overlay-in-vpc',
  'overlay-split',
  'overlay-missing',
  'overlay-source-dest-check',
  'group-split',
  'group-homeless',
  'standby-not-ready',
  'single-zone',
  'delete-on-termination',
  'outlives-instance',
  'same-subnet-twice',
  'default-routes-differ',
  'security-groups-differ',
  'public-address-unrouted',
  'source-dest-check-off',
  'no-flow-log',
  'admin-port-open',
  'no-status-alarm',
];

const nothingDeclared = { claims: [], acceptances: [], unreadable: [] };
const audited = (snapshot: AuditSnapshot) =>
  findConflicts(snapshot, nothingDeclared, noon).filter(({ code }) => known.includes(code));

function turned(snapshot: AuditSnapshot, by: number): AuditSnapshot {
  const turn = <T>(items: readonly T[]): readonly T[] =>
    items.length === 0
      ? items
      : [...items.slice(by % items.length), ...items.slice(0, by % items.length)].reverse();
  return {
    ...snapshot,
    vpcs: turn(snapshot.vpcs),
    subnets: turn(snapshot.subnets),
    enis: turn(snapshot.enis.map((eni) => ({ ...eni, securityGroupIds: turn(eni.securityGroupIds) }))),
    instances: turn(snapshot.instances),
    routeTables: turn(snapshot.routeTables.map((each) => ({ ...each, routes: turn(each.routes) }))),
    elasticIps: turn(snapshot.elasticIps),
    securityGroupRules: turn(snapshot.securityGroupRules),
    flowLogs: turn(snapshot.flowLogs),
    alarms: turn(snapshot.alarms.map((alarm) => ({ ...alarm, instanceIds: turn(alarm.instanceIds) }))),
  };
}

test('whatever is wrong, the order in which EC2 lists it changes no word of what is said', () => {
  fc.assert(
    fc.property(damaged, fc.nat(20), (snapshot, by) => {
      expect(audited(turned(frozen(snapshot), by))).toEqual(audited(snapshot));
    }),
    { numRuns: 200 },
  );
});

test('whatever is wrong, each finding is one thing, in whole sentences and with a command', () => {
  fc.assert(
    fc.property(damaged, (snapshot) => {
      const findings = audited(snapshot);
      expect(new Set(findings.map(fingerprintOfFinding)).size).toBe(findings.length);
      for (const { what, why, remedy, resources } of findings) {
        expect(resources.length).toBeGreaterThan(0);
        for (const words of [what, why, remedy]) {
          expect(words).not.toMatch(/undefined|\[object|NaN| {2}|\.\.|, ,|^\s|\s$/);
        }
        expect(what).toMatch(/^\S.*\.$/);
        expect(why).toMatch(/^[A-Z].*\.$/);
        // A full stop behind a command would be copied with it.
        expect(remedy).not.toMatch(/aws ec2[^();]*\.$/);
      }
    }),
    { numRuns: 200 },
  );
});

test('the damages above are of every kind that these rules know, so that the properties speak of all of them', () => {
  const codes = new Set(
    fc
      .sample(damaged, { seed: 5, numRuns: 200 })
      .flatMap((snapshot) => audited(snapshot).map(({ code }) => code)),
  );
  expect(known.filter((code) => !codes.has(code))).toEqual([]);
});

test('nothing is said of what could not be read', () => {
  const blind: AuditSnapshot = {
    ...healthyGroup(),
    flowLogs: [],
    alarms: [],
    unread: [
      { part: 'flow-logs', because: 'denied' },
      { part: 'alarms', because: 'denied' },
    ],
  };
  expect(found(blind, ['no-flow-log', 'no-status-alarm'])).toEqual([]);
  expect(found(blind, ['unread'])).toHaveLength(2);
});

test('nothing is said of routes into nothing where it is not known what is there', () => {
  const damage = table('rtb-1', ['192.168.8.0/24', 'eni-gone', 'blackhole']);
  const blind: AuditSnapshot = {
    ...damage(healthyGroup()),
    enis: [],
    unread: [{ part: 'enis', because: 'denied' }],
  };
  expect(audited(damage(healthyGroup()))).toHaveLength(1);
  expect(audited(blind)).toEqual([]);
});
