import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { type AddressClaim, claimsOf } from '../../domain/cleanup/address-claims.ts';
import { auditTagKeys, readGroupNames, type Tags, tagKeys } from '../../domain/tags.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import { type Reading, readPart } from '../gentle/part.ts';

/** What the tags of instances tell the cleanup. */
export interface EnrolledInstances {
  /** The failover groups with at least one member. A terminated instance, which EC2 shows for an hour, is none. */
  readonly groupNames: ReadonlySet<string>;
  /** Of instances that are not over, nor about to be. */
  readonly claims: readonly AddressClaim[];
}

/** Managed instances too, since their owner may count on an address as well. */
export async function readEnrolledInstances(reading: Reading): Promise<EnrolledInstances> {
  const { ec2, deadline } = reading;
  const groupNames = new Set<string>();
  const claims: AddressClaim[] = [];
  await readPart(reading, 'DescribeInstances', async (token) => {
    const Filters = [{ Name: 'tag-key', Values: [tagKeys.group, auditTagKeys.address] }];
    const input = { Filters, MaxResults: 1_000, IncludeManagedResources: true, ...token };
    const reply = await callGently(ec2, 'DescribeInstances', deadline, (client) =>
      client.send(new DescribeInstancesCommand(input)),
    );
    const instances = (reply.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    for (const name of instances.flatMap(groupsOf)) groupNames.add(name);
    claims.push(...instances.flatMap(claimsOfInstance));
    return reply.NextToken;
  });
  return { groupNames, claims };
}

function groupsOf(instance: Instance): readonly string[] {
  if (instance.State?.Name === 'terminated') return [];
  const groups = readGroupNames(tagsOfInstance(instance));
  return groups.kind === 'read' ? groups.value : [];
}

function claimsOfInstance(instance: Instance): readonly AddressClaim[] {
  const { State, InstanceId = 'an instance', VpcId } = instance;
  if (State?.Name === 'terminated' || State?.Name === 'shutting-down') return [];
  return claimsOf(tagsOfInstance(instance), InstanceId, VpcId);
}

function tagsOfInstance({ Tags = [] }: Instance): Tags {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
