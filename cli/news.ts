import { z } from 'zod';
import type { PublishedMessage } from '../sandbox/sns/sns.ts';

const duration = z.number().optional();

/** What a machine that subscribes to the topic reads; only the fields that are looked at here. */
const machineReadable = z.object({
  kind: z.string(),
  severity: z.string(),
  group: z.string().optional(),
  summary: z.string(),
  data: z.object({
    trigger: z.object({ kind: z.string() }).optional(),
    eventAgeMs: duration,
    moveMs: duration,
    /** What stays where it is, in alerts about that. */
    spared: z.array(z.object({ because: z.string() })).default([]),
    moves: z
      .array(z.object({ detachMs: duration, attachMs: duration, forced: z.boolean().optional() }))
      .default([]),
  }),
});

/** An alert, as the subscribers of the topic got it. */
export interface News {
  readonly at: number;
  readonly kind: string;
  readonly severity: string;
  /** Absent where it is about no group in particular. */
  readonly group?: string | undefined;
  readonly summary: string;
  /** The subject and the body of the e-mail. */
  readonly subject: string;
  readonly text: string;
  /** The kind of trigger that woke the function that published it. */
  readonly trigger?: string | undefined;
  /** Why each ENI stays where it is, in an alert about that. */
  readonly staysBecause: readonly string[];
  readonly phases: Phases;
}

/** How long a completed move took, in milliseconds; each is that of the ENI which took longest. */
export interface Phases {
  readonly eventAgeMs?: number | undefined;
  readonly detachMs: number;
  readonly attachMs: number;
  readonly moveMs?: number | undefined;
  readonly forced: boolean;
}

/** Throws when a message is not what its subscribers are promised. */
export function readNews({ at, subject = '', message, byProtocol }: PublishedMessage): News {
  const { email = message, https = '' } = byProtocol;
  const { data, ...head } = machineReadable.parse(JSON.parse(https));
  const longest = (values: readonly (number | undefined)[]) =>
    Math.max(0, ...values.map((value) => value ?? 0));
  const { moves, eventAgeMs, moveMs } = data;
  const phases = {
    eventAgeMs,
    moveMs,
    detachMs: longest(moves.map(({ detachMs }) => detachMs)),
    attachMs: longest(moves.map(({ attachMs }) => attachMs)),
    forced: moves.some(({ forced }) => forced === true),
  };
  const staysBecause = data.spared.map(({ because }) => because);
  return { at, ...head, subject, text: email, trigger: data.trigger?.kind, staysBecause, phases };
}
