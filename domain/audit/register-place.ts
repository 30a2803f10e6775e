import { readMark } from '../cleanup/mark.ts';
import { compareText } from '../failover-group.ts';
import type { Instant } from '../instant.ts';
import { nameIn, type Tags } from '../tags.ts';
import type { AddressRow } from './address-register.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedEni } from './audit-snapshot.ts';

/** Where an address is and whose: what all addresses of one ENI have in common. */
export type Place = Omit<AddressRow, 'address' | 'kind' | 'claim'>;

/** Nowhere, and nobody's. */
export const nowhere: Place = {
  vpcId: '',
  subnetId: '',
  availabilityZone: '',
  eniId: '',
  instanceId: '',
  name: '',
  group: '',
  owner: '',
};

export function placeOfEni(eni: AuditedEni, { instances, groupOfEni }: AuditContext): Place {
  const instanceId = holderOf(eni) ?? '';
  const holder = instances.get(instanceId)?.tags ?? {};
  const since = sinceWhen(eni);
  return {
    vpcId: eni.vpcId ?? '',
    subnetId: eni.subnetId ?? '',
    availabilityZone: eni.availabilityZone ?? '',
    eniId: eni.id,
    instanceId,
    name: nameIn(holder) || nameIn(eni.tags),
    group: groupOfEni.get(eni.id) ?? '',
    owner: ownerIn(eni.tags) || ownerIn(holder),
    ...(since !== undefined && { since }),
  };
}

function holderOf({ attachment }: AuditedEni): string | undefined {
  return attachment?.status === 'detached' ? undefined : attachment?.instanceId;
}

/** EC2 keeps no history: the attachment of an ENI tells when it came, and the mark of the cleanup when it was left alone. */
function sinceWhen(eni: AuditedEni): Instant | undefined {
  if (eni.attachment !== undefined && eni.attachment.status !== 'detached') return eni.attachment.attachTime;
  const mark = readMark(eni);
  return mark.kind === 'read' ? mark.value.unattachedSince : undefined;
}

/** The tag `owner` in any case; where several are written, the first in code unit order that says something. */
export function ownerIn(tags: Tags): string {
  const [first] = Object.entries(tags)
    .filter(([key, value]) => key.length === 5 && key.toLowerCase() === 'owner' && value !== '')
    .sort(([a], [b]) => compareText(a, b));
  return first?.[1] ?? '';
}
