import * as z from 'zod/mini';
import { type EventPattern, envelopeFields, eventKind, expected, instanceId } from './envelope.ts';
import { triggered } from './parsed-event.ts';

/** An EC2 instance changed state. Best effort, without the previous state, the reason or the tags (facts 4.1, 4.2). */
export const pattern = {
  source: ['aws.ec2'],
  'detail-type': ['EC2 Instance State-change Notification'],
} as const satisfies EventPattern;

const states = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;

const schema = z.object({
  ...envelopeFields,
  detail: z.object(
    { 'instance-id': instanceId, state: z.enum(states, expected(`one of ${states.join(', ')}`)) },
    expected('an object'),
  ),
});

export const instanceStateChange = eventKind(pattern, schema, ({ id, time, detail }) =>
  triggered({
    kind: 'instance-state-change',
    eventId: id,
    at: time,
    instanceId: detail['instance-id'],
    state: detail.state,
  }),
);
