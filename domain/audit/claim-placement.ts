import { type AddressRange, parseRange } from '../cidr.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedSubnet } from './audit-snapshot.ts';
import type { Claim } from './declarations.ts';

/** AWS keeps the first four addresses of a subnet and the last, of both families. */
const keptFirst = 4n;

interface Block {
  readonly subnet: AuditedSubnet;
  readonly cidr: string;
  readonly range: AddressRange;
}

/** Why a claim of a private address can never be met where its claimant is; undefined where it can, or nobody knows. */
export type Misplacement = (claim: Claim) => string | undefined;

export function misplacement(context: AuditContext): Misplacement {
  const byVpc = Map.groupBy(context.snapshot.subnets, ({ vpcId }) => vpcId);
  const blocksByVpc = new Map<string, readonly Block[]>();
  return ({ address, by }) => {
    const vpcId = by.vpcId ?? '';
    const range = parseRange(address);
    const blocks = blocksByVpc.get(vpcId) ?? (byVpc.get(vpcId) ?? []).flatMap(blocksOfSubnet);
    blocksByVpc.set(vpcId, blocks);
    if (range === undefined || blocks.length === 0) return undefined;
    const block = blocks.find((each) => each.range.family === range.family && isIn(range.first, each.range));
    if (block === undefined) return `no subnet of ${vpcId} has it`;
    return outOfReach(context, by, block) ?? keptByAws(range.first, block);
  };
}

function blocksOfSubnet(subnet: AuditedSubnet): readonly Block[] {
  const cidrs = [...(subnet.ipv4Cidr === undefined ? [] : [subnet.ipv4Cidr]), ...subnet.ipv6Cidrs];
  return cidrs.flatMap((cidr) => {
    const range = parseRange(cidr);
    return range === undefined ? [] : [{ subnet, cidr, range }];
  });
}

function isIn(address: bigint, { first, last }: AddressRange): boolean {
  return address >= first && address <= last;
}

function outOfReach(
  { enis }: AuditContext,
  { kind, id, availabilityZone }: Claim['by'],
  { subnet, cidr }: Block,
): string | undefined {
  if (kind === 'network-interface') {
    const own = enis.get(id)?.subnetId;
    if (own === undefined || own === subnet.id) return undefined;
    return `it is in ${subnet.id} (${cidr}), and an ENI has only addresses of its own subnet, ${own}`;
  }
  if (availabilityZone === undefined || availabilityZone === subnet.availabilityZone) return undefined;
  return `it is in ${subnet.id} (${cidr}) in ${subnet.availabilityZone}, and the instance is in ${availabilityZone}`;
}

function keptByAws(address: bigint, { subnet, cidr, range }: Block): string | undefined {
  if (address >= range.first + keptFirst && address !== range.last) return undefined;
  return `AWS keeps the first four addresses of ${subnet.id} (${cidr}) and the last for itself`;
}
