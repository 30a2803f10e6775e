import {
  DescribeSubnetsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  type Subnet,
  type Vpc,
  type VpcPeeringConnection,
  type VpcPeeringConnectionVpcInfo,
} from '@aws-sdk/client-ec2';
import type {
  AuditedPeering,
  AuditedSubnet,
  AuditedVpc,
  PeeringSide,
} from '../../domain/audit/audit-snapshot.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import type { PageToken } from '../gentle/part.ts';
import { present, tagsOf, textOf } from '../gentle/record-fields.ts';
import { type AuditRun, readRecords } from './audit-run.ts';

const pageSize = 1_000;

export function readVpcs(run: AuditRun): Promise<readonly AuditedVpc[]> {
  return readRecords(run, 'vpcs', (token) => describeVpcs(run, token), toVpc);
}

async function describeVpcs({ ec2, deadline }: AuditRun, token: PageToken) {
  const { Vpcs, NextToken } = await callGently(ec2, 'DescribeVpcs', deadline, (client) =>
    client.send(new DescribeVpcsCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: Vpcs, nextToken: NextToken };
}

/** A CIDR on its way in or out is not among its addresses; one that EC2 lists nowhere else is. */
function toVpc(record: Vpc): readonly AuditedVpc[] {
  const { VpcId, CidrBlock, CidrBlockAssociationSet, Ipv6CidrBlockAssociationSet = [], Tags } = record;
  const ipv4 = CidrBlockAssociationSet ?? [{ CidrBlock, CidrBlockState: { State: 'associated' } }];
  return [
    {
      id: textOf(VpcId, 'VpcId', 'a VPC'),
      isDefault: record.IsDefault === true,
      cidrs: [
        ...ipv4.flatMap((each) => blockOf(each.CidrBlock, each.CidrBlockState?.State)),
        ...Ipv6CidrBlockAssociationSet.flatMap((each) =>
          blockOf(each.Ipv6CidrBlock, each.Ipv6CidrBlockState?.State),
        ),
      ],
      tags: tagsOf(Tags, 'a VPC'),
    },
  ];
}

function blockOf(cidr: string | undefined, state: string | undefined): readonly string[] {
  return state === 'associated' ? [textOf(cidr, 'CidrBlock', 'a VPC or subnet')] : [];
}

export function readSubnets(run: AuditRun): Promise<readonly AuditedSubnet[]> {
  return readRecords(run, 'subnets', (token) => describeSubnets(run, token), toSubnet);
}

async function describeSubnets({ ec2, deadline }: AuditRun, token: PageToken) {
  const { Subnets, NextToken } = await callGently(ec2, 'DescribeSubnets', deadline, (client) =>
    client.send(new DescribeSubnetsCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: Subnets, nextToken: NextToken };
}

function toSubnet(record: Subnet): readonly AuditedSubnet[] {
  const { SubnetId, VpcId, CidrBlock, AvailableIpAddressCount, Ipv6CidrBlockAssociationSet = [] } = record;
  if (AvailableIpAddressCount === undefined) throw new Error('a subnet without AvailableIpAddressCount');
  return [
    {
      id: textOf(SubnetId, 'SubnetId', 'a subnet'),
      vpcId: textOf(VpcId, 'VpcId', 'a subnet'),
      availabilityZone: record.AvailabilityZone ?? '',
      ...(CidrBlock !== undefined && CidrBlock !== '' && { ipv4Cidr: CidrBlock }),
      ipv6Cidrs: Ipv6CidrBlockAssociationSet.flatMap((each) =>
        blockOf(each.Ipv6CidrBlock, each.Ipv6CidrBlockState?.State),
      ),
      availableIpAddressCount: AvailableIpAddressCount,
      tags: tagsOf(record.Tags, 'a subnet'),
    },
  ];
}

export function readPeerings(run: AuditRun): Promise<readonly AuditedPeering[]> {
  return readRecords(run, 'peerings', (token) => describePeerings(run, token), toPeering);
}

async function describePeerings({ ec2, deadline }: AuditRun, token: PageToken) {
  const reply = await callGently(ec2, 'DescribeVpcPeeringConnections', deadline, (client) =>
    client.send(new DescribeVpcPeeringConnectionsCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: reply.VpcPeeringConnections, nextToken: reply.NextToken };
}

function toPeering(record: VpcPeeringConnection): readonly AuditedPeering[] {
  return [
    {
      id: textOf(record.VpcPeeringConnectionId, 'VpcPeeringConnectionId', 'a VPC peering connection'),
      status: textOf(record.Status?.Code, 'Status', 'a VPC peering connection'),
      requester: toSide(record.RequesterVpcInfo),
      accepter: toSide(record.AccepterVpcInfo),
      tags: tagsOf(record.Tags, 'a VPC peering connection'),
    },
  ];
}

function toSide(record: VpcPeeringConnectionVpcInfo = {}): PeeringSide {
  const { VpcId, OwnerId, Region, CidrBlock, CidrBlockSet = [], Ipv6CidrBlockSet = [] } = record;
  const listed = CidrBlockSet.flatMap((each) => each.CidrBlock ?? []);
  const ipv4 = listed.length > 0 ? listed : [CidrBlock ?? []].flat();
  return {
    vpcId: textOf(VpcId, 'VpcId', 'a VPC peering connection'),
    ...present('ownerId', OwnerId),
    ...present('region', Region),
    cidrs: [...ipv4, ...Ipv6CidrBlockSet.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? [])],
  };
}
