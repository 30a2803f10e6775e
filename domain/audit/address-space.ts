import { type AddressRange, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AuditedVpc } from './audit-snapshot.ts';
import { compareRanges } from './range-index.ts';

/** VPCs of which each shares addresses with another, if only by way of a third. */
export interface OverlapCluster {
  /** In id order; two at least. */
  readonly vpcIds: readonly string[];
  /** In address order. CIDRs contain one another or are apart, so that the widest block of each covers the others. */
  readonly shared: readonly SharedRange[];
}

export interface SharedRange {
  readonly range: AddressRange;
  /** The CIDRs in it, the widest first. */
  readonly blocks: readonly VpcCidr[];
}

export interface VpcCidr {
  readonly vpcId: string;
  readonly cidr: string;
  readonly range: AddressRange;
  /** Every default VPC has this one, and nobody chose it. */
  readonly byDefault: boolean;
}

/** What AWS gives every default VPC. */
const defaultCidr = '172.31.0.0/16';

/** The CIDRs of a VPC that can be read. */
export function blocksOf({ id, cidrs, isDefault }: AuditedVpc): readonly VpcCidr[] {
  return cidrs.flatMap((cidr) => {
    const range = parseRange(cidr);
    return range === undefined
      ? []
      : [{ vpcId: id, cidr, range, byDefault: isDefault && cidr === defaultCidr }];
  });
}

/** Every cluster among VPCs, from all their CIDRs: one sweep over them in address order. */
export function overlapsAmong(blocks: readonly VpcCidr[]): readonly OverlapCluster[] {
  const shared = runsOf(blocks).filter(isShared);
  const rootOf = joinVpcs(shared);
  return [...Map.groupBy(shared, ({ blocks: [first] }) => rootOf(first?.vpcId ?? ''))]
    .map(([, ranges]) => ({ vpcIds: vpcIdsOf(ranges), shared: ranges }))
    .toSorted((a, b) => compareText(a.vpcIds[0] ?? '', b.vpcIds[0] ?? ''));
}

export function vpcIdsOf(ranges: readonly SharedRange[]): readonly string[] {
  const ids = ranges.flatMap(({ blocks }) => blocks.map(({ vpcId }) => vpcId));
  return [...new Set(ids)].toSorted(compareText);
}

/** The CIDRs in address order, those that overlap together. */
function runsOf(blocks: readonly VpcCidr[]): readonly SharedRange[] {
  const runs: { range: AddressRange; blocks: VpcCidr[] }[] = [];
  const inOrder = blocks.toSorted((a, b) => compareRanges(a.range, b.range) || compareText(a.vpcId, b.vpcId));
  for (const block of inOrder) {
    const run = runs.at(-1);
    const joins = run?.range.family === block.range.family && block.range.first <= run.range.last;
    if (run === undefined || !joins) runs.push({ range: block.range, blocks: [block] });
    else run.blocks.push(block);
  }
  return runs;
}

/** Default VPCs that share nothing but what AWS gave them do not count. */
function isShared({ blocks }: SharedRange): boolean {
  return new Set(blocks.map(({ vpcId }) => vpcId)).size > 1 && !blocks.every(({ byDefault }) => byDefault);
}

/** Puts the VPCs of every range together; whoever meets in two ranges joins both. Answers with one VPC of each cluster. */
function joinVpcs(shared: readonly SharedRange[]): (vpcId: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (vpcId: string): string => {
    let root = vpcId;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    if (root !== vpcId) parents.set(vpcId, root);
    return root;
  };
  for (const { blocks } of shared) {
    const first = rootOf(blocks[0]?.vpcId ?? '');
    for (const { vpcId } of blocks) {
      const root = rootOf(vpcId);
      if (root !== first) parents.set(root, first);
    }
  }
  return rootOf;
}
