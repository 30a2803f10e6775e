import type { Instance } from '../instance.ts';
import type { Attachment, NetworkInterface } from '../network-interface.ts';
import type { Snapshot } from '../snapshot.ts';
import { nameIn, readGroupName, readGroupNames, readHold, readPriority, tagKeys } from '../tags.ts';
import type { AuditedAttachment, AuditedEni, AuditedInstance, AuditSnapshot } from './audit-snapshot.ts';

/** The enrolled fleet as the failover sees it, so that readiness is judged by the very rules that a failover follows. */
export function fleetOf(snapshot: AuditSnapshot): Snapshot {
  const { takenAt, enis, instances, instanceTypes } = snapshot;
  const enrolled = enis.filter(({ tags }) => Object.hasOwn(tags, tagKeys.group));
  const holders = new Set(enrolled.flatMap(({ attachment }) => attachment?.instanceId ?? []));
  const concerned = instances.filter(({ id, tags }) => Object.hasOwn(tags, tagKeys.group) || holders.has(id));
  const wanted = new Set(concerned.map(({ id }) => id));
  const slots = Map.groupBy(
    enis.filter(({ attachment }) => wanted.has(attachment?.instanceId ?? '')),
    ({ attachment }) => attachment?.instanceId ?? '',
  );
  return {
    takenAt,
    networkInterfaces: enrolled.map(toNetworkInterface),
    instances: new Map(concerned.map((each) => [each.id, toInstance(each, slots.get(each.id) ?? [])])),
    instanceTypes,
  };
}

const statuses = ['available', 'associated', 'attaching', 'in-use', 'detaching', 'pending'] as const;
const attachmentStatuses = ['attaching', 'attached', 'detaching'] as const;
const states = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;

function toNetworkInterface(eni: AuditedEni): NetworkInterface {
  const primary = eni.privateIpv4Addresses.find((address) => address.primary) ?? eni.privateIpv4Addresses[0];
  const attachment = toAttachment(eni.attachment);
  return {
    id: eni.id,
    availabilityZone: eni.availabilityZone ?? '',
    vpcId: eni.vpcId ?? '',
    subnetId: eni.subnetId ?? '',
    privateIpAddress: primary?.address ?? eni.ipv6Addresses[0]?.address ?? '',
    ...(primary?.publicIp !== undefined && { publicIp: primary.publicIp }),
    status: statuses.find((status) => status === eni.status) ?? 'unknown',
    interfaceType: eni.interfaceType ?? 'unknown',
    requesterManaged: eni.requesterManaged === true,
    ...(attachment !== undefined && { attachment }),
    group: readGroupName(eni.tags),
    hold: readHold(eni.tags),
  };
}

function toAttachment(attachment: AuditedAttachment | undefined): Attachment | undefined {
  if (attachment === undefined || attachment.status === 'detached') return undefined;
  const { id = '', instanceId, status, deviceIndex = 0, networkCardIndex = 0 } = attachment;
  return {
    id,
    ...(instanceId !== undefined && { instanceId }),
    deviceIndex,
    networkCardIndex,
    status: attachmentStatuses.find((known) => known === status) ?? 'unknown',
    attachTime: attachment.attachTime ?? 0,
    deleteOnTermination: attachment.deleteOnTermination === true,
  };
}

function toInstance(instance: AuditedInstance, enis: readonly AuditedEni[]): Instance {
  const { id, type, availabilityZone, vpcId = '', tags, impairment } = instance;
  const name = nameIn(tags);
  return {
    id,
    ...(name !== '' && { name }),
    type,
    state: states.find((state) => state === instance.state) ?? 'unknown',
    availabilityZone,
    vpcId,
    groups: readGroupNames(tags),
    priority: readPriority(tags),
    hold: readHold(tags),
    ...(impairment !== undefined && { impairment }),
    slots: enis.map((eni) => ({
      networkInterfaceId: eni.id,
      deviceIndex: eni.attachment?.deviceIndex ?? 0,
      networkCardIndex: eni.attachment?.networkCardIndex ?? 0,
    })),
  };
}
