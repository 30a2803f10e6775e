import { type AddressRange, overlap, parseRange } from '../cidr.ts';
import { blocksOf, type VpcCidr } from './address-space.ts';
import type { AuditContext } from './audit-context.ts';
import { type AuditFinding, findingSeverities } from './audit-finding.ts';
import type { AuditedVpc } from './audit-snapshot.ts';
import { inWords } from './finding-words.ts';

interface HostRange {
  readonly range: AddressRange;
  readonly severity: 'warning' | 'info';
  readonly text: string;
  /** Legitimate beside other addresses, as custom networking of Amazon EKS uses it. */
  readonly fineAsSecondary: boolean;
}

/** What hosts and providers use by themselves. IPv6 has nothing alike that a VPC could be given. */
const hostRanges: readonly HostRange[] = [
  hostRange('172.17.0.0/16', 'warning', 'Docker gives it to containers'),
  hostRange('169.254.0.0/16', 'warning', 'it is link-local, as is the metadata service'),
  hostRange('198.18.0.0/15', 'warning', 'it is for benchmarks, and AWS uses it for managed services'),
  {
    ...hostRange('100.64.0.0/10', 'info', 'carriers, VPN overlays and AWS itself use it'),
    fineAsSecondary: true,
  },
];

function hostRange(cidr: string, severity: HostRange['severity'], use: string): HostRange {
  const range = parseRange(cidr) ?? { family: 4, first: 0n, last: -1n };
  return { range, severity, text: `${cidr} (${use})`, fineAsSecondary: false };
}

/**
 * Number 6: a VPC with addresses that hosts keep for themselves, once a VPC; its subnets lie in its CIDRs. A VPC that has
 * 100.64.0.0/10 beside other IPv4 addresses is not flagged: that is how pods are given addresses of their own.
 */
export function hostLocalRanges({ snapshot: { vpcs } }: AuditContext): readonly AuditFinding[] {
  return vpcs.flatMap(hostLocalRange);
}

function hostLocalRange(vpc: AuditedVpc): readonly AuditFinding[] {
  const blocks = blocksOf(vpc).filter(({ range }) => range.family === 4);
  const met = hostRanges.flatMap((host) => {
    const inside = blocks.filter((block) => overlap(block.range, host.range));
    const isFine = host.fineAsSecondary && inside.length < blocks.length;
    return inside.length === 0 || isFine ? [] : [{ host, inside }];
  });
  if (met.length === 0) return [];
  const severity = findingSeverities.find((each) => met.some(({ host }) => host.severity === each)) ?? 'info';
  return [
    {
      code: 'host-local-range',
      severity,
      resources: [{ kind: 'vpc', id: vpc.id }],
      what: `${vpc.id} has addresses of ${inWords(met.map(({ host }) => host.text))}: ${inWords(met.flatMap(({ inside }) => inside.map(cidrOf)))}.`,
      why: 'A host that uses the range for itself does not reach those addresses of the VPC, and nothing says so.',
      remedy: `Give the VPC other addresses and move its subnets there: aws ec2 associate-vpc-cidr-block --vpc-id ${vpc.id} --cidr-block <a free range>; until then keep the hosts off the range, such as by "bip" and "default-address-pools" in Docker's daemon.json.`,
    },
  ];
}

function cidrOf({ cidr }: VpcCidr): string {
  return cidr;
}
