import type { NetworkInterfaceAttachment, NetworkInterface as Record } from '@aws-sdk/client-ec2';
import type { AuditedAttachment, AuditedEni } from '../../domain/audit/audit-snapshot.ts';
import { toSweptEni } from '../gentle/eni-records.ts';
import { readEniPages } from '../gentle/read-enis.ts';
import { present } from '../gentle/record-fields.ts';
import { type AuditRun, itemsOf, notingPart, onceById } from './audit-run.ts';
import { SharedTexts } from './shared-texts.ts';

/** Every ENI of the account, those that AWS hides by default too. */
export async function readAuditedEnis(run: AuditRun): Promise<readonly AuditedEni[]> {
  const enis: AuditedEni[] = [];
  const texts = new SharedTexts();
  await notingPart(run, 'enis', (unread) =>
    readEniPages({ ...run, unread }, undefined, ({ records }) => {
      for (const eni of itemsOf(run, 'enis', records, (record) => [toAuditedEni(record, texts)]))
        enis.push(eni);
    }),
  );
  return onceById(enis);
}

/** As the cleanup sees it, with all that EC2 says of the attachment. Throws as `toSweptEni` does. */
function toAuditedEni(record: Record, texts: SharedTexts): AuditedEni {
  const { attachment: _, ...eni } = toSweptEni(record);
  const { Attachment } = record;
  return {
    ...eni,
    ...texts.fields(eni, sharedFields),
    ipv6Addresses: eni.ipv6Addresses.length === 0 ? nothing : eni.ipv6Addresses,
    ipv4Prefixes: texts.all(eni.ipv4Prefixes),
    ipv6Prefixes: texts.all(eni.ipv6Prefixes),
    securityGroupIds: texts.all(eni.securityGroupIds),
    tags: texts.tags(eni.tags),
    ...(Attachment !== undefined && { attachment: toAttachment(Attachment, texts) }),
  };
}

/** What many ENIs have in common. */
const sharedFields = [
  'status',
  'interfaceType',
  'requesterId',
  'ownerId',
  'description',
  'availabilityZone',
  'vpcId',
  'subnetId',
] as const;
const nothing: readonly never[] = [];

function toAttachment(record: NetworkInterfaceAttachment, texts: SharedTexts): AuditedAttachment {
  const { InstanceOwnerId, Status } = record;
  return {
    ...present('id', record.AttachmentId),
    ...present('instanceId', record.InstanceId),
    ...present('instanceOwnerId', InstanceOwnerId && texts.of(InstanceOwnerId)),
    ...present('status', Status && texts.of(Status)),
    ...present('deviceIndex', record.DeviceIndex),
    ...present('networkCardIndex', record.NetworkCardIndex),
    ...present('deleteOnTermination', record.DeleteOnTermination),
    ...present('attachTime', record.AttachTime?.getTime()),
  };
}
