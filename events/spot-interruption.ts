import * as z from 'zod/mini';
import { type EventPattern, envelopeFields, eventKind, expected, instanceId } from './envelope.ts';
import { triggered } from './parsed-event.ts';

/** Two minutes' notice, and none at all before a hibernation, that EC2 takes a Spot Instance back (facts 4.2). */
export const pattern = {
  source: ['aws.ec2'],
  'detail-type': ['EC2 Spot Instance Interruption Warning'],
} as const satisfies EventPattern;

const actions = ['hibernate', 'stop', 'terminate'] as const;

// The ARN in `resources` has the Availability Zone in place of the Region, and no account: only `detail` is read.
const schema = z.object({
  ...envelopeFields,
  detail: z.object(
    {
      'instance-id': instanceId,
      'instance-action': z.enum(actions, expected(`one of ${actions.join(', ')}`)),
    },
    expected('an object'),
  ),
});

export const spotInterruption = eventKind(pattern, schema, ({ id, time, detail }) =>
  triggered({
    kind: 'spot-interruption',
    eventId: id,
    at: time,
    instanceId: detail['instance-id'],
    instanceAction: detail['instance-action'],
  }),
);
