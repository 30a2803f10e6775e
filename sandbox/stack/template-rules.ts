import { lastPart, queueName } from './template-arns.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import type { PropertiesOf } from './template-resources.ts';
import { TemplateError } from './template-types.ts';

export interface RuleTargetDescription {
  readonly id: string;
  readonly functionName: string;
  /** Whether a Lambda permission lets EventBridge invoke the function for this rule. Without it nothing runs. */
  readonly permitted: boolean;
  /** What the function gets in place of the event. */
  readonly input: unknown;
  /** The queue for events that the target refuses. */
  readonly deadLetterQueue: string | undefined;
}

export interface RuleDescription {
  readonly name: string;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly targets: readonly RuleTargetDescription[];
}

/** A rule with its targets, which have to be functions of the same template. */
export function describeRule(
  logicalId: string,
  rule: PropertiesOf<'AWS::Events::Rule'>,
  permissions: readonly PropertiesOf<'AWS::Lambda::Permission'>[],
  functionNames: ReadonlySet<string>,
  resolver: Resolver,
): RuleDescription {
  const ruleArn = identify(logicalId, logicalId, resolver).attributes.Arn ?? '';
  const targets = rule.Targets.map((target) => {
    const functionName = lastPart(target.Arn);
    if (!target.Arn.startsWith('arn:aws:lambda:') || !functionNames.has(functionName)) {
      throw new TemplateError(logicalId, `the target ${target.Arn} is not a function of this template`);
    }
    return {
      id: target.Id,
      functionName,
      permitted: permissions.some((permission) => permits(permission, functionName, ruleArn)),
      input: target.Input === undefined ? undefined : (JSON.parse(target.Input) as unknown),
      deadLetterQueue:
        target.DeadLetterConfig === undefined ? undefined : queueName(target.DeadLetterConfig.Arn, logicalId),
    };
  });
  const name = identify(logicalId, logicalId, resolver).ref;
  return { name, pattern: rule.EventPattern, schedule: rule.ScheduleExpression, targets };
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
  return SourceArn === undefined || likeArn(SourceArn).test(ruleArn);
}

/** In a policy, `*` stands for any characters and `?` for one. */
function likeArn(pattern: string): RegExp {
  const source = pattern.replace(
    /[.+^${}()|[\]\\*?]/g,
    (found) => ({ '*': '.*', '?': '.' })[found] ?? `\\${found}`,
  );
  return new RegExp(`^${source}$`);
}
