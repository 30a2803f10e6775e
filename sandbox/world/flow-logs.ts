import { Ec2Error } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import type { FlowLog } from './record-network.ts';
import type { Tags } from './records.ts';

export interface NewFlowLog {
  readonly resourceId: string;
  readonly trafficType: FlowLog['trafficType'];
  readonly logDestinationType: FlowLog['logDestinationType'];
  readonly logDestination?: string | undefined;
  readonly logGroupName?: string | undefined;
  readonly maxAggregationInterval: number;
  readonly tags: Tags;
}

/** Throws when the resource has one to the same destination (API reference, FlowLogAlreadyExists). */
export function createFlowLog(core: Core, asked: NewFlowLog): FlowLog {
  const { logDestination, logGroupName, ...rest } = asked;
  for (const other of core.tables.flowLogs.values()) {
    const isSame = other.logDestination === logDestination && other.logGroupName === logGroupName;
    if (other.resourceId !== asked.resourceId || !isSame) continue;
    const message = `Error. There is an existing Flow Log with the same configuration and log destination.`;
    throw new Ec2Error('FlowLogAlreadyExists', message);
  }
  const random = core.random.stream(`flowLog/${core.count('flowLog')}`);
  const flowLogId = newId(random, 'flowLog');
  return core.tables.flowLogs.put(flowLogId, {
    flowLogId,
    ...rest,
    ...(logDestination !== undefined && { logDestination }),
    ...(logGroupName !== undefined && { logGroupName }),
    creationTime: core.clock.now(),
    ordinal: core.nextOrdinal(),
  });
}
