import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { shown } from './excerpt.ts';
import type { ParsedEvent } from './parsed-event.ts';

/** An EventBridge event pattern, as serverless.yml has it for the rule of that kind of event. */
export interface EventPattern {
  readonly source: readonly [string];
  readonly 'detail-type': readonly [string];
  readonly detail?: { readonly [field: string]: unknown };
}

/** One kind of event that EventBridge delivers, and what a readable one means. */
export interface EventKind<Meaning = ParsedEvent> {
  readonly pattern: EventPattern;
  readonly read: (event: unknown) => Meaning | readonly Issue[];
}

/** One thing wrong with an event, as zod reports it. */
export type Issue = Readonly<Pick<z.core.$ZodIssue, 'path' | 'message'>>;

/** Puts a kind of event together from its pattern, its schema and what a readable one means. */
export function eventKind<Schema extends z.ZodMiniType, Meaning>(
  pattern: EventPattern,
  schema: Schema,
  interpret: (event: z.output<Schema>) => Meaning,
): EventKind<Meaning> {
  return {
    pattern,
    read: (event) => {
      const parsed = z.safeParse(schema, event);
      return parsed.success ? interpret(parsed.data) : parsed.error.issues;
    },
  };
}

/** Words for a value that is not as it must be: what is expected, and what came instead. */
export function expected(what: string): { error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) =>
      input === undefined ? `is missing; expected ${what}` : `expected ${what}, got ${shown(input)}`,
  };
}

const textLengthMax = 2_048;

/** Text of at least one character; nothing that AWS names is longer than 2,048. */
export function text(what: string): z.ZodMiniString {
  const words = expected(`${what}, 1 to ${textLengthMax} characters`);
  return z.string(words).check(z.minLength(1, words), z.maxLength(textLengthMax, words));
}

const anInstanceId = 'an instance id (i- and 8 to 17 hexadecimal digits)';
const instanceIdPattern = /^i-[0-9a-f]{8,17}$/;

/** The id of an EC2 instance. */
export const instanceId = z
  .string(expected(anInstanceId))
  .check(z.regex(instanceIdPattern, expected(anInstanceId)));

/** Whether the text is the id of an EC2 instance. */
export function isInstanceId(id: string): boolean {
  return instanceIdPattern.test(id);
}

const aTime = 'a time such as 2026-10-02T17:04:40Z';
const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d):?(\d\d))$/;

/** A time with its offset, as an Instant. CloudWatch writes the offset as +0000, without a colon (facts 4.2). */
export const instant = z.pipe(
  z.string(expected(aTime)).check(z.refine((time) => !Number.isNaN(toInstant(time)), expected(aTime))),
  z.transform(toInstant),
);

function toInstant(time: string): Instant {
  const [, local, hours, minutes] = timePattern.exec(time) ?? [];
  if (local === undefined) return Number.NaN;
  return Date.parse(hours === undefined ? `${local}Z` : `${local}${hours}:${minutes}`);
}

/**
 * The fields of every EventBridge event that we need. The others are left unread: the samples that AWS documents
 * lack some of them, `version` above all (facts 4.2).
 */
export const envelopeFields = { id: text('the id of the event'), time: instant };
