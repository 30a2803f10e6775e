import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import {
  auditedEni,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
} from '../../support/audit-fleet.ts';
import { management, plus, secondaryEni } from '../../support/audit-group.ts';
import { type Account, db, web } from './account.ts';
import { auditedPeering } from './flagged.ts';

const a = auditedVpc('vpc-a', '10.0.0.0/16');
const b = auditedVpc('vpc-b', '10.0.128.0/17', { tags: { Name: 'shop' } });
const hub = auditedVpc('vpc-hub', '10.9.0.0/16');
const [inA, inB] = [
  auditedSubnet('subnet-a', 'vpc-a', '10.0.129.0/24'),
  auditedSubnet('subnet-b', 'vpc-b', '10.0.129.0/24'),
] as const;
const twins = [auditedEni('eni-a', inA, '10.0.129.9', 'i-a'), auditedEni('eni-b', inB, '10.0.129.9', 'i-b')];
const onGateway = ['vpc-a', 'vpc-b'].map((vpcId) =>
  auditedRouteTable(`rtb-${vpcId}`, vpcId, [auditedRoute('0.0.0.0/0', 'tgw-1')]),
);
const inSubnet = (cidr: string, free: number, parts: Partial<AuditSnapshot> = {}) =>
  auditSnapshot({
    vpcs: [auditedVpc('vpc-1', '10.0.0.0/16')],
    subnets: [auditedSubnet('subnet-1', 'vpc-1', cidr, { availableIpAddressCount: free })],
    ...parts,
  });

export const spaces: readonly Account[] = [
  ['VPCs that share addresses', auditSnapshot({ vpcs: [a, b] })],
  [
    'VPCs that share addresses and whose peering failed',
    auditSnapshot({
      vpcs: [a, b],
      peerings: [
        auditedPeering('pcx-1', 'vpc-a', 'vpc-b', 'failed'),
        auditedPeering('pcx-2', 'vpc-b', 'vpc-a', 'rejected'),
      ],
    }),
  ],
  [
    'VPCs that share addresses and a peer',
    auditSnapshot({
      vpcs: [a, b, hub],
      peerings: [auditedPeering('pcx-1', 'vpc-a', 'vpc-hub'), auditedPeering('pcx-2', 'vpc-hub', 'vpc-b')],
    }),
  ],
  [
    'VPCs that share addresses and a gateway',
    auditSnapshot({ vpcs: [a, b], subnets: [inA, inB], enis: twins, routeTables: onGateway }),
  ],
  [
    'a VPC with the addresses of hosts',
    auditSnapshot({
      vpcs: [
        auditedVpc('vpc-1', '', { cidrs: ['172.17.0.0/16', '10.0.0.0/16'] }),
        auditedVpc('vpc-2', '100.64.0.0/16'),
      ],
    }),
  ],
  ['a subnet that is nearly full', inSubnet('10.0.1.0/24', 3)],
  [
    'a subnet of a group that is full',
    inSubnet('10.0.1.0/24', 0, {
      enis: [
        auditedEni(
          'eni-1',
          { id: 'subnet-1', vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' },
          '10.0.1.9',
          'i-1',
          db,
        ),
      ],
    }),
  ],
  ['a subnet with addresses that nobody shows', inSubnet('10.0.1.0/24', 100)],
  [
    'a subnet in pieces',
    inSubnet('10.0.1.0/24', 200, {
      enis: [
        auditedEni(
          'eni-node',
          { id: 'subnet-1', vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' },
          '10.0.1.9',
          'i-1',
          { ipv4Prefixes: ['10.0.1.16/28'] },
        ),
        ...Array.from({ length: 14 }, (_, at) =>
          auditedEni(
            `eni-${at}`,
            { id: 'subnet-1', vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' },
            `10.0.1.${32 + at * 16}`,
            'i-1',
          ),
        ),
      ],
    }),
  ],
  [
    'two ENIs of one instance in one subnet',
    plus(web, { enis: [secondaryEni('eni-ws', management, '10.0.0.51', 'i-web')] }),
  ],
  [
    'parts that were not read',
    {
      ...web,
      unread: [{ part: 'elastic-ips', because: 'UnauthorizedOperation' }],
      subnetsNotAsked: 3,
    },
  ],
  [
    'three VPCs that share addresses, some of which somebody wants to peer',
    auditSnapshot({
      vpcs: [a, b, auditedVpc('vpc-c', '', { cidrs: ['10.0.0.0/16', '2001:db8::/56'] })],
      peerings: [
        auditedPeering('pcx-9', 'vpc-a', 'vpc-a', 'failed'),
        auditedPeering('pcx-1', 'vpc-c', 'vpc-b', 'failed'),
      ],
    }),
  ],
];
