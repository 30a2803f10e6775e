import { type AuditFinding, fingerprintOfFinding } from '../../domain/audit/audit-finding.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { noon } from '../support/audit-fleet.ts';

const hour = 3_600_000;

export function living(finding: AuditFinding, more: Partial<LivingFinding> = {}): LivingFinding {
  return {
    fingerprint: fingerprintOfFinding(finding),
    finding,
    stage: 'open',
    firstSeen: noon - 50 * hour,
    lastSeen: noon,
    told: null,
    ...more,
  };
}

export function sampleFindings(): LivingFinding[] {
  const [group, subnet, vpcA, vpcB] = [
    { kind: 'group', id: 'database' },
    { kind: 'subnet', id: 'subnet-0prod000000' },
    { kind: 'vpc', id: 'vpc-0prod00000000001' },
    { kind: 'vpc', id: 'vpc-0stage0000000002' },
  ] as const;
  return [
    living(
      {
        code: 'standby-not-ready',
        severity: 'critical',
        resources: [group],
        group: 'database',
        what: 'Group database has no standby that can take over: prod-db-a-2 is stopped and has no free network interface slot.',
        why: 'When i-03b00000000000e fails, eni-03a00000000000f has nowhere to go, and 10.20.16.10 is lost until somebody mends it by hand.',
        remedy: 'aws ec2 start-instances --instance-ids i-03b10000000000e',
      },
      { firstSeen: noon },
    ),
    living({
      code: 'route-blackhole',
      severity: 'critical',
      resources: [{ kind: 'route-table', id: 'rtb-0aa00000000000001' }],
      detail: '172.31.0.0/16',
      what: 'rtb-0aa00000000000001 sends 172.31.0.0/16 to eni-0gone000000000001, which does not exist any more.',
      why: 'Whatever its subnets send there is dropped without a word.',
      remedy:
        'aws ec2 delete-route --route-table-id rtb-0aa00000000000001 --destination-cidr-block 172.31.0.0/16',
    }),
    living({
      code: 'vpc-overlap-connected',
      severity: 'high',
      resources: [vpcA, vpcB],
      what: 'prod and staging both have 10.20.0.0/16, and peering pcx-0aa1 between them failed because of it.',
      why: 'They can never be joined, and whoever peers with both reaches only one of them.',
      remedy:
        'Give staging a second CIDR that nobody else has, and move its subnets there:\naws ec2 associate-vpc-cidr-block --vpc-id vpc-0stage0000000002 --cidr-block 10.64.0.0/16',
    }),
    living({
      code: 'subnet-exhausted',
      severity: 'high',
      resources: [subnet],
      what: 'prod-a has 3 of 251 addresses free.',
      why: 'A standby of firewall that is launched there gets no address.',
      remedy:
        'aws ec2 create-subnet --vpc-id vpc-0prod00000000001 --availability-zone eu-west-1a --cidr-block 10.20.4.0/24',
    }),
    ...Array.from({ length: 9 }, (_, index) =>
      living({
        code: 'no-flow-log',
        severity: 'warning',
        resources: [{ kind: 'network-interface', id: `eni-0${index}a00000000000f` }],
        what: `eni-0${index}a00000000000f is protected, and no VPC flow log covers it.`,
        why: 'After a failover nobody can tell which traffic was lost.',
        remedy: `aws ec2 create-flow-logs --resource-type NetworkInterface --resource-ids eni-0${index}a00000000000f --traffic-type ALL --log-destination <arn of a bucket>`,
      }),
    ),
    ...Array.from({ length: 5 }, (_, index) =>
      living({
        code: 'elastic-ip-idle',
        severity: 'info',
        resources: [{ kind: 'elastic-ip', id: `eipalloc-${index}` }],
        what: `198.51.100.${index} is associated with nothing.`,
        why: 'It costs money, and nobody is served by it.',
        remedy: `aws ec2 release-address --allocation-id eipalloc-${index}`,
      }),
    ),
    living(
      {
        code: 'single-zone',
        severity: 'warning',
        resources: [{ kind: 'group', id: 'licence' }],
        group: 'licence',
        what: 'All members of licence are in eu-west-1a.',
        why: 'When that zone fails, no member is left.',
        remedy: 'Launch a member in another Availability Zone.',
      },
      { stage: 'accepted', acceptedUntil: noon + 240 * hour, acceptedBy: 'i-06b00000000000e' },
    ),
  ];
}
