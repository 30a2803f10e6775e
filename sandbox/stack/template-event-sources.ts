import { z } from 'zod';
import type { EventSourceSettings } from '../lambda/event-source.ts';
import { lastPart, queueName } from './template-arns.ts';
import type { FunctionDescription } from './template-functions.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import { allows, type Policy, policySchema } from './template-policies.ts';
import type { QueueDescription } from './template-queues.ts';
import type { PropertiesOf } from './template-resources.ts';
import { TemplateError } from './template-types.ts';

export interface EventSourceDescription extends EventSourceSettings {
  readonly queueName: string;
}

/** What there is in the template that a mapping can join. */
export interface Joinable {
  /** By logical id. */
  readonly functions: ReadonlyMap<string, PropertiesOf<'AWS::Lambda::Function'>>;
  readonly descriptions: readonly FunctionDescription[];
  readonly queues: readonly QueueDescription[];
}

/** Larger batches than this need a window to gather them (Lambda API Reference, CreateEventSourceMapping). */
const batchSizeMaxAtOnce = 10;

/** A function that reads a queue. Throws TemplateError for whatever Lambda refuses when the mapping is made. */
export function describeEventSource(
  logicalId: string,
  mapping: PropertiesOf<'AWS::Lambda::EventSourceMapping'>,
  there: Joinable,
  resolver: Resolver,
): EventSourceDescription {
  const { BatchSize, MaximumBatchingWindowInSeconds, ScalingConfig } = mapping;
  const refuse = (problem: string) => {
    throw new TemplateError(logicalId, problem);
  };
  const queue = there.queues.find(({ name }) => name === queueName(mapping.EventSourceArn, logicalId));
  const fn = there.descriptions.find(({ name }) => name === lastPart(mapping.FunctionName));
  if (queue === undefined) return refuse(`${mapping.EventSourceArn} is not a queue of this template`);
  if (fn === undefined) return refuse(`${mapping.FunctionName} is not a function of this template`);
  if (BatchSize > batchSizeMaxAtOnce && MaximumBatchingWindowInSeconds < 1)
    refuse(
      `a batch of more than ${batchSizeMaxAtOnce} messages needs a batching window of 1 second at least`,
    );
  if ((queue.visibilityTimeoutMs ?? 0) < fn.timeoutMs)
    refuse(`the visibility timeout of the queue ${queue.name} is less than the timeout of ${fn.name}`);
  const policies = policiesOfRole(fn.name, there.functions, resolver);
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    if (!allows(policies, { action, resource: mapping.EventSourceArn, context: {} }, logicalId))
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

const rolePoliciesSchema = z.array(z.object({ PolicyDocument: policySchema })).default([]);

/** The policies in the role of a function; those that hang on it from elsewhere are not looked at. */
function policiesOfRole(
  functionName: string,
  functions: Joinable['functions'],
  resolver: Resolver,
): readonly Policy[] {
  const nameOf = (id: string) => identify(id, id, resolver).ref;
  const [, fn] = [...functions].find(([id]) => nameOf(id) === functionName) ?? [];
  const [id, role] =
    Object.entries(resolver.template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Role' && identify(id, id, resolver).attributes.Arn === fn?.Role,
    ) ?? [];
  if (id === undefined) return [];
  const parsed = rolePoliciesSchema.safeParse(resolver.resolve(role?.Properties.Policies, id));
  if (!parsed.success) throw new TemplateError(id, z.prettifyError(parsed.error));
  return parsed.data.map(({ PolicyDocument }) => PolicyDocument);
}
