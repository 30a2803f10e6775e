import type { Ending } from './ending.ts';
import type { FleetGroup } from './fleet-group.ts';
import type { Names } from './names.ts';
import type { News } from './news.ts';
import type { Placement } from './placement.ts';

/** One thing that has to be so when a story is over, and what is so. */
export interface Check {
  readonly holds: boolean;
  readonly expected: string;
  readonly found: string;
}

/** Every ENI of the group is attached to the instance. */
export function allAttachedTo(ending: Ending, group: FleetGroup, instanceId: string, names: Names): Check[] {
  return group.networkInterfaceIds.map((id) => {
    const placement = ending.after.get(id);
    return {
      holds: placement?.status === 'attached' && placement.instanceId === instanceId,
      expected: `${names.of(id)} is attached to ${names.of(instanceId)}`,
      found: describePlacement(placement, names),
    };
  });
}

/** Every ENI of the group exists and is attached to nothing. */
export function allUnattached(ending: Ending, group: FleetGroup, names: Names): Check[] {
  return group.networkInterfaceIds.map((id) => {
    const placement = ending.after.get(id);
    return {
      holds: placement?.status === 'unattached',
      expected: `${names.of(id)} is kept, attached to nothing`,
      found: describePlacement(placement, names),
    };
  });
}

/** Every ENI of the group has the addresses, the MAC and the security groups that it had. */
export function allSameAddresses(ending: Ending, group: FleetGroup, names: Names): Check[] {
  return group.networkInterfaceIds.map((id) => {
    const [had, has] = [ending.before, ending.after].map((placements) =>
      describeAddresses(placements.get(id)),
    );
    return {
      holds: had === has,
      expected: `${names.of(id)} keeps ${had}`,
      found: `it has ${has}`,
    };
  });
}

/** An alert of this kind about the group was published; `trigger`: by a function that this kind of trigger woke. */
export function wasTold(
  ending: Ending,
  group: FleetGroup,
  told: {
    readonly kind: string;
    readonly severity: string;
    readonly trigger?: string;
    readonly forced?: true;
  },
): Check {
  const about = ending.news.filter((item) => item.group === group.name);
  const fits = (item: News) =>
    item.kind === told.kind &&
    item.severity === told.severity &&
    (told.trigger === undefined || item.trigger === told.trigger) &&
    (told.forced === undefined || item.phases.forced);
  const origin = told.trigger === undefined ? '' : `, published by a function woken by: ${told.trigger}`;
  const force = told.forced === undefined ? '' : ', which says that Force was needed';
  return {
    holds: about.some(fits),
    expected: `an alert "${told.kind}" (${told.severity}) about ${group.name}${origin}${force}`,
    found: describeNews(about),
  };
}

/** Nothing of these kinds was said about the group. */
export function wasNotTold(ending: Ending, group: FleetGroup, kinds: readonly string[]): Check {
  const wrong = ending.news.filter(({ group: about, kind }) => about === group.name && kinds.includes(kind));
  return {
    holds: wrong.length === 0,
    expected: `no alert "${kinds.join('" or "')}" about ${group.name}`,
    found: describeNews(wrong),
  };
}

function describePlacement(placement: Placement | undefined, names: Names): string {
  if (placement === undefined) return 'it no longer exists';
  const { status, instanceId } = placement;
  return instanceId === undefined ? `it is ${status}` : `it is ${status}, on ${names.of(instanceId)}`;
}

function describeAddresses(placement: Placement | undefined): string {
  if (placement === undefined) return 'nothing: it no longer exists';
  const { privateIpAddress, publicIp, macAddress, securityGroups } = placement;
  return [privateIpAddress, publicIp, macAddress, ...securityGroups].filter(Boolean).join(', ');
}

function describeNews(news: readonly News[]): string {
  if (news.length === 0) return 'nothing of the kind was published';
  const described = news.map(
    ({ kind, severity, trigger }) => `${kind} (${severity}, ${trigger ?? 'no trigger'})`,
  );
  return `published: ${[...new Set(described)].join('; ')}`;
}
