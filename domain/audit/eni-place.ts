import type { AuditContext } from './audit-context.ts';
import type { AuditedEni, AuditedInstance } from './audit-snapshot.ts';

/** Attached to nothing, and not on its way from or to anything. */
export function isUnattached({ status, attachment }: AuditedEni): boolean {
  return status === 'available' && (attachment === undefined || attachment.status === 'detached');
}

/** The primary network interface of its instance, which EC2 never detaches. */
export function isPrimaryEni({ attachment }: AuditedEni): boolean {
  return attachment?.deviceIndex === 0 && (attachment.networkCardIndex ?? 0) === 0;
}

/** The instance that an ENI is attached to, or is about to be. Undefined where it is not shown. */
export function instanceOfEni(
  { attachment }: AuditedEni,
  context: AuditContext,
): AuditedInstance | undefined {
  if (attachment === undefined || attachment.status === 'detached') return undefined;
  return context.instances.get(attachment.instanceId ?? '');
}

/** Whether an instance in this state answers nobody, and does not come back without somebody's doing. */
export function isDown({ state }: AuditedInstance): boolean {
  return ['stopping', 'stopped', 'shutting-down', 'terminated'].includes(state);
}

/**
 * Whether it belongs to a Kubernetes node's network plugin, which puts several ENIs of a node in one subnet by design and
 * looks after them itself (the descriptions and tags of the Amazon VPC CNI and its resource controller).
 */
export function isOfKubernetes({ description = '', interfaceType, tags }: AuditedEni): boolean {
  return (
    interfaceType === 'trunk' ||
    interfaceType === 'branch' ||
    /^aws-k8s-/i.test(description) ||
    Object.hasOwn(tags, 'node.k8s.amazonaws.com/instance_id')
  );
}

/** Whether a person decides about it: an ordinary ENI that neither a service nor a cluster looks after. */
export function isOrdinaryEni(eni: AuditedEni): boolean {
  return eni.interfaceType === 'interface' && eni.requesterManaged !== true && !isOfKubernetes(eni);
}
