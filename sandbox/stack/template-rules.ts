import { isQueueArn, lastPart, queueName } from './template-arns.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import { allows, like, type Policy } from './template-policies.ts';
import type { PropertiesOf } from './template-resources.ts';
import { TemplateError } from './template-types.ts';

interface AnyTarget {
  readonly id: string;
  /** Whether the target's own policy lets EventBridge in for this rule. Without it nothing comes there. */
  readonly permitted: boolean;
  /** What the target gets in place of the event. */
  readonly input: unknown;
  /** The queue for events that the target refuses, if EventBridge may send there. */
  readonly deadLetterQueue: string | undefined;
}

export interface FunctionTargetDescription extends AnyTarget {
  readonly functionName: string;
}

export interface QueueTargetDescription extends AnyTarget {
  readonly queueName: string;
}

export type RuleTargetDescription = FunctionTargetDescription | QueueTargetDescription;

export interface RuleDescription {
  readonly name: string;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly targets: readonly RuleTargetDescription[];
}

/** What there is in the template for rules to send to. */
export interface Targets {
  readonly permissions: readonly PropertiesOf<'AWS::Lambda::Permission'>[];
  readonly functionNames: ReadonlySet<string>;
  /** The policies of each queue, by its name. */
  readonly queuePolicies: ReadonlyMap<string, readonly Policy[]>;
}

/** A rule with its targets, which have to be functions or queues of the same template. */
export function describeRule(
  logicalId: string,
  rule: PropertiesOf<'AWS::Events::Rule'>,
  there: Targets,
  resolver: Resolver,
): RuleDescription {
  const ruleArn = identify(logicalId, logicalId, resolver).attributes.Arn ?? '';
  const maySendTo = (queueArn: string): boolean =>
    allows(
      there.queuePolicies.get(lastPart(queueArn)) ?? [],
      sending(queueArn, ruleArn, resolver.settings.account),
      logicalId,
    );
  const targets = rule.Targets.map((target): RuleTargetDescription => {
    const deadLetters = target.DeadLetterConfig?.Arn;
    const common = {
      id: target.Id,
      input: target.Input === undefined ? undefined : (JSON.parse(target.Input) as unknown),
      deadLetterQueue:
        deadLetters !== undefined && maySendTo(deadLetters) ? queueName(deadLetters, logicalId) : undefined,
    };
    const name = lastPart(target.Arn);
    if (target.Arn.startsWith('arn:aws:lambda:') && there.functionNames.has(name)) {
      const permitted = there.permissions.some((permission) => permits(permission, name, ruleArn));
      return { ...common, functionName: name, permitted };
    }
    if (isQueueArn(target.Arn) && there.queuePolicies.has(name))
      return { ...common, queueName: name, permitted: maySendTo(target.Arn) };
    throw new TemplateError(
      logicalId,
      `the target ${target.Arn} is neither a function nor a queue of this template`,
    );
  });
  const name = identify(logicalId, logicalId, resolver).ref;
  return { name, pattern: rule.EventPattern, schedule: rule.ScheduleExpression, targets };
}

/** EventBridge's own call of SQS (EventBridge User Guide, "Using resource-based policies", Amazon SQS permissions). */
function sending(queueArn: string, ruleArn: string, account: string) {
  return {
    service: 'events.amazonaws.com',
    action: 'sqs:SendMessage',
    resource: queueArn,
    context: { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': account, 'aws:SecureTransport': 'true' },
  };
}

/** The function's resource policy, as Lambda applies it to EventBridge (EventBridge User Guide, resource policies). */
function permits(
  permission: PropertiesOf<'AWS::Lambda::Permission'>,
  functionName: string,
  ruleArn: string,
): boolean {
  const { Action, FunctionName, Principal, SourceArn } = permission;
  if (!['lambda:InvokeFunction', 'lambda:*'].includes(Action) || Principal !== 'events.amazonaws.com')
    return false;
  if (lastPart(FunctionName) !== functionName) return false;
  return SourceArn === undefined || like(SourceArn).test(ruleArn);
}
