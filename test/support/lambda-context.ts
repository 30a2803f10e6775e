import type { Context } from 'aws-lambda';
import { contextOf } from '../../cli/lambda-context.ts';
import type { VirtualClock } from '../../sandbox/clock.ts';

/** What Lambda hands to a function beside its event; `timeoutMs` counts from now. */
export function contextFor(clock: VirtualClock, timeoutMs: number): Context {
  return contextOf({ clock, account: '123456789012', region: 'eu-west-1' }, 'failover', timeoutMs);
}
