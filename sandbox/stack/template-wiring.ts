import type { EventBus, Target } from '../events/bus.ts';
import { addEventSource } from '../lambda/event-source.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { LambdaFunction } from '../lambda/lambda-types.ts';
import type { Sandbox } from '../sandbox.ts';
import type {
  EventSourceDescription,
  FunctionDescription,
  RuleDescription,
  RuleTargetDescription,
} from './template.ts';

/** Puts the rules of a template on the bus, with Lambda and the queues behind them. */
export function wireRules(rules: readonly RuleDescription[], bus: EventBus, lambda: Lambda): void {
  for (const { name, pattern, schedule, targets } of rules) {
    const source = schedule === undefined ? { pattern } : { schedule };
    bus.addRule({ name, ...source, targets: targets.map((target) => targetFor(target, lambda)) });
  }
}

/** What a target may not get goes straight to the dead-letter queue, if there is one (facts 4.1). */
function targetFor(target: RuleTargetDescription, lambda: Lambda): Target {
  const { id, permitted, input, deadLetterQueue } = target;
  return {
    id,
    deliver(event) {
      const payload = input === undefined ? event : input;
      if (!permitted) {
        if (deadLetterQueue !== undefined) lambda.sendToQueue(deadLetterQueue, payload);
      } else if ('queueName' in target) lambda.sendToQueue(target.queueName, payload);
      else lambda.invokeAsync(target.functionName, payload);
    },
  };
}

/** Lets the functions of a template read its queues. Returns what ends it. */
export function wireEventSources(
  eventSources: readonly EventSourceDescription[],
  { clock, random, region, account }: Sandbox,
  lambda: Lambda,
): () => void {
  const added = eventSources.map(({ queueName, ...settings }) =>
    addEventSource(settings, { clock, random, region, account, lambda, queue: lambda.sqs.queue(queueName) }),
  );
  return () => {
    for (const eventSource of added) eventSource.stop();
  };
}

/** A function of the template, run by `invoke`; Lambda's own defaults hold where the template is silent. */
export function lambdaFunctionFor(fn: FunctionDescription, invoke: LambdaFunction['invoke']): LambdaFunction {
  const { name, timeoutMs, memoryMegabytes, environment } = fn;
  const { reservedConcurrency, maximumEventAgeMs, maximumRetryAttempts, onFailureQueue } = fn;
  return {
    name,
    invoke,
    timeoutMs,
    memoryMegabytes,
    environment,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(maximumEventAgeMs !== undefined && { maximumEventAgeMs }),
    ...(maximumRetryAttempts !== undefined && { maximumRetryAttempts }),
    ...(onFailureQueue !== undefined && { onFailureQueue }),
  };
}
