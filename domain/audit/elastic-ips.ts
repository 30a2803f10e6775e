import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedElasticIp, AuditedEni } from './audit-snapshot.ts';
import { instanceOfEni, isDown, isPrimaryEni, isUnattached } from './eni-place.ts';
import { idleMembers } from './group-state.ts';
import { groupsUnderWay } from './groups-under-way.ts';
import { nameOfEni, nameOfInstance } from './resource-words.ts';

/** Taxonomy 18: Elastic IPs that serve nobody, or that a standby holds. */
export function elasticIpFindings(context: AuditContext): readonly AuditFinding[] {
  const underWay = groupsUnderWay(context.fleet);
  const idle = idleMembers(context.groups, context.fleet);
  return context.snapshot.elasticIps.flatMap((elasticIp) => {
    if (elasticIp.eniId === undefined) return [unassociated(elasticIp)];
    const eni = context.enis.get(elasticIp.eniId);
    if (eni === undefined) return [];
    // Where its group is on its way, the Elastic IP arrives with it.
    if (underWay.has(context.groupOfEni.get(eni.id) ?? '')) return [];
    return onIdle(elasticIp, eni, context) ?? onStandby(elasticIp, eni, idle, context) ?? [];
  });
}

const cost = 'It costs money by the hour, and serves nobody.';

function unassociated({ allocationId, publicIp }: AuditedElasticIp): AuditFinding {
  return {
    code: 'elastic-ip-idle',
    severity: 'warning',
    resources: [{ kind: 'elastic-ip', id: allocationId }],
    what: `Elastic IP ${publicIp} is associated with nothing.`,
    why: `${cost} Once it is released, nobody can be sure to get the same address again.`,
    remedy: `Where nobody counts on ${publicIp}: aws ec2 release-address --allocation-id ${allocationId}`,
  };
}

function onIdle(
  { allocationId, publicIp }: AuditedElasticIp,
  eni: AuditedEni,
  context: AuditContext,
): AuditFinding | undefined {
  const instance = instanceOfEni(eni, context);
  const found = {
    code: 'elastic-ip-idle',
    severity: 'warning',
    resources: [
      { kind: 'elastic-ip', id: allocationId },
      { kind: 'network-interface', id: eni.id },
    ],
    ...groupOf(eni, context),
    why: cost,
  } as const;
  if (isUnattached(eni)) {
    return {
      ...found,
      what: `Elastic IP ${publicIp} is on ${nameOfEni(eni)}, which is attached to nothing.`,
      remedy: `Attach it: aws ec2 attach-network-interface --network-interface-id ${eni.id} --instance-id <the instance that is to serve it> --device-index 1; or let the address go: ${letGo(allocationId)}`,
    };
  }
  // What is protected leaves an instance that is down, or the group says why it cannot.
  if (instance === undefined || !isDown(instance) || context.groupOfEni.has(eni.id)) return undefined;
  return {
    ...found,
    what: `Elastic IP ${publicIp} is on ${nameOfEni(eni)} of ${nameOfInstance(instance, instance.id)}, which is ${instance.state}.`,
    remedy: `Start the instance: aws ec2 start-instances --instance-ids ${instance.id}; or let the address go: ${letGo(allocationId)}`,
  };
}

function letGo(allocationId: string): string {
  const association = `$(aws ec2 describe-addresses --allocation-ids ${allocationId} --query 'Addresses[0].AssociationId' --output text)`;
  return `aws ec2 disassociate-address --association-id ${association} && aws ec2 release-address --allocation-id ${allocationId}`;
}

/** On a standby's primary ENI it is how people reach that instance; on a further one it was meant to go with the group. */
function onStandby(
  { allocationId, publicIp }: AuditedElasticIp,
  eni: AuditedEni,
  idle: ReturnType<typeof idleMembers>,
  context: AuditContext,
): AuditFinding | undefined {
  const instance = instanceOfEni(eni, context);
  const standby = idle.get(instance?.id ?? '');
  if (instance === undefined || standby === undefined) return undefined;
  if (isPrimaryEni(eni) || context.groupOfEni.has(eni.id)) return undefined;
  const { group, active } = standby;
  const activeName = nameOfInstance(context.instances.get(active), active);
  return {
    code: 'elastic-ip-on-standby',
    severity: 'high',
    resources: [
      { kind: 'elastic-ip', id: allocationId },
      { kind: 'network-interface', id: eni.id },
    ],
    group,
    what: `Elastic IP ${publicIp} is on ${nameOfEni(eni)} of ${nameOfInstance(instance, instance.id)}, a standby of group ${group}, which is active on ${activeName}.`,
    why: 'What comes to that address reaches an instance that does not serve it now, and it does not move with the group.',
    remedy: `Put it on a protected ENI of the group: aws ec2 associate-address --allocation-id ${allocationId} --allow-reassociation --network-interface-id ${firstProtected(group, context)}`,
  };
}

function firstProtected(name: string, { groups }: AuditContext): string {
  return groups.find((group) => group.name === name)?.networkInterfaces[0]?.id ?? '';
}

function groupOf({ id }: AuditedEni, { groupOfEni }: AuditContext): { readonly group?: string } {
  const group = groupOfEni.get(id);
  return group === undefined ? {} : { group };
}
