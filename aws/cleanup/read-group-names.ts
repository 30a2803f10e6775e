import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { readGroupNames, tagKeys } from '../../domain/tags.ts';
import { callGently } from './cleanup-ec2.ts';
import { type Reading, readPart } from './part.ts';

/** The failover groups with at least one member. A terminated instance, which EC2 shows for an hour, is none. */
export async function readMemberGroups(reading: Reading): Promise<ReadonlySet<string>> {
  const { ec2, deadline } = reading;
  const names = new Set<string>();
  await readPart(reading, 'DescribeInstances', async (token) => {
    const Filters = [{ Name: 'tag-key', Values: [tagKeys.group] }];
    const reply = await callGently(ec2, 'DescribeInstances', deadline, (client) =>
      client.send(new DescribeInstancesCommand({ Filters, MaxResults: 1_000, ...token })),
    );
    const instances = (reply.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    for (const name of instances.flatMap(groupsOf)) names.add(name);
    return reply.NextToken;
  });
  return names;
}

function groupsOf({ State, Tags = [] }: Instance): readonly string[] {
  if (State?.Name === 'terminated') return [];
  const groups = readGroupNames(Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])));
  return groups.kind === 'read' ? groups.value : [];
}
