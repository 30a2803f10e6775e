import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedSubnet, auditedVpc } from '../../support/audit-fleet.ts';
import { data, management, plus, primaryEni, secondaryEni, withEni } from '../../support/audit-group.ts';
import { type Account, claiming, db, elasticIp, table, web } from './account.ts';

const claimed = (parts: Parameters<typeof plus>[1]): AuditSnapshot => plus(web, parts);
const six = auditedSubnet('subnet-six', 'vpc-1', '10.0.6.0/24', { ipv6Cidrs: ['2001:db8::/64'] });
const secondaries = (...addresses: readonly string[]) => ({
  privateIpv4Addresses: addresses.map((address, at) => ({ address, primary: at === 0 })),
});

export const claims: readonly Account[] = [
  [
    'a claim of an instance that nobody has',
    claimed({ instances: [auditedInstance('i-lic', data, claiming('10.0.1.9', { Name: 'licences' }))] }),
  ],
  [
    'a claim of an ENI that nobody has',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.1.9'))] }),
  ],
  [
    'an IPv6 claim that nobody has',
    claimed({
      subnets: [six],
      enis: [auditedEni('eni-lic', six, '10.0.6.8', 'i-web', claiming('2001:db8::9'))],
    }),
  ],
  [
    'a claim of an ENI in a group',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-a', claiming('10.0.1.9', db.tags))] }),
  ],
  [
    'a claim that another ENI meets with its first address',
    claimed({
      enis: [
        auditedEni('eni-squat', data, '10.0.1.9', 'i-web'),
        auditedEni('eni-lic', data, '10.0.1.8', undefined, claiming('10.0.1.9')),
      ],
    }),
  ],
  [
    'a claim that another ENI meets with a further address',
    claimed({
      enis: [
        auditedEni('eni-squat', data, '', undefined, secondaries('10.0.1.7', '10.0.1.9')),
        auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.1.9')),
      ],
    }),
  ],
  [
    'an IPv6 claim that another ENI meets',
    claimed({
      subnets: [six],
      enis: [
        auditedEni('eni-squat', six, '10.0.6.7', 'i-web', {
          ipv6Addresses: [{ address: '2001:db8::9', primary: false }],
        }),
        auditedEni('eni-lic', six, '10.0.6.8', undefined, claiming('2001:db8::9')),
      ],
    }),
  ],
  [
    'a claim within a prefix of another ENI',
    claimed({
      enis: [
        auditedEni('eni-node', data, '10.0.1.7', 'i-web', { ipv4Prefixes: ['10.0.1.16/28'] }),
        auditedEni('eni-lic', data, '10.0.1.8', undefined, claiming('10.0.1.20')),
      ],
    }),
  ],
  [
    'a claim within an IPv6 prefix of another ENI',
    claimed({
      subnets: [six],
      enis: [
        auditedEni('eni-node', six, '10.0.6.7', 'i-web', { ipv6Prefixes: ['2001:db8::1:0:0/80'] }),
        auditedEni('eni-lic', six, '10.0.6.8', undefined, claiming('2001:db8::1:0:20')),
      ],
    }),
  ],
  [
    'two claims, one of them shared',
    claimed({
      enis: [
        auditedEni('eni-one', data, '10.0.1.9', 'i-web', claiming('10.0.1.9')),
        auditedEni('eni-two', data, '10.0.1.8', undefined, claiming('10.0.1.9 anycast')),
      ],
    }),
  ],
  [
    'two claims without a role',
    claimed({
      enis: [
        auditedEni('eni-one', data, '10.0.1.7', 'i-web', claiming('10.0.1.9')),
        auditedEni('eni-two', data, '10.0.1.8', undefined, claiming('10.0.1.9')),
      ],
    }),
  ],
  [
    'a claim outside its VPC',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.9.1.9'))] }),
  ],
  [
    'a claim in no subnet of its VPC',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.77.9'))] }),
  ],
  [
    'a claim in another subnet',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.0.99'))] }),
  ],
  [
    'a claim in another zone',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.2.9'))] }),
  ],
  [
    'a claim of an instance in another zone',
    claimed({ instances: [auditedInstance('i-lic', data, claiming('10.0.2.9'))] }),
  ],
  [
    'a claim of what AWS keeps',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.1.255'))] }),
  ],
  [
    'a claim of an Elastic IP that is free',
    claimed({
      ...elasticIp(undefined),
      enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('203.0.113.5'))],
    }),
  ],
  [
    'a claim of an Elastic IP that another ENI has',
    claimed({
      ...elasticIp('eni-1'),
      enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('203.0.113.5'))],
    }),
  ],
  [
    'a claim of an Elastic IP by an instance',
    claimed({
      ...elasticIp(undefined),
      instances: [auditedInstance('i-lic', data, claiming('203.0.113.5'))],
    }),
  ],
  [
    'a claim of an overlay address that leads elsewhere',
    claimed({
      routeTables: [table('rtb-1', [['192.168.99.5/32', 'eni-wp']])],
      enis: [
        auditedEni('eni-lic', data, '10.0.1.8', 'i-web', {
          ...claiming('192.168.99.5'),
          sourceDestCheck: false,
        }),
      ],
    }),
  ],
  [
    'a claim that cannot be read',
    claimed({ enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('soon'))] }),
  ],
  ['an acceptance that cannot be read', withEni(web, 'eni-wp', { tags: { 'eni-warden:accept': 'later' } })],
  [
    'an address of a reservation in use without a claim',
    {
      ...web,
      reservations: [{ id: 'scr-1', subnetId: 'subnet-data', cidr: '10.0.1.8/29', type: 'explicit' }],
    },
  ],
  [
    'a reservation that disagrees with a claim',
    {
      ...claimed({
        instances: [auditedInstance('i-lic', data, claiming('10.0.1.70'))],
        enis: [auditedEni('eni-lic', data, '10.0.1.70', 'i-lic')],
      }),
      reservations: [{ id: 'scr-2', subnetId: 'subnet-data', cidr: '10.0.1.64/26', type: 'prefix' }],
    },
  ],
  [
    'a claim of an instance with ENIs in two subnets',
    claimed({
      instances: [auditedInstance('i-lic', management, claiming('10.0.1.9'))],
      enis: [
        primaryEni('eni-lic-a', management, '10.0.0.60', 'i-lic'),
        secondaryEni('eni-lic-b', data, '10.0.1.60', 'i-lic'),
      ],
    }),
  ],
  [
    'a claim of an instance with an ENI in another subnet alone',
    claimed({
      instances: [auditedInstance('i-lic', management, claiming('10.0.1.9'))],
      enis: [primaryEni('eni-lic-a', management, '10.0.0.60', 'i-lic')],
    }),
  ],
  [
    'a claim that several ENIs meet',
    claimed({
      vpcs: [auditedVpc('vpc-2', '10.0.0.0/16')],
      enis: [
        auditedEni('eni-squat', data, '10.0.1.9', 'i-web'),
        auditedEni('eni-too', data, '', 'i-a', secondaries('10.0.1.7', '10.0.1.9')),
        auditedEni('eni-lic', data, '10.0.1.8', undefined, claiming('10.0.1.9')),
      ],
    }),
  ],
  [
    'two claims in one tag',
    claimed({
      enis: [auditedEni('eni-lic', data, '10.0.1.8', 'i-web', claiming('10.0.1.8 vip 10.0.1.9 loopback'))],
    }),
  ],
];
