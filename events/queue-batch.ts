import * as z from 'zod/mini';
import type { Issue } from './envelope.ts';
import { expected } from './envelope.ts';

/** What Lambda hands over from an SQS queue: several messages at once, each with a body of text. */
const schema = z.object({
  Records: z.array(
    z.object(
      {
        eventSource: z.literal('aws:sqs', expected('a message of SQS')),
        body: z.string(expected('text')),
      },
      expected('a message'),
    ),
    expected('a list of messages'),
  ),
});

/** Whether the event has the shape of a batch. */
export function isBatch(event: unknown): boolean {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, 'Records');
}

/** The messages of a batch: what their JSON says, or their text where it is none. */
export function readBatch(event: unknown): { readonly messages: readonly unknown[] } | readonly Issue[] {
  const parsed = z.safeParse(schema, event);
  if (!parsed.success) return parsed.error.issues;
  return { messages: parsed.data.Records.map(({ body }) => parseJson(body)) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
