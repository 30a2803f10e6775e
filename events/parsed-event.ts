import type { Trigger } from '../domain/trigger.ts';

/** What a raw event turned out to be. */
export type ParsedEvent =
  | { readonly kind: 'trigger'; readonly trigger: Trigger }
  /** A real event that is not our business; `what` names it for the log. */
  | { readonly kind: 'ignored'; readonly because: string; readonly what: string }
  | MalformedEvent;

/** Not an event that we can read: `issues` are "path: problem", `excerpt` is what came, bounded and printable. */
export interface MalformedEvent {
  readonly kind: 'malformed';
  readonly issues: readonly string[];
  readonly excerpt: string;
}

/** The event is our business. */
export function triggered(trigger: Trigger): ParsedEvent {
  return { kind: 'trigger', trigger };
}

/** The event is real and not our business. */
export function ignored(what: string, because: string): ParsedEvent {
  return { kind: 'ignored', because, what };
}
