import type { FunctionError, InvocationContext } from './lambda-types.ts';

/** What we tell a function's process: run the handler for this event. */
export interface InvokeMessage {
  readonly event: unknown;
  readonly context: Omit<InvocationContext, 'getRemainingTimeInMillis'>;
  /** When the time is over, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** What a function's process tells us: it has loaded the handler, or could not, or has run it. */
export type ProcessMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: FunctionError };
