import type { CallLog } from '../call-log.ts';
import type { Clock } from '../clock.ts';
import type { AwsEvent, EventOrigin } from '../events/aws-events.ts';
import { newUuid } from '../ids.ts';
import type { Pending } from '../pending.ts';
import type { Random } from '../random.ts';
import type { Timings } from '../timings.ts';
import type { Unknowns } from '../unknowns.ts';
import type { AddressSpace } from './address-space.ts';
import type { Tables } from './tables.ts';

/** What every part of the control plane works on. */
export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly account: string;
  readonly timings: Timings;
  readonly unknowns: Unknowns;
  readonly tables: Tables;
  readonly addressSpace: AddressSpace;
  readonly pending: Pending;
  readonly log: CallLog;
  /** Interfaces whose next detachment takes this many milliseconds, whatever is asked. */
  readonly stuckDetachMs: Map<string, number>;
  /** When the detachments that are under way began. */
  readonly detachBeganAt: Map<string, number>;
  /** Attachments that were told to detach by force. */
  readonly forcedDetachments: Set<string>;
  /** Instances that no Describe shows, each until the given time. */
  readonly hiddenUntil: Map<string, number>;
  /** What a client token was used for, and for which request. */
  readonly clientTokens: Map<string, { readonly fingerprint: string; readonly ids: readonly string[] }>;
  emit(event: AwsEvent): void;
  /** The next in the order of creation. */
  nextOrdinal(): number;
  /** Counts from 1 for each name: it tells apart the draws of one resource. */
  count(name: string): number;
}

export function eventOrigin(core: Core, at: number): EventOrigin {
  const id = newUuid(core.random.stream(`event/${core.count('event')}`));
  return { id, account: core.account, region: core.region, at };
}
