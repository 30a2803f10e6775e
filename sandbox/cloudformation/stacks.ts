import { z } from 'zod';
import { isoTime } from '../ec2/xml.ts';
import { action, members, stackOf } from './action.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import type { StackRecord, StackResource } from './stack-record.ts';

const ofStack = z.strictObject({ StackName: z.string() });

export const describeStacks = action('DescribeStacks', ofStack, ({ StackName }, account) => {
  const { id, name, createdAt, status, tags, outputs } = stackOf(StackName, account);
  return {
    Stacks: members([
      {
        StackId: id,
        StackName: name,
        CreationTime: isoTime(createdAt),
        StackStatus: status,
        Tags: members([...tags].map(([Key, Value]) => ({ Key, Value }))),
        Outputs: members([...outputs].map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }))),
      },
    ]),
  };
});

/** The newest first, all on one page. */
export const describeStackEvents = action('DescribeStackEvents', ofStack, ({ StackName }, account) => {
  const stack = stackOf(StackName, account);
  const events = stack.events.toReversed().map(({ id, at, logicalId, physicalId, type, status, reason }) => ({
    StackId: stack.id,
    StackName: stack.name,
    EventId: id,
    Timestamp: isoTime(at),
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
  }));
  return { StackEvents: members(events) };
});

/** All on one page. */
export const listStackResources = action('ListStackResources', ofStack, ({ StackName }, account) => ({
  StackResourceSummaries: members([...stackOf(StackName, account).resources.values()].map(summaryOf)),
}));

const ofResource = z.strictObject({ StackName: z.string(), LogicalResourceId: z.string() });

export const describeStackResource = action('DescribeStackResource', ofResource, (asked, account) => {
  const stack: StackRecord = stackOf(asked.StackName, account);
  const resource = stack.resources.get(asked.LogicalResourceId);
  if (resource === undefined) {
    const problem = `Resource ${asked.LogicalResourceId} does not exist for stack ${stack.name}`;
    throw new CloudFormationError('ValidationError', problem);
  }
  const place = { StackId: stack.id, StackName: stack.name };
  return { StackResourceDetail: { ...place, ...summaryOf(resource) } };
});

function summaryOf({ logicalId, physicalId, type, at }: StackResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: isoTime(at),
  };
}
