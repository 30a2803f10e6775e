import { z } from 'zod';
import { newUuid } from '../ids.ts';
import { TemplateError } from '../stack/template-types.ts';
import { action, type CloudFormationAccount, listOf, stackOf } from './action.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import { recordEvent } from './execute.ts';
import { capabilityOf, changesOf, type Plan, planOf } from './plan.ts';
import type { ChangeSet, StackRecord } from './stack-record.ts';
import { templateSource, templateText } from './template-source.ts';

const schema = z.strictObject({
  StackName: z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/),
  ChangeSetName: z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/),
  ChangeSetType: z.enum(['CREATE', 'UPDATE']).default('UPDATE'),
  ...templateSource,
  Capabilities: listOf(z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'])),
  Tags: listOf(z.strictObject({ Key: z.string().min(1), Value: z.string() })),
  // The stacks of this sandbox have no parameters and tell nobody of themselves.
  Parameters: listOf(z.never()),
  NotificationARNs: listOf(z.never()),
});

/** A change set says what would become of a stack, and for a new stack it makes one that waits for review. */
export const createChangeSet = action('CreateChangeSet', schema, (asked, account) => {
  const { StackName, ChangeSetName, ChangeSetType } = asked;
  const { region, account: number } = account.sandbox;
  const plan = planOf(templateText(asked, account), { region, account: number, stackName: StackName });
  refuseWithoutCapability(plan, asked.Capabilities);
  const tags = new Map(asked.Tags.map(({ Key, Value }) => [Key, Value]));
  const stack =
    ChangeSetType === 'CREATE' ? newStack(StackName, tags, account) : settledStack(StackName, account);
  if (stack.changeSets.has(ChangeSetName))
    throw new CloudFormationError('AlreadyExistsException', `ChangeSet ${ChangeSetName} already exists`);
  const changeSet = changeSetOf(ChangeSetName, ChangeSetType, plan, stack, account);
  stack.changeSets.set(ChangeSetName, changeSet);
  return { Id: changeSet.id, StackId: stack.id };
});

function refuseWithoutCapability(plan: Plan, given: readonly string[]): void {
  const needed = capabilityOf(plan);
  if (needed === undefined || given.includes(needed) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new CloudFormationError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

function newStack(name: string, tags: StackRecord['tags'], account: CloudFormationAccount): StackRecord {
  const { sandbox, stacks } = account;
  if (stacks.has(name))
    throw new CloudFormationError(
      'ValidationError',
      `Stack [${name}] already exists and cannot be created again`,
    );
  const stack: StackRecord = {
    name,
    id: `arn:aws:cloudformation:${sandbox.region}:${sandbox.account}:stack/${name}/sandbox`,
    createdAt: sandbox.clock.now(),
    status: 'REVIEW_IN_PROGRESS',
    tags,
    outputs: new Map(),
    resources: new Map(),
    changeSets: new Map(),
    events: [],
  };
  stacks.set(name, stack);
  recordEvent(account, stack, { status: 'REVIEW_IN_PROGRESS', reason: 'User Initiated' });
  return stack;
}

/** The stack, if it is in a state from which CloudFormation updates one. */
function settledStack(name: string, account: CloudFormationAccount): StackRecord {
  const stack = stackOf(name, account);
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)) return stack;
  const problem = `Stack:${stack.id} is in ${stack.status} state and can not be updated.`;
  throw new CloudFormationError('ValidationError', problem);
}

function changeSetOf(
  name: string,
  kind: ChangeSet['kind'],
  plan: Plan,
  stack: StackRecord,
  { sandbox, ids }: CloudFormationAccount,
): ChangeSet {
  const place = `arn:aws:cloudformation:${sandbox.region}:${sandbox.account}`;
  try {
    const changes = changesOf(plan, stack.resources);
    const executionStatus = changes.length > 0 ? 'AVAILABLE' : 'UNAVAILABLE';
    return { name, id: `${place}:changeSet/${name}/${newUuid(ids)}`, kind, changes, plan, executionStatus };
  } catch (error) {
    if (error instanceof TemplateError) throw new CloudFormationError('ValidationError', error.message);
    throw error;
  }
}
