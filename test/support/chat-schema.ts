import { z } from 'zod';

/** Limits that are documented are as documented; of the others, what we promise. */
const text = (max: number) => z.string().min(1).max(max);

/** A custom notification of Amazon Q Developer in chat applications, as its documentation has it, and nothing beside it. */
export const chatSchema = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  id: text(100).regex(/^[\w-]+$/),
  content: z.strictObject({
    textType: z.literal('client-markdown'),
    title: text(250),
    description: text(8_000),
    nextSteps: z.array(text(350)).min(1).max(8),
    keywords: z.array(text(75)).min(3).max(4),
  }),
  metadata: z.strictObject({
    threadId: text(100)
      .regex(/^[\w-]+$/)
      .optional(),
    summary: text(250),
    eventType: text(100).regex(/^[a-zA-Z0-9-]+$/),
    relatedResources: z.array(text(100)).max(20),
    additionalContext: z.record(z.string().regex(/^[\w-]{1,100}$/), text(1_024)),
  }),
});

export type ChatMessage = z.infer<typeof chatSchema>;
