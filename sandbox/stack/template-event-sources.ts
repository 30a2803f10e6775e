import { isAuthorized } from '../iam/policy.ts';
import type { EventSourceSettings } from '../lambda/event-source.ts';
import { lastPart, queueName } from './template-arns.ts';
import type { FunctionDescription } from './template-functions.ts';
import type { QueueDescription } from './template-queues.ts';
import type { PropertiesOf } from './template-resources.ts';
import { TemplateError } from './template-types.ts';

export interface EventSourceDescription extends EventSourceSettings {
  readonly queueName: string;
}

/** What there is in the template that a mapping can join. */
export interface Joinable {
  readonly functions: readonly FunctionDescription[];
  readonly queues: readonly QueueDescription[];
}

/** Larger batches than this need a window to gather them (Lambda API Reference, CreateEventSourceMapping). */
const batchSizeMaxAtOnce = 10;

/** A function that reads a queue. Throws TemplateError for whatever Lambda refuses when the mapping is made. */
export function describeEventSource(
  logicalId: string,
  mapping: PropertiesOf<'AWS::Lambda::EventSourceMapping'>,
  there: Joinable,
): EventSourceDescription {
  const { BatchSize, MaximumBatchingWindowInSeconds, ScalingConfig } = mapping;
  const refuse = (problem: string) => {
    throw new TemplateError(logicalId, problem);
  };
  const queue = there.queues.find(({ name }) => name === queueName(mapping.EventSourceArn, logicalId));
  const fn = there.functions.find(({ name }) => name === lastPart(mapping.FunctionName));
  if (queue === undefined) return refuse(`${mapping.EventSourceArn} is not a queue of this template`);
  if (fn === undefined) return refuse(`${mapping.FunctionName} is not a function of this template`);
  if (BatchSize > batchSizeMaxAtOnce && MaximumBatchingWindowInSeconds < 1)
    refuse(
      `a batch of more than ${batchSizeMaxAtOnce} messages needs a batching window of 1 second at least`,
    );
  if ((queue.visibilityTimeoutMs ?? 0) < fn.timeoutMs)
    refuse(`the visibility timeout of the queue ${queue.name} is less than the timeout of ${fn.name}`);
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    const asked = { action, resource: mapping.EventSourceArn, context: new Map() };
    if (!isAuthorized(fn.role?.statements ?? [], asked))
      refuse(`the role of ${fn.name} does not allow ${action} on ${queue.name}`);
  }
  return {
    queueName: queue.name,
    functionName: fn.name,
    batchSize: BatchSize,
    batchingWindowMs: MaximumBatchingWindowInSeconds * 1_000,
    ...(ScalingConfig?.MaximumConcurrency !== undefined && {
      maximumConcurrency: ScalingConfig.MaximumConcurrency,
    }),
  };
}
