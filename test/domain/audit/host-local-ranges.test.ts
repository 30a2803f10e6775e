import { auditedSubnet, auditedVpc } from '../../support/audit-fleet.ts';
import { flagged } from './flagged.ts';

const flaggedOf = (...cidrs: readonly string[]) =>
  flagged({ vpcs: [auditedVpc('vpc-1', '', { cidrs })] }, 'host-local-range');

describe('A VPC with addresses that hosts keep for themselves (number 6)', () => {
  test.each([
    ['172.17.0.0/16', 'warning'],
    ['172.17.4.0/24', 'warning'],
    ['169.254.0.0/20', 'warning'],
    ['198.19.0.0/16', 'warning'],
    ['100.64.0.0/16', 'info'],
  ])('%s is flagged: %s', (cidr, severity) => {
    expect(flaggedOf(cidr)).toMatchObject([{ severity, resources: [{ kind: 'vpc', id: 'vpc-1' }] }]);
  });

  test.each(['172.16.0.0/16', '172.18.0.0/16', '198.20.0.0/16', '100.128.0.0/16', '2001:db8::/56'])(
    '%s is not',
    (cidr) => {
      expect(flaggedOf(cidr)).toEqual([]);
    },
  );

  test('100.64.0.0/10 beside other addresses, as for pods, is not', () => {
    expect(flaggedOf('10.0.0.0/16', '100.64.0.0/16')).toEqual([]);
    expect(flaggedOf('2001:db8::/56', '100.64.0.0/16')).toHaveLength(1);
  });

  test('is told once for several ranges and for its subnets, at the worst', () => {
    const vpcs = [
      auditedVpc('vpc-1', '', { cidrs: ['100.64.0.0/16', '100.65.0.0/16', '10.0.0.0/16', '172.17.0.0/16'] }),
    ];
    const subnets = [auditedSubnet('subnet-1', 'vpc-1', '172.17.1.0/24')];
    const found = flagged({ vpcs, subnets }, 'host-local-range');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'warning' });
    expect(found[0]?.what).toContain('172.17.0.0/16');
  });
});
