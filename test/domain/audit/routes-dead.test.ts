import type { AuditedRoute, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedRoute, auditedRouteTable } from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  idsOf,
  plus,
  primaryEni,
  secondaryEni,
  withAttachment,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';

const codes = ['route-blackhole', 'route-to-idle'] as const;

function routed(routes: readonly AuditedRoute[], snapshot: AuditSnapshot = healthyGroup()): AuditSnapshot {
  return plus(snapshot, { routeTables: [auditedRouteTable('rtb-1', 'vpc-1', routes)] });
}

const to = (eniId: string, state?: string) => auditedRoute('192.168.0.0/24', eniId, state);

describe('21: routes into nothing', () => {
  test('21: a blackhole route to an ENI that is gone is high, and says what to do', () => {
    expect(found(routed([to('eni-gone', 'blackhole')]), codes)).toMatchObject([
      {
        code: 'route-blackhole',
        severity: 'high',
        resources: [{ kind: 'route-table', id: 'rtb-1' }],
        what: '1 route leads into nothing, to eni-gone, which is not there: 192.168.0.0/24 in rtb-1.',
        remedy: expect.stringContaining(
          'aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 192.168.0.0/24',
        ),
      },
    ]);
  });

  test('21: a blackhole route to a protected ENI is critical and names its group', () => {
    const snapshot = routed([to('eni-1', 'blackhole')], withoutAttachment(healthyGroup(), 'eni-1'));
    expect(found(snapshot, codes)).toMatchObject([
      {
        severity: 'critical',
        group: 'db',
        remedy: expect.stringContaining('--network-interface-id eni-1 --instance-id i-a --device-index 1'),
      },
    ]);
  });

  test('21: a blackhole route to an ENI of a stopped instance says so', () => {
    const [finding] = found(
      routed([to('eni-1', 'blackhole')], withInstance(healthyGroup(), 'i-a', { state: 'stopped' })),
      codes,
    );
    expect(finding?.what).toContain('to eni-1 (10.0.1.10) on fw-a (i-a), which is stopped: ');
  });

  test('21: two thousand routes to one dead ENI are one finding, with a few of them and the count', () => {
    const routes = Array.from({ length: 2_000 }, (_, n) =>
      auditedRoute(`192.168.${n >> 8}.${n & 255}/32`, 'eni-gone', 'blackhole'),
    );
    const [finding, ...others] = found(routed(routes), codes);
    expect(others).toEqual([]);
    expect(finding?.what).toMatch(
      /^2000 routes lead into nothing, .* and 1997 more \(1 route table in all\)\.$/,
    );
    expect(finding?.what.length).toBeLessThan(300);
  });

  test('21: a blackhole route to what is no ENI is flagged too', () => {
    expect(found(routed([auditedRoute('192.168.0.0/16', 'pcx-1', 'blackhole')]), codes)).toMatchObject([
      { code: 'route-blackhole', detail: 'pcx-1' },
    ]);
  });

  test('21, near miss: active routes to gateways, peerings and the active ENI are not flagged', () => {
    const routes = [
      auditedRoute('192.168.1.0/24', 'pcx-1'),
      auditedRoute('192.168.2.0/24', 'tgw-1'),
      auditedRoute('192.168.3.0/24', 'igw-1'),
      to('eni-1'),
    ];
    expect(found(routed(routes), codes)).toEqual([]);
  });
});

describe('21: routes to ENIs that cannot answer', () => {
  const instanceIn = (state: string) =>
    plus(healthyGroup(), {
      instances: [auditedInstance('i-nat', data, { state, tags: { Name: 'nat' } })],
      enis: [primaryEni('eni-nat', data, '10.0.1.20', 'i-nat')],
    });

  test('21: a route to an ENI that is attached to nothing is flagged', () => {
    const snapshot = plus(healthyGroup(), { enis: [auditedEni('eni-old', data, '10.0.1.30')] });
    const [finding, ...others] = found(routed([to('eni-old')], snapshot), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'route-to-idle', severity: 'high' });
    expect(idsOf(finding)).toEqual(['eni-old', 'rtb-1']);
  });

  test('21: a route to an ENI of a stopped instance is flagged, with the command that starts it', () => {
    const [finding] = found(routed([to('eni-nat')], instanceIn('stopped')), codes);
    expect(finding?.what).toBe(
      '1 route leads to eni-nat (10.0.1.20), which is on nat (i-nat), which is stopped: 192.168.0.0/24 in rtb-1.',
    );
    expect(finding?.remedy).toContain('aws ec2 start-instances --instance-ids i-nat');
  });

  test('21, near miss: a route to an ENI of an instance that is running or starting is not flagged', () => {
    expect(found(routed([to('eni-nat')], instanceIn('running')), codes)).toEqual([]);
    expect(found(routed([to('eni-nat')], instanceIn('pending')), codes)).toEqual([]);
  });

  test('21: a route to a protected ENI on a stopped member is critical', () => {
    const snapshot = withInstance(healthyGroup(), 'i-a', { state: 'stopped' });
    expect(found(routed([to('eni-1')], snapshot), codes)).toMatchObject([
      { severity: 'critical', group: 'db' },
    ]);
  });

  test('21, near miss: a route to an ENI that is just being attached is not flagged', () => {
    const snapshot = withAttachment(healthyGroup(), 'eni-1', { status: 'attaching' });
    expect(found(routed([to('eni-1')], snapshot), codes)).toEqual([]);
  });

  test('21: a route to an ENI of a standby that is not protected is flagged, with the ENI that moves with the group', () => {
    const snapshot = plus(healthyGroup(), { enis: [secondaryEni('eni-sb', data, '10.0.1.11', 'i-b')] });
    expect(found(routed([to('eni-sb')], snapshot), codes)).toMatchObject([
      {
        code: 'route-to-idle',
        severity: 'high',
        group: 'db',
        remedy: expect.stringContaining(
          'aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block 192.168.0.0/24 --network-interface-id eni-1',
        ),
      },
    ]);
  });

  test('21, near miss: a route to an unprotected ENI of the active member is not flagged', () => {
    const snapshot = plus(healthyGroup(), { enis: [secondaryEni('eni-sa', data, '10.0.1.12', 'i-a')] });
    expect(found(routed([to('eni-sa')], snapshot), codes)).toEqual([]);
  });

  test('21, near miss: nobody is a standby while the group is active nowhere', () => {
    const snapshot = plus(withoutAttachment(healthyGroup(), 'eni-1'), {
      enis: [secondaryEni('eni-sb', data, '10.0.1.11', 'i-b')],
    });
    expect(found(routed([to('eni-sb')], snapshot), codes)).toEqual([]);
  });

  test('21, near miss: a protected ENI that is just leaving a standby is on its way', () => {
    const leaving = plus(healthyGroup(), {
      enis: [auditedEni('eni-2', data, '10.0.1.12', 'i-b', { tags: { 'eni-warden:group': 'db' } })],
    });
    const snapshot = withAttachment(leaving, 'eni-2', { status: 'detaching' });
    expect(found(routed([to('eni-2')], snapshot), codes)).toEqual([]);
  });

  test('21, near miss: a branch ENI has no attachment, and is in use', () => {
    const branch = auditedEni('eni-branch', data, '10.0.1.70', undefined, {
      status: 'associated',
      interfaceType: 'branch',
    });
    expect(found(routed([to('eni-branch')], plus(healthyGroup(), { enis: [branch] })), codes)).toEqual([]);
  });
});
