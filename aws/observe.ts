import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  type Filter,
  type Instance as InstanceRecord,
} from '@aws-sdk/client-ec2';
import type { InstanceTypeLimits } from '../domain/instance.ts';
import type { NetworkInterface } from '../domain/network-interface.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { tagKeys } from '../domain/tags.ts';
import { call, type Ec2 } from './ec2.ts';
import { type AccountSize, readImpairments } from './impairments.ts';
import { noteLimits } from './instance-types.ts';
import { inBatches, readPages } from './pages.ts';
import { toInstance, toNetworkInterface } from './records.ts';
import { apartMaxMs, readTogether } from './together.ts';

/** EC2 takes at most 200 values in a filter, and 100 instance types in a page (facts 1.6, 2). */
const filterValuesMax = 200;

/** What does not change, or hardly: kept by a process from one look to the next. */
export interface Memory {
  readonly instanceTypes: Map<string, InstanceTypeLimits>;
  readonly account: AccountSize;
}

export function emptyMemory(): Memory {
  return { instanceTypes: new Map(), account: { large: false } };
}

/**
 * Reads the enrolled fleet: ENIs, members and status checks side by side, then what only they name. The number of calls
 * is constant up to 1,000 protected ENIs and 1,000 members, and paged beyond; the snapshot is whole, or this throws, and
 * all its parts are of about the same time. It uses filters rather than ids: an id that is gone would fail the whole call.
 */
export async function observe(ec2: Ec2, memory: Memory, deadline: number): Promise<Snapshot> {
  const takenAt = ec2.clock.now();
  const enrolled: Filter = { Name: 'tag-key', Values: [tagKeys.group] };
  // The limits of new types are read beside the rest, and are no part of what must be of one time: they never change.
  let learning = Promise.resolve();
  const [networkInterfaces, members, impairments] = await readTogether(
    ec2.clock,
    () => readNetworkInterfaces(ec2, deadline, [enrolled]),
    async () => {
      const found = await readInstances(ec2, deadline, [enrolled]);
      learning = learnInstanceTypes(ec2, deadline, typesOf(found), memory.instanceTypes);
      // Whoever waits for it below is told; until then nobody listens.
      learning.catch(() => undefined);
      return found;
    },
    () =>
      readImpairments(ec2.clock, memory.account, (input) =>
        call(ec2, 'DescribeInstanceStatus', { deadline }, (client) =>
          client.send(new DescribeInstanceStatusCommand(input)),
        ),
      ),
  );
  const readAt = ec2.clock.now();
  const others = readByIds(ec2, deadline, unseenHolders(networkInterfaces, members));
  const [otherHolders] = await Promise.all([others, learning]);
  if (ec2.clock.now() - readAt > apartMaxMs) return observe(ec2, memory, deadline);
  const instances = [...members, ...otherHolders].map((record) => toInstance(record, impairments));
  return {
    takenAt,
    networkInterfaces,
    instances: new Map(instances.map((instance) => [instance.id, instance])),
    instanceTypes: memory.instanceTypes,
  };
}

/** Reads network interfaces by filters; whole, or an error. */
export function readNetworkInterfaces(
  ec2: Ec2,
  deadline: number,
  filters: Filter[],
): Promise<NetworkInterface[]> {
  return readPages(ec2.clock, 'DescribeNetworkInterfaces', async (token) => {
    const reply = await call(ec2, 'DescribeNetworkInterfaces', { deadline }, (client) =>
      client.send(
        new DescribeNetworkInterfacesCommand({
          Filters: filters,
          MaxResults: 1_000,
          ...(token !== undefined && { NextToken: token }),
        }),
      ),
    );
    return { items: (reply.NetworkInterfaces ?? []).map(toNetworkInterface), nextToken: reply.NextToken };
  });
}

/** The ENIs with these ids that exist, by id. */
export async function readNetworkInterfacesById(
  ec2: Ec2,
  deadline: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NetworkInterface>> {
  const batches = inBatches(ids, filterValuesMax).map((batch) =>
    readNetworkInterfaces(ec2, deadline, [{ Name: 'network-interface-id', Values: batch }]),
  );
  return new Map((await Promise.all(batches)).flat().map((eni) => [eni.id, eni]));
}

function readInstances(ec2: Ec2, deadline: number, filters: Filter[]): Promise<InstanceRecord[]> {
  return readPages(ec2.clock, 'DescribeInstances', async (token) => {
    const reply = await call(ec2, 'DescribeInstances', { deadline }, (client) =>
      client.send(
        new DescribeInstancesCommand({
          Filters: filters,
          MaxResults: 1_000,
          ...(token !== undefined && { NextToken: token }),
        }),
      ),
    );
    const items = (reply.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    return { items, nextToken: reply.NextToken };
  });
}

/** Only a running instance is ever asked whether it has room. */
function typesOf(members: readonly InstanceRecord[]): ReadonlySet<string> {
  const running = members.filter(({ State }) => State?.Name === 'running');
  return new Set(running.flatMap(({ InstanceType }) => InstanceType ?? []));
}

async function readByIds(ec2: Ec2, deadline: number, ids: readonly string[]): Promise<InstanceRecord[]> {
  const batches = inBatches(ids, filterValuesMax).map((batch) =>
    readInstances(ec2, deadline, [{ Name: 'instance-id', Values: batch }]),
  );
  return (await Promise.all(batches)).flat();
}

/** Holders that are no tagged members: strangers, and terminated members whose tags EC2 has taken off already. */
function unseenHolders(
  networkInterfaces: readonly NetworkInterface[],
  members: readonly InstanceRecord[],
): string[] {
  const seen = new Set(members.map(({ InstanceId }) => InstanceId));
  const holders = networkInterfaces.flatMap(({ attachment }) => attachment?.instanceId ?? []);
  return [...new Set(holders)].filter((id) => !seen.has(id));
}

/** An instance type never changes its limits, so each is asked for once in the life of a process. */
async function learnInstanceTypes(
  ec2: Ec2,
  deadline: number,
  types: ReadonlySet<string>,
  known: Map<string, InstanceTypeLimits>,
): Promise<void> {
  const unknown = [...types].filter((type) => !known.has(type));
  const pages = inBatches(unknown, 100).map(async (batch) => {
    const reply = await call(ec2, 'DescribeInstanceTypes', { deadline }, (client) =>
      client.send(
        new DescribeInstanceTypesCommand({
          Filters: [{ Name: 'instance-type', Values: batch }],
          MaxResults: 100,
        }),
      ),
    );
    for (const record of reply.InstanceTypes ?? []) noteLimits(record, known);
  });
  await Promise.all(pages);
}
