import type { AuditPart } from '../../../domain/audit/audit-part.ts';
import { town, warmUp } from './town.ts';

beforeAll(warmUp);

test.each<[AuditPart, string, RegExp, string]>([
  ['vpcs', 'DescribeVpcs', /<vpcId>[^<]*<\/vpcId>/, 'a VPC without VpcId'],
  ['subnets', 'DescribeSubnets', /<subnetId>[^<]*<\/subnetId>/, 'a subnet without SubnetId'],
  [
    'subnets',
    'DescribeSubnets',
    /<availableIpAddressCount>[^<]*<\/availableIpAddressCount>/,
    'a subnet without AvailableIpAddressCount',
  ],
  [
    'enis',
    'DescribeNetworkInterfaces',
    /<networkInterfaceId>[^<]*<\/networkInterfaceId>/,
    'a network interface without NetworkInterfaceId',
  ],
  ['instances', 'DescribeInstances', /<instanceId>[^<]*<\/instanceId>/, 'an instance without InstanceId'],
  [
    'route-tables',
    'DescribeRouteTables',
    /<routeTableId>[^<]*<\/routeTableId>/,
    'a route table without RouteTableId',
  ],
  [
    'route-tables',
    'DescribeRouteTables',
    /<destinationCidrBlock>[^<]*<\/destinationCidrBlock>/,
    'a route without destination',
  ],
  [
    'peerings',
    'DescribeVpcPeeringConnections',
    /<vpcPeeringConnectionId>[^<]*<\/vpcPeeringConnectionId>/,
    'a VPC peering connection without VpcPeeringConnectionId',
  ],
  [
    'elastic-ips',
    'DescribeAddresses',
    /<allocationId>[^<]*<\/allocationId>/,
    'an Elastic IP without AllocationId',
  ],
  [
    'security-group-rules',
    'DescribeSecurityGroupRules',
    /<groupId>[^<]*<\/groupId>/,
    'a security group rule without GroupId',
  ],
  ['flow-logs', 'DescribeFlowLogs', /<resourceId>[^<]*<\/resourceId>/, 'a flow log without ResourceId'],
  [
    'reservations',
    'GetSubnetCidrReservations',
    /<cidr>[^<]*<\/cidr>/,
    'a reservation of subnet-\\w+ without its id or its CIDR',
  ],
])(
  '%s without what a record is about are unread, and the others are read',
  async (part, action, lost, said) => {
    const here = await town();
    here.edits.edit = (asked, xml) => (asked === action ? xml.replace(lost, '') : xml);
    const { unread } = await here.audit();
    expect(unread).toEqual([{ part, because: expect.stringMatching(new RegExp(`^AWS returned ${said}$`)) }]);
  },
);

test('of many records that are odd in the same way one sentence is said, and of other ways their number', async () => {
  const here = await town();
  here.edits.edit = (action, xml) => {
    if (action !== 'DescribeSubnets') return xml;
    return xml.replaceAll(/<vpcId>[^<]*<\/vpcId>/g, '').replace(/<subnetId>[^<]*<\/subnetId>/, '');
  };
  const { unread, subnets } = await here.audit();
  expect(subnets).toEqual([]);
  expect(unread).toEqual([
    { part: 'subnets', because: 'AWS returned a subnet without SubnetId (and 1 more)' },
  ]);
});

test('what EC2 does not say of an ENI stays absent', async () => {
  const here = await town();
  here.edits.edit = (action, xml) =>
    action === 'DescribeNetworkInterfaces'
      ? xml.replaceAll(/<(deleteOnTermination|attachTime|networkCardIndex)>[^<]*<\/\1>/g, '')
      : xml;
  const { enis, unread } = await here.audit();
  expect(unread).toEqual([]);
  expect(enis.find(({ id }) => id === here.eni.networkInterfaceId)?.attachment).toEqual({
    id: here.eni.attachment?.attachmentId,
    instanceId: here.member.instanceId,
    instanceOwnerId: '123456789012',
    status: 'attached',
    deviceIndex: 1,
  });
});

test('a CIDR that is on its way in or out of a VPC is none of its addresses', async () => {
  const here = await town();
  here.edits.edit = (action, xml) =>
    action === 'DescribeVpcs' ? xml.replaceAll('>associated<', '>disassociating<') : xml;
  const { vpcs, unread } = await here.audit();
  expect(unread).toEqual([]);
  expect(vpcs.map(({ cidrs }) => cidrs)).toEqual([[], []]);
});

test('a subnet with IPv6 alone has no IPv4 CIDR', async () => {
  const here = await town();
  here.edits.edit = (action, xml) =>
    action === 'DescribeSubnets' ? xml.replaceAll(/<cidrBlock>[^<]*<\/cidrBlock>/g, '') : xml;
  const { subnets } = await here.audit();
  expect(subnets.map(({ ipv4Cidr, ipv6Cidrs }) => [ipv4Cidr, ipv6Cidrs.length])).toEqual([
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
});

test('a route whose target EC2 does not tell is kept, and says so', async () => {
  const here = await town();
  here.edits.edit = (action, xml) =>
    action === 'DescribeRouteTables'
      ? xml.replaceAll(/<(networkInterfaceId|instanceId)>[^<]*<\/\1>/g, '')
      : xml;
  const { routeTables } = await here.audit();
  const routes = routeTables.find(({ id }) => id === here.table.routeTableId)?.routes ?? [];
  expect(routes.find(({ destination }) => destination === '172.16.0.1/32')?.target).toEqual({
    kind: 'other',
    id: 'a target that EC2 does not tell',
  });
});

test('an association that is over serves no subnet', async () => {
  const here = await town();
  here.edits.edit = (action, xml) =>
    action === 'DescribeRouteTables' ? xml.replaceAll('>associated<', '>disassociated<') : xml;
  const { routeTables } = await here.audit();
  expect(routeTables.find(({ id }) => id === here.table.routeTableId)?.subnetIds).toEqual([]);
  expect(routeTables.filter(({ isMain }) => isMain)).toEqual([]);
});

test.each([
  ['of which nothing is delivered', /SUCCESS/, 'FAILED'],
  ['of a transit gateway', /<resourceId>vpc-[^<]*/, '<resourceId>tgw-0123456789abcdef0'],
])('a flow log %s is none', async (_what, find, replace) => {
  const here = await town();
  here.edits.edit = (action, xml) => (action === 'DescribeFlowLogs' ? xml.replace(find, replace) : xml);
  expect(await here.audit()).toMatchObject({ flowLogs: [], unread: [] });
});
