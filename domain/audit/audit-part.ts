/** What one audit reads, part by part. A finding depends on parts: without them nothing new is known of it. */
export const auditParts = {
  vpcs: 'ec2:DescribeVpcs',
  subnets: 'ec2:DescribeSubnets',
  enis: 'ec2:DescribeNetworkInterfaces',
  instances: 'ec2:DescribeInstances',
  'instance-status': 'ec2:DescribeInstanceStatus',
  'instance-types': 'ec2:DescribeInstanceTypes',
  'route-tables': 'ec2:DescribeRouteTables',
  peerings: 'ec2:DescribeVpcPeeringConnections',
  'elastic-ips': 'ec2:DescribeAddresses',
  reservations: 'ec2:GetSubnetCidrReservations',
  'security-group-rules': 'ec2:DescribeSecurityGroupRules',
  'flow-logs': 'ec2:DescribeFlowLogs',
  alarms: 'cloudwatch:DescribeAlarms',
} as const;

export type AuditPart = keyof typeof auditParts;
