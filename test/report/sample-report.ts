import { prepareAudit } from '../../domain/audit/audit-context.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import type {
  AuditedEni,
  AuditedInstance,
  AuditedSubnet,
  AuditSnapshot,
} from '../../domain/audit/audit-snapshot.ts';
import type { Readiness } from '../../domain/audit/readiness.ts';
import { reportOf } from '../../domain/audit/report-of.ts';
import type { Assessment } from '../../domain/candidates.ts';
import type { Tags } from '../../domain/tags.ts';
import {
  auditedEni,
  auditedInstance,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
  noon,
} from '../support/audit-fleet.ts';
import { sampleFindings } from './sample-findings.ts';

/** The group whose protected ENI is in the subnet of that number. */
const groups: ReadonlyMap<number, string> = new Map([
  [0, 'firewall'],
  [3, 'database'],
  [6, 'licence'],
]);

/** An account as there are many: three VPCs, a firewall pair, a database that cannot fail over, and what is wrong with it. */
export function sampleReport(parts: Partial<AuditSnapshot> = {}, findings = sampleFindings()): AuditReport {
  const snapshot = auditSnapshot({ ...sampleSnapshot(), ...parts });
  const claims = [
    {
      address: '10.20.1.250',
      role: 'vip',
      by: { kind: 'network-interface', id: 'eni-0fw000000000000a1', vpcId: 'vpc-0prod00000000001' },
    },
    {
      address: '10.20.1.251',
      by: { kind: 'instance', id: 'i-0db100000000000a1', vpcId: 'vpc-0prod00000000001' },
    },
  ] as const;
  const context = prepareAudit(snapshot, { claims, acceptances: [], unreadable: [] }, noon);
  return reportOf(context, { living: findings, readiness: sampleReadiness(), region: 'eu-west-1' });
}

function sampleSnapshot(): Partial<AuditSnapshot> {
  const subnets = [
    ...zones('vpc-0prod00000000001', 'prod', ['10.20.1.0/24', '10.20.2.0/24', '10.20.3.0/24'], [3, 120, 201]),
    ...zones(
      'vpc-0prod00000000001',
      'prod-db',
      ['10.20.16.0/26', '10.20.17.0/26', '10.20.18.0/26'],
      [9, 22, 40],
    ),
    ...zones(
      'vpc-0stage0000000002',
      'stage',
      ['10.20.0.0/20', '10.20.16.0/20', '10.20.64.0/18'],
      [3900, 2511, 16001],
    ),
    ...zones('vpc-0edge00000000003', 'edge', ['192.0.2.0/26', '192.0.2.64/26'], [30, 51]),
  ];
  return {
    vpcs: [
      auditedVpc('vpc-0prod00000000001', '10.20.0.0/16', {
        tags: { Name: 'prod' },
        cidrs: ['10.20.0.0/16', '100.64.0.0/20'],
      }),
      auditedVpc('vpc-0stage0000000002', '10.20.0.0/16', { tags: { Name: 'staging' } }),
      auditedVpc('vpc-0edge00000000003', '192.0.2.0/24', {
        tags: { Name: 'edge' },
        cidrs: ['192.0.2.0/24', '2001:db8:20::/56'],
      }),
    ],
    subnets,
    ...membersIn(subnets),
    elasticIps: [
      { allocationId: 'eipalloc-1', publicIp: '198.51.100.7', tags: { Name: 'Old VPN', Owner: 'network' } },
    ],
  };
}

function zones(
  vpcId: string,
  name: string,
  cidrs: readonly string[],
  available: readonly number[],
): AuditedSubnet[] {
  return cidrs.map((cidr, index) =>
    auditedSubnet(`subnet-0${name.replace('-', '')}00000${index}`, vpcId, cidr, {
      availabilityZone: `eu-west-1${'abc'.charAt(index)}`,
      availableIpAddressCount: available[index] ?? 0,
      tags: { Name: `${name}-${'abc'.charAt(index)}` },
      ...(name === 'edge' && { ipv6Cidrs: [`2001:db8:20:${index}::/64`] }),
    }),
  );
}

function membersIn(subnets: readonly AuditedSubnet[]): { enis: AuditedEni[]; instances: AuditedInstance[] } {
  const instances = subnets.flatMap((subnet, index) =>
    Array.from({ length: 6 }, (_, member) =>
      auditedInstance(instanceId(index, member), subnet, { tags: tagsOf(subnet, member) }),
    ),
  );
  const enis = subnets.flatMap((subnet, index) =>
    Array.from({ length: 6 }, (_, member) =>
      auditedEni(
        `eni-0${index}a${member}0000000000f`,
        subnet,
        (subnet.ipv4Cidr ?? '').replace(/\d+\/\d+$/, String(10 + member)),
        instanceId(index, member),
        {
          tags: groupTag(index, member),
        },
      ),
    ),
  );
  return { enis, instances };
}

function groupTag(subnet: number, member: number): Tags {
  const group = member === 0 ? groups.get(subnet) : undefined;
  return group === undefined ? {} : { 'eni-warden:group': group };
}

function instanceId(subnet: number, member: number): string {
  return `i-0${subnet}b${member}0000000000e`;
}

function tagsOf({ tags }: AuditedSubnet, member: number): Tags {
  return { Name: `${tags.Name}-${member + 1}`, owner: ['network', 'payments', 'platform'][member % 3] ?? '' };
}

function standby(id: string, name: string, zone: string, reasons: readonly string[]): Assessment {
  const nothing = { kind: 'absent' } as const;
  return {
    instance: {
      id,
      name,
      type: 'm5.large',
      state: 'running',
      availabilityZone: zone,
      vpcId: 'vpc-0prod00000000001',
      groups: nothing,
      priority: nothing,
      hold: nothing,
      slots: [],
    },
    reasons,
    doubtful: false,
  };
}

export function sampleReadiness(): Readiness[] {
  return [
    {
      group: 'firewall',
      ready: true,
      active: instanceId(0, 0),
      standbys: [
        standby(instanceId(0, 1), 'prod-a-2', 'eu-west-1a', []),
        standby(instanceId(1, 1), 'prod-b-2', 'eu-west-1b', [
          'it is in eu-west-1b, eni-00a00000000000f in eu-west-1a',
        ]),
      ],
      reasons: [],
    },
    {
      group: 'database',
      ready: false,
      active: instanceId(3, 0),
      standbys: [
        standby(instanceId(3, 1), 'prod-db-a-2', 'eu-west-1a', [
          'it is stopped',
          'it has 0 free network interface slots of m5.large, 1 needed',
        ]),
      ],
      reasons: ['No standby can take over.'],
    },
    {
      group: 'licence',
      ready: true,
      active: instanceId(6, 0),
      standbys: [standby(instanceId(6, 1), 'stage-a-2', 'eu-west-1a', [])],
      reasons: [],
    },
  ];
}
