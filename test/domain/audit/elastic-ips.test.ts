import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance } from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  idsOf,
  plus,
  primaryEni,
  secondaryEni,
  withEni,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';

const codes = ['elastic-ip-idle', 'elastic-ip-on-standby'] as const;

/** The healthy group with an Elastic IP on this ENI, or on none. */
function withElasticIp(eniId: string | undefined, snapshot: AuditSnapshot = healthyGroup()): AuditSnapshot {
  return plus(snapshot, {
    elasticIps: [
      {
        allocationId: 'eipalloc-1',
        publicIp: '203.0.113.5',
        ...(eniId !== undefined && { eniId, privateIpAddress: '10.0.1.10' }),
        tags: {},
      },
    ],
  });
}

const web = (state: string) =>
  plus(healthyGroup(), {
    instances: [auditedInstance('i-web', data, { state, tags: { Name: 'web' } })],
    enis: [primaryEni('eni-web', data, '10.0.1.20', 'i-web')],
  });

describe('18: Elastic IPs that serve nobody', () => {
  test('18: one that is associated with nothing is a warning, and is told how to release', () => {
    expect(found(withElasticIp(undefined), codes)).toMatchObject([
      {
        code: 'elastic-ip-idle',
        severity: 'warning',
        resources: [{ kind: 'elastic-ip', id: 'eipalloc-1' }],
        what: 'Elastic IP 203.0.113.5 is associated with nothing.',
        remedy: expect.stringContaining('aws ec2 release-address --allocation-id eipalloc-1'),
      },
    ]);
  });

  test('18: one on an unattached ENI is flagged', () => {
    const snapshot = withElasticIp(
      'eni-old',
      plus(healthyGroup(), { enis: [auditedEni('eni-old', data, '10.0.1.30')] }),
    );
    const [finding, ...others] = found(snapshot, codes);
    expect(others).toEqual([]);
    expect(idsOf(finding)).toEqual(['eipalloc-1', 'eni-old']);
    expect(finding?.what).toBe(
      'Elastic IP 203.0.113.5 is on eni-old (10.0.1.30), which is attached to nothing.',
    );
  });

  test.each(['stopped', 'stopping'])('18: one on an ENI of an instance that is %s is flagged', (state) => {
    const [finding, ...others] = found(withElasticIp('eni-web', web(state)), codes);
    expect(others).toEqual([]);
    expect(finding?.what).toBe(
      `Elastic IP 203.0.113.5 is on eni-web (10.0.1.20) of web (i-web), which is ${state}.`,
    );
  });

  test('18, near miss: one on an ENI of a running instance is not flagged', () => {
    expect(found(withElasticIp('eni-web', web('running')), codes)).toEqual([]);
  });

  test('18, near miss: one on a protected ENI that is being moved is not flagged', () => {
    expect(found(withElasticIp('eni-1', withoutAttachment(healthyGroup(), 'eni-1')), codes)).toEqual([]);
  });

  test('18: one on a protected ENI that is attached to nothing and on hold is flagged: nothing will move it', () => {
    const held = withEni(withoutAttachment(healthyGroup(), 'eni-1'), 'eni-1', {
      tags: { 'eni-warden:group': 'db', 'eni-warden:hold': 'rebuild' },
    });
    expect(found(withElasticIp('eni-1', held), codes)).toMatchObject([
      { code: 'elastic-ip-idle', group: 'db' },
    ]);
  });

  test('18, near miss: one whose ENI the account does not see, and one of a NAT gateway, are not flagged', () => {
    const gateway = auditedEni('eni-nat', data, '10.0.1.40', undefined, {
      status: 'in-use',
      interfaceType: 'nat_gateway',
      requesterManaged: true,
      attachment: { id: 'ela-attach-1', status: 'attached', deviceIndex: 1 },
    });
    expect(found(withElasticIp('eni-hidden'), codes)).toEqual([]);
    expect(found(withElasticIp('eni-nat', plus(healthyGroup(), { enis: [gateway] })), codes)).toEqual([]);
  });
});

describe('18: Elastic IPs on a standby', () => {
  const standby = plus(healthyGroup(), { enis: [secondaryEni('eni-sb', data, '10.0.1.11', 'i-b')] });

  test('18: one on a secondary ENI of a member that is not active is flagged, with where it belongs', () => {
    expect(found(withElasticIp('eni-sb', standby), codes)).toMatchObject([
      {
        code: 'elastic-ip-on-standby',
        severity: 'high',
        group: 'db',
        what: 'Elastic IP 203.0.113.5 is on eni-sb (10.0.1.11) of fw-b (i-b), a standby of group db, which is active on fw-a (i-a).',
        remedy: expect.stringContaining('--allow-reassociation --network-interface-id eni-1'),
      },
    ]);
  });

  test('18, near miss: one on the primary ENI of a standby is how people reach it', () => {
    expect(found(withElasticIp('eni-pb', standby), codes)).toEqual([]);
  });

  test('18, near miss: one on the protected ENI, and one on a secondary ENI of the active member, are not flagged', () => {
    const active = plus(healthyGroup(), { enis: [secondaryEni('eni-sa', data, '10.0.1.12', 'i-a')] });
    expect(found(withElasticIp('eni-1'), codes)).toEqual([]);
    expect(found(withElasticIp('eni-sa', active), codes)).toEqual([]);
  });

  test('18, near miss: a standby of one group that is active in another keeps its Elastic IP', () => {
    const both = plus(withInstance(standby, 'i-b', { tags: { 'eni-warden:group': 'db web' } }), {
      enis: [auditedEni('eni-w', data, '10.0.1.50', 'i-b', { tags: { 'eni-warden:group': 'web' } })],
    });
    expect(found(withElasticIp('eni-sb', both), codes)).toEqual([]);
  });
});
