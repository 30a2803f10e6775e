import { auditedInstance } from '../../support/audit-fleet.ts';
import {
  found,
  healthyGroup,
  idsOf,
  management,
  otherZone,
  plus,
  primaryEni,
  withEni,
  withInstance,
} from '../../support/audit-group.ts';

describe('25: one Availability Zone', () => {
  const moved = withInstance(healthyGroup(), 'i-c', { availabilityZone: 'eu-west-1a' });

  test('25: a group whose members are all in one zone is worth knowing', () => {
    expect(found(moved, ['single-zone'])).toMatchObject([
      {
        severity: 'info',
        group: 'db',
        what: 'All members of group db are in eu-west-1a: fw-a (i-a), fw-b (i-b) and fw-c (i-c).',
      },
    ]);
  });

  test('25, near miss: members in two zones are not flagged', () => {
    expect(found(healthyGroup(), ['single-zone'])).toEqual([]);
  });

  test('25: a terminated member in another zone is none', () => {
    const snapshot = withInstance(healthyGroup(), 'i-c', { state: 'terminated' });
    expect(found(snapshot, ['single-zone'])).toHaveLength(1);
  });

  test('25, near miss: of a group with one member, that it has no standby is said instead', () => {
    const { instances, ...rest } = healthyGroup();
    const alone = { ...rest, instances: instances.filter(({ id }) => id === 'i-a') };
    expect(found(alone, ['single-zone', 'standby-not-ready'])).toMatchObject([{ code: 'standby-not-ready' }]);
  });
});

describe('30: different security groups', () => {
  const codes = ['security-groups-differ'] as const;

  test('30: a standby whose primary ENI has other groups than that of the active member is flagged, with what differs', () => {
    const snapshot = withEni(healthyGroup(), 'eni-pb', { securityGroupIds: ['sg-3', 'sg-2'] });
    const [finding, ...others] = found(snapshot, codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      group: 'db',
      what: 'The primary ENIs of the members of group db have different security groups: unlike fw-a (i-a), fw-b (i-b) lacks sg-1 and has sg-2 and sg-3.',
      remedy: 'aws ec2 modify-network-interface-attribute --network-interface-id eni-pb --groups sg-1',
    });
    expect(idsOf(finding)).toEqual(['db', 'eni-pa', 'eni-pb']);
  });

  test('30, near miss: the same groups in another order are the same', () => {
    const one = withEni(healthyGroup(), 'eni-pa', { securityGroupIds: ['sg-1', 'sg-2'] });
    const both = withEni(one, 'eni-pb', { securityGroupIds: ['sg-2', 'sg-1'] });
    expect(found(withEni(both, 'eni-pc', { securityGroupIds: ['sg-2', 'sg-1'] }), codes)).toEqual([]);
  });

  test('30, near miss: the groups of the protected ENI go along with it', () => {
    expect(found(withEni(healthyGroup(), 'eni-1', { securityGroupIds: ['sg-9'] }), codes)).toEqual([]);
  });

  test('30, near miss: a member in another VPC cannot have the same groups, and an instance of no group need not', () => {
    const abroad = withEni(withInstance(healthyGroup(), 'i-c', { vpcId: 'vpc-2' }), 'eni-pc', {
      securityGroupIds: ['sg-9'],
    });
    expect(found(abroad, codes)).toEqual([]);
    const stranger = plus(healthyGroup(), {
      instances: [auditedInstance('i-x', management), auditedInstance('i-y', otherZone)],
      enis: [primaryEni('eni-px', management, '10.0.0.50', 'i-x', { securityGroupIds: ['sg-9'] })],
    });
    expect(found(stranger, codes)).toEqual([]);
  });
});
