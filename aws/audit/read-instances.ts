import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  type Instance,
} from '@aws-sdk/client-ec2';
import type { AuditedInstance } from '../../domain/audit/audit-snapshot.ts';
import type { Impairment, InstanceTypeLimits } from '../../domain/instance.ts';
import { tagKeys } from '../../domain/tags.ts';
import { describeFailure } from '../failures.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import { endsReading, type PageToken } from '../gentle/part.ts';
import { present, tagsOf, textOf } from '../gentle/record-fields.ts';
import { readImpairments } from '../impairments.ts';
import { noteLimits } from '../instance-types.ts';
import { inBatches } from '../pages.ts';
import { type AuditRun, onceById, readRecords } from './audit-run.ts';
import { SharedTexts } from './shared-texts.ts';

/** What is read of instances. */
export interface AuditedInstances {
  readonly instances: readonly AuditedInstance[];
  readonly instanceTypes: ReadonlyMap<string, InstanceTypeLimits>;
}

/** Instances with what their status checks say, and the limits of the types of those that are enrolled. */
export async function readInstances(run: AuditRun): Promise<AuditedInstances> {
  const texts = new SharedTexts();
  const [found, impairments] = await Promise.all([
    readRecords(
      run,
      'instances',
      (token) => describeInstances(run, token),
      (record) => [toInstance(record, texts)],
    ),
    readImpaired(run),
  ]);
  const instances = onceById(found).map((instance) => withImpairment(instance, impairments.get(instance.id)));
  return { instances, instanceTypes: await readTypes(run, typesOfEnrolled(instances)) };
}

async function describeInstances({ ec2, deadline }: AuditRun, token: PageToken) {
  const input = { MaxResults: 1_000, IncludeManagedResources: true, ...token };
  const { Reservations = [], NextToken } = await callGently(ec2, 'DescribeInstances', deadline, (client) =>
    client.send(new DescribeInstancesCommand(input)),
  );
  return { records: Reservations.flatMap(({ Instances }) => Instances ?? []), nextToken: NextToken };
}

/** As EC2 shows it: a terminated one too, for the hour that it does. */
function toInstance(record: Instance, texts: SharedTexts): AuditedInstance {
  const { VpcId, SubnetId } = record;
  return {
    id: textOf(record.InstanceId, 'InstanceId', 'an instance'),
    state: texts.of(textOf(record.State?.Name, 'State', 'an instance')),
    type: texts.of(record.InstanceType ?? 'unknown'),
    availabilityZone: texts.of(record.Placement?.AvailabilityZone ?? ''),
    ...present('vpcId', VpcId && texts.of(VpcId)),
    ...present('subnetId', SubnetId && texts.of(SubnetId)),
    tags: texts.tags(tagsOf(record.Tags, 'an instance')),
  };
}

function withImpairment(instance: AuditedInstance, impairment: Impairment | undefined): AuditedInstance {
  return impairment === undefined ? instance : { ...instance, impairment };
}

async function readImpaired(run: AuditRun): Promise<ReadonlyMap<string, Impairment>> {
  const { ec2, deadline } = run;
  const noted = await noting(run, 'instance-status', () =>
    readImpairments(ec2.clock, { large: false }, (input) =>
      callGently(ec2, 'DescribeInstanceStatus', deadline, (client) =>
        client.send(new DescribeInstanceStatusCommand(input)),
      ),
    ),
  );
  return noted ?? new Map();
}

function typesOfEnrolled(instances: readonly AuditedInstance[]): readonly string[] {
  const enrolled = instances.filter(
    ({ tags, state }) => Object.hasOwn(tags, tagKeys.group) && state !== 'terminated',
  );
  return [...new Set(enrolled.map(({ type }) => type))];
}

/** By a filter: an id that EC2 does not know would fail the whole call. */
async function readTypes(
  run: AuditRun,
  types: readonly string[],
): Promise<ReadonlyMap<string, InstanceTypeLimits>> {
  const { ec2, deadline } = run;
  const known = new Map<string, InstanceTypeLimits>();
  for (const batch of inBatches(types, 100)) {
    const input = { Filters: [{ Name: 'instance-type', Values: batch }], MaxResults: 100 };
    await noting(run, 'instance-types', async () => {
      const { InstanceTypes = [] } = await callGently(ec2, 'DescribeInstanceTypes', deadline, (client) =>
        client.send(new DescribeInstanceTypesCommand(input)),
      );
      for (const record of InstanceTypes) noteLimits(record, known);
    });
  }
  return known;
}

/** What fails for good is noted, and undefined. */
async function noting<T>(
  { notes }: AuditRun,
  part: 'instance-status' | 'instance-types',
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (endsReading(error)) throw error;
    notes.push({ part, because: describeFailure(error) });
    return undefined;
  }
}
