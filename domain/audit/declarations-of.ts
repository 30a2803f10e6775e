import { compareText } from '../failover-group.ts';
import { auditTagKeys, type TagReading, type Tags } from '../tags.ts';
import { readTaggedAcceptances } from './accept-tag.ts';
import { readTaggedAddresses } from './address-tag.ts';
import type { AuditedInstance, AuditSnapshot } from './audit-snapshot.ts';
import type { Acceptance, Claim, Claimant, Declarations, UnreadableDeclaration } from './declarations.ts';

type Declarer = UnreadableDeclaration['resource'];

interface Tagged {
  readonly resource: Declarer;
  readonly tags: Tags;
  /** What may claim addresses: an ENI, or an instance for all its ENIs. */
  readonly claimant?: Claimant;
}

/** What owners have written on their resources, in an order that does not depend on that of the snapshot. */
export function declarationsOf(snapshot: AuditSnapshot): Declarations {
  const tagged = taggedOf(snapshot).toSorted((a, b) => compareText(a.resource.id, b.resource.id));
  return {
    claims: tagged.flatMap(claimsOf),
    acceptances: tagged.flatMap(acceptancesOf),
    unreadable: tagged.flatMap(unreadableOf),
  };
}

function taggedOf(snapshot: AuditSnapshot): readonly Tagged[] {
  const { vpcs, subnets, enis, instances, routeTables, peerings, elasticIps } = snapshot;
  const plain = (kind: Declarer['kind'], items: readonly { readonly id: string; readonly tags: Tags }[]) =>
    items.map(({ id, tags }): Tagged => ({ resource: { kind, id }, tags }));
  return [
    ...plain('vpc', vpcs),
    ...plain('subnet', subnets),
    ...plain('route-table', routeTables),
    ...plain('peering', peerings),
    ...plain(
      'elastic-ip',
      elasticIps.map(({ allocationId, tags }) => ({ id: allocationId, tags })),
    ),
    ...enis.map((eni) => withClaimant('network-interface', eni)),
    ...instances.map((instance) => withClaimant('instance', withoutLastWill(instance))),
  ];
}

/** An instance that is over shows its tags for an hour more: it may still accept, but counts on no address. */
function withoutLastWill(instance: AuditedInstance): AuditedInstance {
  if (instance.state !== 'terminated' && instance.state !== 'shutting-down') return instance;
  const tags = Object.entries(instance.tags).filter(([key]) => key !== auditTagKeys.address);
  return { ...instance, tags: Object.fromEntries(tags) };
}

interface MayClaim {
  readonly id: string;
  readonly tags: Tags;
  readonly vpcId?: string;
  readonly availabilityZone?: string;
}

function withClaimant(kind: Claimant['kind'], { id, tags, vpcId, availabilityZone }: MayClaim): Tagged {
  const claimant: Claimant = {
    kind,
    id,
    ...(vpcId !== undefined && { vpcId }),
    ...(availabilityZone !== undefined && { availabilityZone }),
  };
  return { resource: { kind, id }, tags, claimant };
}

function claimsOf({ tags, claimant }: Tagged): readonly Claim[] {
  const reading = readTaggedAddresses(tags);
  if (reading.kind !== 'read' || claimant === undefined) return [];
  return reading.value.map((tagged) => ({ ...tagged, by: claimant }));
}

function acceptancesOf({ resource: { id }, tags }: Tagged): readonly Acceptance[] {
  const reading = readTaggedAcceptances(tags);
  return reading.kind === 'read' ? reading.value.map((accepted) => ({ ...accepted, resourceId: id })) : [];
}

function unreadableOf({ resource, tags, claimant }: Tagged): readonly UnreadableDeclaration[] {
  const addresses = readTaggedAddresses(tags);
  const readings: readonly (readonly [string, TagReading<unknown>])[] = [
    [auditTagKeys.address, claimant === undefined ? outOfPlace(addresses, tags) : addresses],
    [auditTagKeys.accept, readTaggedAcceptances(tags)],
  ];
  return readings.flatMap(([key, reading]) =>
    reading.kind === 'unreadable' ? [{ resource, key, raw: reading.raw, problem: reading.problem }] : [],
  );
}

/** Whoever claims an address for a subnet or a route table meant something that nobody would look after. */
function outOfPlace(reading: TagReading<unknown>, tags: Tags): TagReading<unknown> {
  if (reading.kind === 'absent') return reading;
  const raw = tags[auditTagKeys.address] ?? '';
  return { kind: 'unreadable', raw, problem: 'claims nothing there: only an ENI or an instance can claim' };
}
