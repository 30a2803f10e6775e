import { byId } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { instanceOfEni, isOrdinaryEni, isPrimaryEni } from './eni-place.ts';
import { counted, inWords } from './finding-words.ts';
import { nameOfEni, nameOfInstance, resourcesOf } from './resource-words.ts';

/** Taxonomy 26: protected ENIs that die with their instance, and ENIs that every instance of an Auto Scaling group leaves behind. */
export function lifetimeFindings(context: AuditContext): readonly AuditFinding[] {
  return [...context.snapshot.enis.flatMap((eni) => diesWithInstance(eni, context)), ...leftBehind(context)];
}

function diesWithInstance(eni: AuditedEni, context: AuditContext): readonly AuditFinding[] {
  const { attachment } = eni;
  const group = context.groupOfEni.get(eni.id);
  const instanceId = attachment?.instanceId;
  if (group === undefined || attachment === undefined || instanceId === undefined) return [];
  if (attachment.deleteOnTermination !== true || isPrimaryEni(eni)) return [];
  if (attachment.status !== 'attached' && attachment.status !== 'attaching') return [];
  const name = nameOfInstance(context.instances.get(instanceId), instanceId);
  return [
    {
      code: 'delete-on-termination',
      severity: 'critical',
      resources: [{ kind: 'network-interface', id: eni.id }],
      group,
      what: `The protected ${nameOfEni(eni)} of group ${group} is deleted when ${name} is terminated.`,
      why: 'EC2 then deletes it with its addresses before anything can move it, and its MAC address never comes back.',
      remedy: `aws ec2 modify-network-interface-attribute --network-interface-id ${eni.id} --attachment AttachmentId=${attachment.id ?? ''},DeleteOnTermination=false`,
    },
  ];
}

/** One finding for each Auto Scaling group: its launch template is what has to be mended. */
function leftBehind(context: AuditContext): readonly AuditFinding[] {
  const leaving = context.snapshot.enis.filter((eni) => outlives(eni, context)).sort(byId);
  const byGroup = Map.groupBy(leaving, (eni) => autoScalingGroupOf(eni, context) ?? '');
  return [...byGroup].map(([name, enis]) => ({
    code: 'outlives-instance',
    severity: 'info',
    resources: [
      ...resourcesOf(
        'instance',
        enis.flatMap(({ attachment }) => attachment?.instanceId ?? []),
      ),
      ...resourcesOf(
        'network-interface',
        enis.map(({ id }) => id),
      ),
    ],
    detail: name,
    what: `${counted(enis.length, 'ENI', 'ENIs')} of the Auto Scaling group ${name} (${inWords(enis.map(nameOfEni))}) will outlive the instances that hold them.`,
    why: 'Each instance that is replaced leaves such an ENI behind, until the subnet is full.',
    remedy: `Set DeleteOnTermination=true in a new version of its launch template (aws ec2 create-launch-template-version), and on what runs: ${enis.slice(0, 1).map(deleteWithInstance).join('')}`,
  }));
}

function deleteWithInstance({ id, attachment }: AuditedEni): string {
  return `aws ec2 modify-network-interface-attribute --network-interface-id ${id} --attachment AttachmentId=${attachment?.id ?? ''},DeleteOnTermination=true`;
}

function autoScalingGroupOf(eni: AuditedEni, context: AuditContext): string | undefined {
  const tags = instanceOfEni(eni, context)?.tags ?? {};
  return Object.hasOwn(tags, 'aws:autoscaling:groupName') ? tags['aws:autoscaling:groupName'] : undefined;
}

function outlives(eni: AuditedEni, context: AuditContext): boolean {
  return (
    eni.attachment?.deleteOnTermination === false &&
    eni.attachment.status === 'attached' &&
    !isPrimaryEni(eni) &&
    isOrdinaryEni(eni) &&
    !context.groupOfEni.has(eni.id) &&
    autoScalingGroupOf(eni, context) !== undefined
  );
}
