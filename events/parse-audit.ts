import * as z from 'zod/mini';
import { addressCall } from './address-call.ts';
import { type EventKind, envelopeFields, eventKind, type Issue } from './envelope.ts';
import type { MalformedEvent } from './parsed-event.ts';
import { isBatch, readBatch } from './queue-batch.ts';
import { type JsonObject, readEvent } from './read-event.ts';
import { pattern as schedulePattern } from './tick.ts';

/** What an event means to the audit. One event may be a batch of many; they ask for one look together. */
export interface ParsedAuditEvent {
  /** Why to look, each reason once; nothing where there is no reason to. */
  readonly reasons: readonly string[];
  readonly ignored: readonly { readonly what: string; readonly because: string }[];
  readonly malformed: readonly MalformedEvent[];
}

type Meaning =
  | { readonly kind: 'look'; readonly because: string }
  | { readonly kind: 'ignored'; readonly what: string; readonly because: string };
type Batch = { readonly kind: 'batch'; readonly messages: readonly unknown[] };

const schedule = eventKind(schedulePattern, z.object(envelopeFields), () => ({
  kind: 'look' as const,
  because: 'the schedule',
}));

const kinds: readonly EventKind<Meaning>[] = [schedule, addressCall];

/** What the event means to the audit. Never throws: what cannot be read is among the malformed ones. */
export function parseAuditEvent(raw: unknown): ParsedAuditEvent {
  const read = readEvent<Meaning | Batch>(raw, kinds, readOther);
  const all = read.kind === 'batch' ? read.messages.map((message) => readEvent(message, kinds)) : [read];
  return {
    reasons: [...new Set(all.flatMap((each) => (each.kind === 'look' ? [each.because] : [])))],
    ignored: all.flatMap((each) =>
      each.kind === 'ignored' ? [{ what: each.what, because: each.because }] : [],
    ),
    malformed: all.filter((each) => each.kind === 'malformed'),
  };
}

/** What is no event of EventBridge: a batch of the queue, or the empty event by which a person asks for a look. */
function readOther(event: JsonObject): Meaning | Batch | readonly Issue[] | undefined {
  if (Object.keys(event).length === 0) return { kind: 'look', because: 'somebody asked' };
  if (!isBatch(event)) return undefined;
  const batch = readBatch(event);
  return 'messages' in batch ? { kind: 'batch', messages: batch.messages } : batch;
}
