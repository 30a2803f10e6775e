import * as z from 'zod/mini';
import type { Impairment, Instance } from '../domain/instance.ts';
import type { NetworkInterface } from '../domain/network-interface.ts';
import { nameIn, readGroupName, readGroupNames, readHold, readPriority, type Tags } from '../domain/tags.ts';

/**
 * EC2's records as the SDK gives them, every field optional, into the domain's exact types. A record without a field
 * that a decision needs is an error: nothing is decided from half a record.
 */

const tagsSchema = z.pipe(
  z._default(z.array(z.object({ Key: z.string(), Value: z._default(z.string(), '') })), []),
  z.transform((tags): Tags => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))),
);

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.catch(z.enum([...values, 'unknown']), 'unknown');
}

const attachmentSchema = z.object({
  AttachmentId: z.string(),
  InstanceId: z.optional(z.string()),
  DeviceIndex: z._default(z.number(), 0),
  NetworkCardIndex: z._default(z.number(), 0),
  Status: z.pipe(z.string(), oneOf(['attaching', 'attached', 'detaching', 'detached'])),
  AttachTime: z.optional(z.date()),
  DeleteOnTermination: z._default(z.boolean(), false),
});

const networkInterfaceSchema = z.object({
  NetworkInterfaceId: z.string(),
  AvailabilityZone: z.string(),
  VpcId: z.string(),
  SubnetId: z.string(),
  PrivateIpAddress: z._default(z.string(), 'no IPv4 address'),
  Association: z.optional(z.object({ PublicIp: z.optional(z.string()) })),
  Status: oneOf(['available', 'associated', 'attaching', 'in-use', 'detaching', 'pending']),
  InterfaceType: z._default(z.string(), 'interface'),
  RequesterManaged: z._default(z.boolean(), false),
  Attachment: z.optional(attachmentSchema),
  TagSet: tagsSchema,
});

export function toNetworkInterface(record: unknown): NetworkInterface {
  const eni = parseRecord('DescribeNetworkInterfaces', networkInterfaceSchema, record);
  const publicIp = eni.Association?.PublicIp;
  const attachment = toAttachment(eni.Attachment);
  return {
    id: eni.NetworkInterfaceId,
    availabilityZone: eni.AvailabilityZone,
    vpcId: eni.VpcId,
    subnetId: eni.SubnetId,
    privateIpAddress: eni.PrivateIpAddress,
    ...(publicIp !== undefined && { publicIp }),
    status: eni.Status,
    interfaceType: eni.InterfaceType,
    requesterManaged: eni.RequesterManaged,
    ...(attachment !== undefined && { attachment }),
    group: readGroupName(eni.TagSet),
    hold: readHold(eni.TagSet),
  };
}

/** An attachment that is `detached` is none. */
function toAttachment(record: z.infer<typeof attachmentSchema> | undefined): NetworkInterface['attachment'] {
  if (record === undefined || record.Status === 'detached') return undefined;
  return {
    id: record.AttachmentId,
    ...(record.InstanceId !== undefined && { instanceId: record.InstanceId }),
    deviceIndex: record.DeviceIndex,
    networkCardIndex: record.NetworkCardIndex,
    status: record.Status,
    attachTime: toAttachTime(record),
    deleteOnTermination: record.DeleteOnTermination,
  };
}

/** Services attach without saying when; where an instance holds the ENI, the block period depends on it. */
function toAttachTime({ AttachTime, AttachmentId, InstanceId }: z.infer<typeof attachmentSchema>): number {
  if (AttachTime !== undefined) return AttachTime.getTime();
  if (InstanceId === undefined) return 0;
  throw new Error(`DescribeNetworkInterfaces returned attachment ${AttachmentId} without its AttachTime`);
}

const instanceSchema = z.object({
  InstanceId: z.string(),
  InstanceType: z._default(z.string(), 'unknown'),
  State: z.object({
    Name: oneOf(['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated']),
  }),
  Placement: z._default(z.object({ AvailabilityZone: z._default(z.string(), '') }), { AvailabilityZone: '' }),
  // A terminated instance has lost its VPC and its network interfaces.
  VpcId: z._default(z.string(), ''),
  NetworkInterfaces: z._default(
    z.array(
      z.object({
        NetworkInterfaceId: z.string(),
        Attachment: z.optional(
          z.object({
            DeviceIndex: z._default(z.number(), 0),
            NetworkCardIndex: z._default(z.number(), 0),
          }),
        ),
      }),
    ),
    [],
  ),
  Tags: tagsSchema,
});

export function toInstance(record: unknown, impairments: ReadonlyMap<string, Impairment>): Instance {
  const instance = parseRecord('DescribeInstances', instanceSchema, record);
  const name = nameIn(instance.Tags);
  const impairment = impairments.get(instance.InstanceId);
  return {
    id: instance.InstanceId,
    ...(name !== '' && { name }),
    type: instance.InstanceType,
    state: instance.State.Name,
    availabilityZone: instance.Placement.AvailabilityZone,
    vpcId: instance.VpcId,
    groups: readGroupNames(instance.Tags),
    priority: readPriority(instance.Tags),
    hold: readHold(instance.Tags),
    ...(impairment !== undefined && { impairment }),
    slots: instance.NetworkInterfaces.map(({ NetworkInterfaceId, Attachment }) => ({
      networkInterfaceId: NetworkInterfaceId,
      deviceIndex: Attachment?.DeviceIndex ?? 0,
      networkCardIndex: Attachment?.NetworkCardIndex ?? 0,
    })),
  };
}

function parseRecord<T extends z.ZodMiniType>(what: string, schema: T, record: unknown): z.infer<T> {
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`${what} returned a record that cannot be read: ${problems}`);
}
