import { newUuid } from '../ids.ts';
import { describeTemplate } from '../stack/template.ts';
import { conditionOf } from '../stack/template-conditions.ts';
import { identify } from '../stack/template-names.ts';
import { isLeftAside } from '../stack/template-resources.ts';
import { TemplateError } from '../stack/template-types.ts';
import type { CloudFormationAccount } from './action.ts';
import { type Change, fingerprintOf, type Plan } from './plan.ts';
import type { ChangeSet, StackEvent, StackRecord } from './stack-record.ts';

/** Of a resource, or of the stack itself when none is named. */
type Told = Pick<StackEvent, 'status'> &
  Partial<Pick<StackEvent, 'logicalId' | 'physicalId' | 'type' | 'reason'>>;

export function recordEvent({ sandbox, ids }: CloudFormationAccount, stack: StackRecord, told: Told): void {
  const ofStack = { logicalId: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack' };
  stack.events.push({ ...ofStack, ...told, id: newUuid(ids), at: sandbox.clock.now() });
}

/** Begins what the change set says. It goes on by itself, and the stack and its events tell how it ends. */
export function execute(stack: StackRecord, changeSet: ChangeSet, account: CloudFormationAccount): void {
  const verb = changeSet.kind;
  tell(stack, account, `${verb}_IN_PROGRESS`, 'User Initiated');
  void account.sandbox.clock
    .sleep(0)
    .then(() => carryOut(stack, changeSet, account))
    .then(
      () => tell(stack, account, `${verb}_COMPLETE`),
      (error: unknown) => rollBack(stack, changeSet, error, account),
    );
}

function tell(stack: StackRecord, account: CloudFormationAccount, status: string, reason?: string): void {
  stack.status = status;
  recordEvent(account, stack, { status, ...(reason !== undefined && { reason }) });
}

async function carryOut(stack: StackRecord, { changes, plan }: ChangeSet, account: CloudFormationAccount) {
  for (const change of changes) refuseUnlessPossible(change);
  await account.bringToLife(describeTemplate(plan.text, plan.resolver.settings));
  const outputs = outputsOf(plan);
  for (const { action, logicalId, type } of changes) {
    const verb = { Add: 'CREATE', Modify: 'UPDATE', Remove: 'DELETE' }[action];
    const physicalId = stack.resources.get(logicalId)?.physicalId ?? physicalIdOf(logicalId, plan);
    for (const status of [`${verb}_IN_PROGRESS`, `${verb}_COMPLETE`])
      recordEvent(account, stack, { logicalId, physicalId, type, status });
    stack.resources.delete(logicalId);
    const resource = plan.resources.get(logicalId);
    if (resource === undefined) continue;
    const fingerprint = fingerprintOf(logicalId, resource, plan);
    stack.resources.set(logicalId, {
      logicalId,
      physicalId,
      type,
      fingerprint,
      at: account.sandbox.clock.now(),
    });
  }
  stack.outputs = outputs;
}

/** Nothing was made: whatever can fail is tried before. */
function rollBack(
  stack: StackRecord,
  { kind, plan }: ChangeSet,
  error: unknown,
  account: CloudFormationAccount,
): void {
  const reason = error instanceof Error ? error.message : String(error);
  const logicalId = error instanceof TemplateError ? error.where : stack.name;
  const type = plan.resources.get(logicalId)?.Type ?? 'AWS::CloudFormation::Stack';
  recordEvent(account, stack, { logicalId, type, status: `${kind}_FAILED`, reason });
  const rollback = kind === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
  tell(stack, account, `${rollback}_IN_PROGRESS`, `The following resource(s) failed: [${logicalId}].`);
  tell(stack, account, `${rollback}_COMPLETE`);
}

/** What lives in the sandbox can be added; of what is there, only functions can be changed. */
function refuseUnlessPossible({ action, logicalId, type }: Change): void {
  if (action === 'Add' || isLeftAside(type)) return;
  if (action === 'Modify' && /^AWS::Lambda::(Function|EventInvokeConfig)$/.test(type)) return;
  throw new TemplateError(logicalId, `the sandbox cannot ${action.toLowerCase()} a resource of type ${type}`);
}

function physicalIdOf(logicalId: string, { resolver }: Plan): string {
  try {
    return identify(logicalId, logicalId, resolver).ref;
  } catch (error) {
    if (error instanceof TemplateError) return `${resolver.settings.stackName}-${logicalId}`;
    throw error;
  }
}

function outputsOf({ resolver }: Plan): ReadonlyMap<string, string> {
  const outputs = Object.entries(resolver.template.Outputs).filter(
    ([name, { Condition }]) => Condition === undefined || conditionOf(Condition, `output ${name}`, resolver),
  );
  return new Map(outputs.map(([name, { Value }]) => [name, resolver.resolveText(Value, `output ${name}`)]));
}
