import type { AuditedEni, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
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
  withInstance,
} from '../../support/audit-group.ts';

/** A web server with a primary ENI in one subnet and a second one, by default in the same. */
function web(second: Partial<AuditedEni> = {}, subnet = management, state = 'running'): AuditSnapshot {
  return plus(healthyGroup(), {
    instances: [auditedInstance('i-web', management, { state, tags: { Name: 'web' } })],
    enis: [
      primaryEni('eni-wp', management, '10.0.0.50', 'i-web'),
      secondaryEni('eni-ws', subnet, '10.0.0.51', 'i-web', second),
    ],
  });
}

describe('27: two ENIs of one instance in one subnet', () => {
  const codes = ['same-subnet-twice'] as const;

  test('27: are a warning, one for the instance', () => {
    const [finding, ...others] = found(web(), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      what: 'web (i-web) has several ENIs in one subnet: eni-wp (10.0.0.50) and eni-ws (10.0.0.51) in subnet-mgmt.',
    });
    expect(finding?.group).toBeUndefined();
    expect(idsOf(finding)).toEqual(['eni-wp', 'eni-ws', 'i-web']);
  });

  test('27, near miss: ENIs in two subnets, or of an instance that does not run, are not flagged', () => {
    expect(found(web({}, data), codes)).toEqual([]);
    expect(found(web({}, management, 'stopped'), codes)).toEqual([]);
  });

  test.each<Partial<AuditedEni>>([
    { description: 'aws-K8S-i-0123456789abcdef0' },
    { tags: { 'node.k8s.amazonaws.com/instance_id': 'i-web' } },
    { interfaceType: 'trunk' },
    { requesterManaged: true },
    { interfaceType: 'efa-only' },
  ])('27, near miss: %j is there by design of somebody else', (second) => {
    expect(found(web(second), codes)).toEqual([]);
  });

  test('27: a protected ENI that visits a member with an ENI of its own there is flagged, as worth knowing', () => {
    const snapshot = withEni(healthyGroup(), 'eni-1', { subnetId: 'subnet-mgmt' });
    expect(found(snapshot, codes)).toMatchObject([{ severity: 'info', group: 'db' }]);
  });
});

describe('28: two ways out of one instance', () => {
  const codes = ['default-routes-differ'] as const;

  /** A web server in a subnet that leaves by the NAT gateway, with a second ENI in one that leaves by what is given. */
  function leaving(target: string, second: Partial<AuditedEni> = {}): AuditSnapshot {
    return plus(web(second, data), {
      routeTables: [
        auditedRouteTable('rtb-data', 'vpc-1', [auditedRoute('0.0.0.0/0', target)], {
          subnetIds: ['subnet-data'],
        }),
      ],
    });
  }

  const ofWeb = (snapshot: AuditSnapshot) =>
    found(snapshot, codes).filter(({ resources }) => resources.some(({ id }) => id === 'i-web'));

  test.each(['igw-1', 'nat-2'])('28: one by a NAT gateway and one by %s are a warning', (target) => {
    expect(ofWeb(leaving(target))).toMatchObject([
      {
        severity: 'warning',
        what: `The ENIs of web (i-web) leave for the internet by different gateways: eni-wp by nat-1 and eni-ws by ${target}.`,
      },
    ]);
  });

  test('28: those of the active member of a group name the group', () => {
    expect(found(leaving('igw-1'), codes)).toMatchObject([
      { group: 'db', resources: expect.arrayContaining([{ kind: 'instance', id: 'i-a' }]) },
      {},
    ]);
  });

  test('28, near miss: both by the same gateway are not flagged', () => {
    expect(ofWeb(leaving('nat-1'))).toEqual([]);
  });

  test('28, near miss: an instance with the source/dest check off on one of them routes by itself', () => {
    expect(ofWeb(leaving('igw-1', { sourceDestCheck: false }))).toEqual([]);
  });

  test('28, near miss: a second default route that leads to an ENI or nowhere is no second way out', () => {
    expect(ofWeb(leaving('eni-1'))).toEqual([]);
    expect(ofWeb(leaving('tgw-1'))).toEqual([]);
  });

  test('28, near miss: an instance that does not run has no way out', () => {
    expect(ofWeb(withInstance(leaving('igw-1'), 'i-web', { state: 'stopped' }))).toEqual([]);
  });
});
