import type { EventBus, Target } from '../events/bus.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { LambdaFunction } from '../lambda/lambda-types.ts';
import type { FunctionDescription, RuleDescription, RuleTargetDescription } from './template.ts';

/** Puts the rules of a template on the bus, with Lambda behind them. */
export function wireRules(rules: readonly RuleDescription[], bus: EventBus, lambda: Lambda): void {
  for (const { name, pattern, schedule, targets } of rules) {
    const source = schedule === undefined ? { pattern } : { schedule };
    bus.addRule({ name, ...source, targets: targets.map((target) => targetFor(target, lambda)) });
  }
}

/** A target that has no permission goes straight to the dead-letter queue, if there is one (facts 4.1). */
function targetFor(target: RuleTargetDescription, lambda: Lambda): Target {
  const { id, functionName, permitted, input, deadLetterQueue } = target;
  return {
    id,
    deliver(event) {
      const payload = input === undefined ? event : input;
      if (permitted) lambda.invokeAsync(functionName, payload);
      else if (deadLetterQueue !== undefined) lambda.sendToQueue(deadLetterQueue, payload);
    },
  };
}

/** A function of the template, run by `invoke`; Lambda's own defaults hold where the template is silent. */
export function lambdaFunctionFor(fn: FunctionDescription, invoke: LambdaFunction['invoke']): LambdaFunction {
  const { name, timeoutMs, memoryMegabytes } = fn;
  const { reservedConcurrency, maximumEventAgeMs, maximumRetryAttempts, onFailureQueue } = fn;
  return {
    name,
    invoke,
    timeoutMs,
    memoryMegabytes,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(maximumEventAgeMs !== undefined && { maximumEventAgeMs }),
    ...(maximumRetryAttempts !== undefined && { maximumRetryAttempts }),
    ...(onFailureQueue !== undefined && { onFailureQueue }),
  };
}
