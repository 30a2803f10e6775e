import { z } from 'zod';
import { isoTime } from '../ec2/xml.ts';
import { action, type CloudFormationAccount, members, stackOf } from './action.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import { execute } from './execute.ts';
import type { ChangeSet } from './stack-record.ts';

const schema = z.strictObject({ StackName: z.string(), ChangeSetName: z.string() });

/** A change set that would change nothing counts as failed, with these words (API reference, DescribeChangeSet). */
const withoutChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export const describeChangeSet = action(
  'DescribeChangeSet',
  schema,
  ({ StackName, ChangeSetName }, account) => {
    const stack = stackOf(StackName, account);
    const { name, id, changes, executionStatus } = changeSetOf(StackName, ChangeSetName, account);
    return {
      ChangeSetName: name,
      ChangeSetId: id,
      StackId: stack.id,
      StackName: stack.name,
      CreationTime: isoTime(stack.createdAt),
      ExecutionStatus: executionStatus,
      Status: changes.length > 0 ? 'CREATE_COMPLETE' : 'FAILED',
      StatusReason: changes.length > 0 ? undefined : withoutChanges,
      Changes: members(
        changes.map(({ action: Action, logicalId, type }) => ({
          Type: 'Resource',
          ResourceChange: { Action, LogicalResourceId: logicalId, ResourceType: type },
        })),
      ),
    };
  },
);

/** A change set that is not there is deleted already. */
export const deleteChangeSet = action('DeleteChangeSet', schema, ({ StackName, ChangeSetName }, account) => {
  stackOf(StackName, account).changeSets.delete(ChangeSetName);
  return {};
});

export const executeChangeSet = action(
  'ExecuteChangeSet',
  schema,
  ({ StackName, ChangeSetName }, account) => {
    const changeSet = changeSetOf(StackName, ChangeSetName, account);
    if (changeSet.executionStatus !== 'AVAILABLE') {
      const problem = `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${changeSet.executionStatus}]`;
      throw new CloudFormationError('InvalidChangeSetStatus', problem);
    }
    changeSet.executionStatus = 'EXECUTE_COMPLETE';
    execute(stackOf(StackName, account), changeSet, account);
    return {};
  },
);

function changeSetOf(stackName: string, name: string, account: CloudFormationAccount): ChangeSet {
  const changeSet = stackOf(stackName, account).changeSets.get(name);
  if (changeSet === undefined)
    throw new CloudFormationError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`);
  return changeSet;
}
