import type { FailoverGroup } from '../failover-group.ts';
import { describeInstance, type Instance } from '../instance.ts';
import { tagKeys } from '../tags.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import { isPrimaryEni } from './eni-place.ts';
import { inWords } from './finding-words.ts';
import { resourcesOfGroup } from './group-resources.ts';
import { stateOfGroup } from './group-state.ts';
import { resourcesOf, sortedIds } from './resource-words.ts';

/** Taxonomy 25 and 30: members that fail together, and members that are not alike. */
export function groupMemberFindings(context: AuditContext): readonly AuditFinding[] {
  return context.groups.flatMap((group) => {
    const alive = group.members.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
    return [...singleZone(group, alive), ...differentSecurityGroups(group, alive, context)];
  });
}

/** Of a group with one member, that it has no standby says more. */
function singleZone(group: FailoverGroup, alive: readonly Instance[]): readonly AuditFinding[] {
  const zones = new Set(alive.map(({ availabilityZone }) => availabilityZone));
  const [zone] = zones;
  if (alive.length < 2 || zones.size > 1 || zone === undefined) return [];
  return [
    {
      code: 'single-zone',
      severity: 'info',
      resources: resourcesOfGroup(group),
      group: group.name,
      what: `All members of group ${group.name} are in ${zone}: ${inWords(alive.map((each) => describeInstance(each, each.id)))}.`,
      why: 'When the zone fails they fail together, and an ENI cannot leave its zone: nothing would be ready elsewhere.',
      remedy: `Launch a member in another Availability Zone, with addresses of its own that clients also know, and: aws ec2 create-tags --resources <its id> --tags Key=${tagKeys.group},Value=${group.name}`,
    },
  ];
}

interface PrimaryEni {
  readonly member: Instance;
  readonly eniId: string;
  readonly securityGroupIds: readonly string[];
}

/** The protected ENIs bring their own security groups along; the members' own decide what else gets through. */
function differentSecurityGroups(
  group: FailoverGroup,
  alive: readonly Instance[],
  context: AuditContext,
): readonly AuditFinding[] {
  const { active } = stateOfGroup(group, context.fleet) ?? {};
  const primaries = alive.flatMap((member): PrimaryEni[] => {
    const eni = context.enisByInstance.get(member.id)?.find(isPrimaryEni);
    return eni === undefined
      ? []
      : [{ member, eniId: eni.id, securityGroupIds: sortedIds(eni.securityGroupIds) }];
  });
  const model = primaries.find(({ member }) => member.id === active?.id) ?? primaries[0];
  if (model === undefined) return [];
  // Security groups belong to a VPC: those of a member elsewhere cannot be the same.
  const others = primaries.filter(
    ({ member, securityGroupIds }) =>
      member.vpcId === model.member.vpcId && securityGroupIds.join() !== model.securityGroupIds.join(),
  );
  const [first] = others;
  if (first === undefined) return [];
  const name = describeInstance(model.member, model.member.id);
  return [
    {
      code: 'security-groups-differ',
      severity: 'warning',
      resources: [
        { kind: 'group', id: group.name },
        ...resourcesOf(
          'network-interface',
          [model, ...others].map(({ eniId }) => eniId),
        ),
      ],
      group: group.name,
      what: `The primary ENIs of the members of group ${group.name} have different security groups: unlike ${name}, ${others.map((other) => differenceOf(other, model)).join('; ')}.`,
      why: 'After a failover something may be let through that was not before, or no longer be, though the protected ENIs keep theirs.',
      remedy: `aws ec2 modify-network-interface-attribute --network-interface-id ${first.eniId} --groups ${model.securityGroupIds.join(' ')}`,
    },
  ];
}

function differenceOf({ member, securityGroupIds }: PrimaryEni, model: PrimaryEni): string {
  const lacks = model.securityGroupIds.filter((id) => !securityGroupIds.includes(id));
  const has = securityGroupIds.filter((id) => !model.securityGroupIds.includes(id));
  const parts = [
    ...(lacks.length === 0 ? [] : [`lacks ${inWords(lacks)}`]),
    ...(has.length === 0 ? [] : [`has ${inWords(has)}`]),
  ];
  return `${describeInstance(member, member.id)} ${parts.join(' and ')}`;
}
