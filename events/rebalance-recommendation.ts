import * as z from 'zod/mini';
import { type EventPattern, envelopeFields, eventKind, expected, instanceId } from './envelope.ts';
import { ignored } from './parsed-event.ts';

/** EC2 expects to take a Spot Instance back, some time (facts 4.2). */
export const pattern = {
  source: ['aws.ec2'],
  'detail-type': ['EC2 Instance Rebalance Recommendation'],
} as const satisfies EventPattern;

const schema = z.object({
  ...envelopeFields,
  detail: z.object({ 'instance-id': instanceId }, expected('an object')),
});

export const rebalanceRecommendation = eventKind(pattern, schema, ({ detail }) =>
  ignored(
    `rebalance recommendation for ${detail['instance-id']}`,
    'it is only advice about an instance that still works, and a move would be a disruption without a failure',
  ),
);
