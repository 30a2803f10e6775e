import { describeHold } from '../bars.ts';
import { compareText } from '../failover-group.ts';
import { readGroupName, readHold, tagKeys } from '../tags.ts';
import type { CleanupSnapshot } from './cleanup-snapshot.ts';
import type { DelayRule, KeepRule } from './rule.ts';
import type { SweptEni } from './swept-eni.ts';

/** What the failover looks after is not ours: an ENI that is re-homed is unattached for some seconds. */
export const highAvailabilityRules: readonly KeepRule[] = [
  {
    name: 'protected',
    number: 13,
    text: `It carries ${tagKeys.group}, readable or not: it is, or was meant to be, a protected ENI.`,
    keeps: ({ tags }, { snapshot }) => {
      const group = readGroupName(tags);
      if (group.kind === 'absent') return undefined;
      if (group.kind === 'unreadable') return `its tag ${tagKeys.group} ${group.problem}, and protects it`;
      if (snapshot.groupNames.has(group.value)) return `it is protected in group ${group.value}`;
      return `it is protected in group ${group.value}, which has no member`;
    },
  },
  {
    name: 'held',
    number: 14,
    text: `It carries ${tagKeys.hold}: an operator says hands off.`,
    keeps: ({ tags }) => {
      const hold = describeHold(readHold(tags));
      return hold === undefined ? undefined : `it is on hold: ${hold}`;
    },
  },
];

export const failoverUnderWay: DelayRule = {
  name: 'failover-under-way',
  number: 14,
  text: 'A protected ENI of its VPC is between two places, or unattached though its group has members.',
  delays: ({ vpcId }, { vpcsUnderWay }) => {
    const because = vpcId === undefined ? undefined : vpcsUnderWay.get(vpcId);
    return because === undefined ? undefined : { because };
  },
};

/** The VPCs in which a failover may be under way, each with the reason to say so. */
export function vpcsUnderWay({ enis, groupNames }: CleanupSnapshot): ReadonlyMap<string, string> {
  const found = enis
    .filter(({ tags }) => Object.hasOwn(tags, tagKeys.group))
    .sort((a, b) => compareText(b.id, a.id))
    .flatMap((eni) => {
      const because = underWayBecause(eni, groupNames);
      return because === undefined || eni.vpcId === undefined ? [] : [[eni.vpcId, because] as const];
    });
  return new Map(found);
}

/** The failover places what is unattached, unless it is on hold or there is no member: so this soon ends by itself. */
function underWayBecause(
  { id, attachment, tags }: SweptEni,
  groupNames: ReadonlySet<string>,
): string | undefined {
  const status = attachment?.status ?? 'detached';
  if (status === 'attached') return undefined;
  if (status !== 'detached') return `the protected ENI ${id} of its VPC is ${status}`;
  const group = readGroupName(tags);
  if (group.kind !== 'read' || !groupNames.has(group.value) || readHold(tags).kind !== 'absent') {
    return undefined;
  }
  return `the protected ENI ${id} of its VPC is unattached, and a failover may be under way`;
}
