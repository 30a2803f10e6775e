import ipaddr from 'ipaddr.js';
import { type AddressRange, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import { nameIn } from '../tags.ts';
import type { VpcBlock, VpcMap, VpcSpan } from './audit-report.ts';
import type { AuditedSubnet, AuditedVpc, AuditSnapshot } from './audit-snapshot.ts';

/** What of each VPC's CIDRs its subnets take, and what is left. */
export function vpcMapsOf({ vpcs, subnets }: AuditSnapshot): readonly VpcMap[] {
  const subnetsByVpc = Map.groupBy(subnets, ({ vpcId }) => vpcId);
  return vpcs
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((vpc) => ({
      vpcId: vpc.id,
      name: nameIn(vpc.tags),
      cidrs: blocksOf(vpc, (subnetsByVpc.get(vpc.id) ?? []).flatMap(partsOf)),
    }));
}

/** One CIDR of a subnet, which may have several. */
interface Part {
  readonly subnet: AuditedSubnet;
  readonly cidr: string;
  readonly range: AddressRange;
}

function partsOf(subnet: AuditedSubnet): Part[] {
  return [subnet.ipv4Cidr, ...subnet.ipv6Cidrs].flatMap((cidr = '') => {
    const range = parseRange(cidr);
    return range === undefined ? [] : [{ subnet, cidr, range }];
  });
}

function blocksOf(vpc: AuditedVpc, parts: readonly Part[]): readonly VpcBlock[] {
  const inOrder = parts.toSorted((a, b) => compareRanges(a.range, b.range));
  return vpc.cidrs
    .flatMap((cidr) => {
      const range = parseRange(cidr);
      return range === undefined ? [] : [{ cidr, range }];
    })
    .sort((a, b) => compareRanges(a.range, b.range))
    .map(({ cidr, range }) => ({ cidr, spans: spansOf(range, inOrder) }));
}

/** The subnets within the block, in order, and a gap wherever the next one does not begin where the last one ended. */
function spansOf(block: AddressRange, parts: readonly Part[]): readonly VpcSpan[] {
  const spans: VpcSpan[] = [];
  let next = block.first;
  for (const { subnet, cidr, range } of parts) {
    if (range.family !== block.family || range.first < next || range.last > block.last) continue;
    if (range.first > next) spans.push(gap(block, next, range.first - 1n));
    const { id: subnetId, tags } = subnet;
    spans.push({ subnetId, name: nameIn(tags), addresses: cidr, ...shares(block, range.first, range.last) });
    next = range.last + 1n;
  }
  if (next <= block.last) spans.push(gap(block, next, block.last));
  return spans;
}

function gap(block: AddressRange, first: bigint, last: bigint): VpcSpan {
  const addresses = `${formatAddress(block.family, first)} - ${formatAddress(block.family, last)}`;
  return { name: '', addresses, ...shares(block, first, last) };
}

function shares(block: AddressRange, first: bigint, last: bigint): Pick<VpcSpan, 'offset' | 'length'> {
  const whole = Number(block.last - block.first) + 1;
  return { offset: Number(first - block.first) / whole, length: (Number(last - first) + 1) / whole };
}

function formatAddress(family: 4 | 6, value: bigint): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index, last = family === 4 ? 3 : 15) =>
    Number((value >> BigInt(8 * (last - index))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

function compareRanges(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first === b.first) return 0;
  return a.first < b.first ? -1 : 1;
}
