import * as z from 'zod/mini';
import { type EventPattern, envelopeFields, eventKind } from './envelope.ts';
import { triggered } from './parsed-event.ts';

/** How often the rule in serverless.yml fires; a rule with a schedule has no pattern. */
export const schedule = 'rate(1 minute)';

/** What a rule with a schedule sends (facts 4.2). */
export const pattern = {
  source: ['aws.events'],
  'detail-type': ['Scheduled Event'],
} as const satisfies EventPattern;

export const tick = eventKind(pattern, z.object(envelopeFields), ({ id, time }) =>
  triggered({ kind: 'tick', eventId: id, at: time }),
);
