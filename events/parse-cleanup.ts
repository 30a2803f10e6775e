import { cloudTrailCall, type EniCall } from './cloudtrail-call.ts';
import type { EventKind } from './envelope.ts';
import type { ParsedEvent } from './parsed-event.ts';
import { readEvent } from './read-event.ts';
import { tick } from './tick.ts';

/** What wakes the cleanup: its schedule, or that somebody has attached or detached an ENI. */
export type ParsedCleanupEvent =
  | { readonly kind: 'call'; readonly call: EniCall }
  /** `trigger` is the schedule. */
  | ParsedEvent;

const kinds: readonly EventKind<ParsedCleanupEvent>[] = [tick, cloudTrailCall];

/** What the event means to the cleanup. Never throws: what cannot be read is `malformed`. */
export function parseCleanupEvent(raw: unknown): ParsedCleanupEvent {
  return readEvent(raw, kinds);
}
