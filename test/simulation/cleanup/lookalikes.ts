import type { NetworkInterfaceToAdd } from '../../../sandbox/world/world-types.ts';
import { markAsOf } from './marked.ts';
import type { Orphans } from './orphans.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Each looks like an orphan with an old mark, and has to live for a reason of its own. */
const lookalikes: readonly ((orphans: Orphans) => void)[] = [
  (orphans) => orphans.attach(orphans.addMarked(), 'attached'),
  (orphans) => addTagged(orphans, 'eni-warden:hold', orphans.draw.of(['ticket 4711', ''])),
  (orphans) => addTagged(orphans, 'eni-warden:keep', orphans.draw.of(['the licence server', ''])),
  (orphans) => addTagged(orphans, 'eni-warden:keep', dayOf(orphans.now + 5 * dayMs)),
  (orphans) => addTagged(orphans, 'eni-warden:group', orphans.draw.of(['retired', 'two names', ''])),
  (orphans) => addTagged(orphans, 'kubernetes.io/cluster/blue', 'owned'),
  (orphans) => addTagged(orphans, 'eni-warden:hodl', 'do not touch'),
  (orphans) => void orphans.world.addAddress({ networkInterfaceId: orphans.addMarked() }),
  (orphans) => orphans.route(orphans.addMarked()),
  (orphans) => orphans.reserve(orphans.addMarked()),
  (orphans) => orphans.permit(orphans.addMarked()),
  (orphans) => void orphans.addMarked(orphans.draw.of(servicesOwn)),
  (orphans) => void orphans.addMarked({ interfaceType: orphans.draw.of(otherTypes) }),
  (orphans) => void orphans.addMarked(orphans.draw.of(applianceLike)),
  (orphans) => void orphans.addMarked({ ownerId: '210987654321' }),
  (orphans) => void orphans.add(),
  (orphans) => markAsOf(orphans.world, orphans.add(), orphans.now - orphans.draw.whole(1, 9_900) * minuteMs),
  (orphans) => markAsOf(orphans.world, orphans.add(), orphans.now + orphans.draw.whole(1, 20) * dayMs),
  (orphans) => orphans.world.setTag(orphans.addMarked(), 'Name', 'somebody has touched it'),
  (orphans) => garbleMark(orphans, orphans.addMarked()),
];

const servicesOwn: readonly Partial<NetworkInterfaceToAdd>[] = [
  { requesterManaged: true, status: 'available' },
  { requesterId: 'amazon-elb' },
  { operator: { principal: 'eks.amazonaws.com', hiddenByDefault: true } },
  { description: 'ELB app/front/0123456789abcdef' },
  { description: '[DO NOT DELETE] ENI managed by SageMaker for Studio Domain(d-1)' },
];

const otherTypes = ['efa', 'efa-only', 'trunk', 'branch', 'vpc_endpoint'] as const;

const applianceLike: readonly Partial<NetworkInterfaceToAdd>[] = [
  { sourceDestCheck: false },
  { tags: { Name: 'static-vip' } },
];

/** Adds one of them. */
export function addLookalike(orphans: Orphans): void {
  orphans.draw.of(lookalikes)(orphans);
}

/** Somebody writes into the mark, or takes a part of it away. */
export function garbleMark({ world, draw }: Orphans, id: string): void {
  const part = draw.weighted({ seen: 3, since: 2, both: 5 });
  if (part === 'seen') world.removeTag(id, 'eni-warden:unattached-seen');
  else if (part === 'since') world.removeTag(id, 'eni-warden:unattached-since');
  else world.setTag(id, 'eni-warden:unattached-since', draw.of(['2025-12-01', 'long ago', '', '1764547200']));
}

function addTagged(orphans: Orphans, key: string, value: string): void {
  orphans.addMarked({ tags: { [key]: value } });
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
