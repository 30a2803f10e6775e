import type { QueueSettings } from '../sqs/queue.ts';
import { queueName } from './template-arns.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import type { Policy } from './template-policies.ts';
import type { PropertiesOf } from './template-resources.ts';
import { TemplateError } from './template-types.ts';

export type QueueDescription = QueueSettings;

/** The queues of a template. What one gives up has to go to another of them. */
export function describeQueues(
  queues: ReadonlyMap<string, PropertiesOf<'AWS::SQS::Queue'>>,
  resolver: Resolver,
): QueueDescription[] {
  const nameOf = (logicalId: string) => identify(logicalId, logicalId, resolver).attributes.QueueName ?? '';
  const names = new Set([...queues.keys()].map(nameOf));
  return [...queues].map(([logicalId, queue]) => {
    const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = queue;
    const target = RedrivePolicy && queueName(RedrivePolicy.deadLetterTargetArn, logicalId);
    if (target !== undefined && !names.has(target))
      throw new TemplateError(logicalId, `the redrive target ${target} is not a queue of this template`);
    return {
      name: nameOf(logicalId),
      visibilityTimeoutMs: VisibilityTimeout * 1_000,
      retentionMs: MessageRetentionPeriod * 1_000,
      ...(RedrivePolicy &&
        target !== undefined && {
          redrive: { queueName: target, maxReceiveCount: RedrivePolicy.maxReceiveCount },
        }),
    };
  });
}

/** The policies of every queue, by its name; a queue without one has none. */
export function policiesOfQueues(
  queues: readonly QueueDescription[],
  policies: Iterable<PropertiesOf<'AWS::SQS::QueuePolicy'>>,
): ReadonlyMap<string, readonly Policy[]> {
  const found = new Map<string, Policy[]>(queues.map(({ name }) => [name, []]));
  for (const { Queues, PolicyDocument } of policies) {
    // They are named by their URLs.
    for (const url of Queues) found.get(url.split('/').at(-1) ?? '')?.push(PolicyDocument);
  }
  return found;
}
