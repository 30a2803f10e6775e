import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedInstance } from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  idsOf,
  management,
  plus,
  primaryEni,
  secondaryEni,
  withAttachment,
} from '../../support/audit-group.ts';

describe('26: protected ENIs that die with their instance', () => {
  const codes = ['delete-on-termination'] as const;

  test('26: one with DeleteOnTermination is critical, with the command that makes it outlive the instance', () => {
    expect(
      found(withAttachment(healthyGroup(), 'eni-1', { deleteOnTermination: true }), codes),
    ).toMatchObject([
      {
        severity: 'critical',
        group: 'db',
        what: 'The protected eni-1 (10.0.1.10) of group db is deleted when fw-a (i-a) is terminated.',
        remedy:
          'aws ec2 modify-network-interface-attribute --network-interface-id eni-1 --attachment AttachmentId=eni-attach-eni-1,DeleteOnTermination=false',
      },
    ]);
  });

  test('26, near miss: one without it, one that is being detached, and primary ENIs are not flagged', () => {
    expect(found(healthyGroup(), codes)).toEqual([]);
    const leaving = withAttachment(healthyGroup(), 'eni-1', {
      deleteOnTermination: true,
      status: 'detaching',
    });
    expect(found(leaving, codes)).toEqual([]);
  });

  test('26, near miss: a secondary ENI that nobody protects may die with its instance', () => {
    const snapshot = plus(healthyGroup(), { enis: [secondaryEni('eni-x', data, '10.0.1.21', 'i-b')] });
    expect(found(withAttachment(snapshot, 'eni-x', { deleteOnTermination: true }), codes)).toEqual([]);
  });
});

describe('26: ENIs that Auto Scaling instances leave behind', () => {
  const codes = ['outlives-instance'] as const;
  const scaled = (
    count: number,
    tags: Readonly<Record<string, string>> = { 'aws:autoscaling:groupName': 'web' },
  ) =>
    Array.from({ length: count }).reduce<AuditSnapshot>(
      (snapshot, _, n) =>
        plus(snapshot, {
          instances: [auditedInstance(`i-w${n}`, management, { tags })],
          enis: [
            primaryEni(`eni-wp${n}`, management, `10.0.0.${100 + n}`, `i-w${n}`),
            secondaryEni(`eni-ws${n}`, data, `10.0.1.${100 + n}`, `i-w${n}`),
          ],
        }),
      healthyGroup(),
    );

  test('26: they are one finding for each Auto Scaling group, and only worth knowing', () => {
    const [finding, ...others] = found(scaled(2), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'info',
      detail: 'web',
      what: '2 ENIs of the Auto Scaling group web (eni-ws0 (10.0.1.100) and eni-ws1 (10.0.1.101)) will outlive the instances that hold them.',
    });
    expect(idsOf(finding)).toEqual(['eni-ws0', 'eni-ws1', 'i-w0', 'i-w1']);
  });

  test('26, near miss: instances of no Auto Scaling group, and ENIs that die with theirs, are not flagged', () => {
    expect(found(scaled(2, {}), codes)).toEqual([]);
    expect(found(withAttachment(scaled(1), 'eni-ws0', { deleteOnTermination: true }), codes)).toEqual([]);
  });

  test('26, near miss: a protected ENI has to outlive its instance', () => {
    const snapshot = scaled(0);
    const instances = snapshot.instances.map((each) => ({
      ...each,
      tags: { ...each.tags, 'aws:autoscaling:groupName': 'db' },
    }));
    expect(found({ ...snapshot, instances }, codes)).toEqual([]);
  });
});
