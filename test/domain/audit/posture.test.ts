import type { AuditedSecurityGroupRule, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni } from '../../support/audit-fleet.ts';
import { data, found, healthyGroup, idsOf, plus, withEni, withInstance } from '../../support/audit-group.ts';

describe('Flow logs of protected ENIs', () => {
  const codes = ['no-flow-log'] as const;
  const loggedAt = (...resources: readonly string[]): AuditSnapshot => ({
    ...healthyGroup(),
    flowLogs: resources.map((resourceId) => ({ id: `fl-${resourceId}`, resourceId })),
  });

  test('a group without one is flagged, with the command that creates it', () => {
    expect(found(loggedAt(), codes)).toMatchObject([
      {
        severity: 'warning',
        group: 'db',
        resources: [{ kind: 'network-interface', id: 'eni-1' }],
        what: 'No VPC flow log covers eni-1 (10.0.1.10) of group db.',
        remedy: expect.stringContaining('--resource-type NetworkInterface --resource-ids eni-1'),
      },
    ]);
  });

  test.each(['eni-1', 'subnet-data', 'vpc-1'])('near miss: one on %s is enough', (resourceId) => {
    expect(found(loggedAt(resourceId), codes)).toEqual([]);
  });

  test('one on another subnet, VPC or ENI is not', () => {
    expect(found(loggedAt('eni-pa', 'subnet-mgmt', 'vpc-2'), codes)).toHaveLength(1);
  });

  test('near miss: an ENI that is not protected needs none', () => {
    const snapshot = plus(loggedAt('eni-1'), { enis: [auditedEni('eni-x', data, '10.0.1.30')] });
    expect(found(snapshot, codes)).toEqual([]);
  });
});

describe('Admin ports of protected ENIs', () => {
  const codes = ['admin-port-open'] as const;
  const withRule = (
    rule: Partial<AuditedSecurityGroupRule>,
    snapshot = withEni(healthyGroup(), 'eni-1', { securityGroupIds: ['sg-fw'] }),
  ) =>
    plus(snapshot, {
      securityGroupRules: [
        {
          id: 'sgr-1',
          securityGroupId: 'sg-fw',
          protocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidr: '0.0.0.0/0',
          ...rule,
        },
      ],
    });

  test('a rule that opens SSH to the world is flagged, with the command that revokes it', () => {
    const [finding, ...others] = found(withRule({}), codes);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'high',
      group: 'db',
      what: 'Security group sg-fw lets all the world reach port 22 of the protected eni-1 (10.0.1.10).',
      remedy: expect.stringContaining(
        'aws ec2 revoke-security-group-ingress --group-id sg-fw --security-group-rule-ids sgr-1',
      ),
    });
    expect(idsOf(finding)).toEqual(['eni-1', 'sg-fw']);
  });

  test.each<Partial<AuditedSecurityGroupRule>>([
    { cidr: '::/0' },
    { fromPort: 20, toPort: 25 },
    { fromPort: 23, toPort: 23 },
    { fromPort: 3389, toPort: 3389 },
    { fromPort: 5900, toPort: 5900 },
    { fromPort: 5985, toPort: 5985 },
    { fromPort: 5986, toPort: 5986 },
    { fromPort: 0, toPort: 65_535 },
    { fromPort: -1, toPort: -1 },
    { protocol: '-1', fromPort: -1, toPort: -1 },
  ])('%j is flagged', (rule) => {
    expect(found(withRule(rule), codes)).toHaveLength(1);
  });

  test.each<Partial<AuditedSecurityGroupRule>>([
    { fromPort: 443, toPort: 443 },
    { fromPort: 24, toPort: 3388 },
    { protocol: 'udp' },
    { protocol: 'icmp', fromPort: -1, toPort: -1 },
    { cidr: '10.0.0.0/8' },
    { cidr: '198.51.100.7/32' },
    { securityGroupId: 'sg-other' },
  ])('near miss: %j is not', (rule) => {
    expect(found(withRule(rule), codes)).toEqual([]);
  });

  test('near miss: a rule that names another security group instead of addresses is not open to the world', () => {
    const { cidr: _, ...rule } = { id: 'sgr-2', securityGroupId: 'sg-fw', protocol: '-1', cidr: '' };
    const snapshot = withEni(healthyGroup(), 'eni-1', { securityGroupIds: ['sg-fw'] });
    expect(found(plus(snapshot, { securityGroupRules: [rule] }), codes)).toEqual([]);
  });

  test('near miss: an open port of an ENI that is not protected is another matter', () => {
    expect(found(withRule({ securityGroupId: 'sg-1' }), codes)).toEqual([]);
  });
});

describe('Status check alarms of members', () => {
  const codes = ['no-status-alarm'] as const;
  const watched = (metric: string, ...instanceIds: readonly string[]): AuditSnapshot => ({
    ...healthyGroup(),
    alarms: [{ name: 'status', metric, instanceIds }],
  });

  test('members without one are one finding for the group, and only worth knowing', () => {
    expect(found(watched('StatusCheckFailed', 'i-a'), codes)).toMatchObject([
      {
        severity: 'info',
        group: 'db',
        what: 'No alarm watches the status checks of fw-b (i-b) and fw-c (i-c) of group db.',
        remedy: expect.stringContaining('Name=InstanceId,Value=i-b'),
      },
    ]);
  });

  test.each(['StatusCheckFailed', 'StatusCheckFailed_Instance', 'StatusCheckFailed_System'])(
    'near miss: one on %s is enough',
    (metric) => {
      expect(found(watched(metric, 'i-a', 'i-b', 'i-c'), codes)).toEqual([]);
    },
  );

  test('one on the volumes is not', () => {
    expect(found(watched('StatusCheckFailed_AttachedEBS', 'i-a', 'i-b', 'i-c'), codes)).toHaveLength(1);
  });

  test('near miss: a terminated member needs none', () => {
    const snapshot = withInstance(watched('StatusCheckFailed', 'i-a', 'i-b'), 'i-c', { state: 'terminated' });
    expect(found(snapshot, codes)).toEqual([]);
  });
});
