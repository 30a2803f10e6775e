import { CallLog } from './call-log.ts';
import type { Clock } from './clock.ts';
import { ec2Service } from './ec2/ec2.ts';
import { Throttle } from './ec2/throttle.ts';
import type { AwsEvent } from './events/aws-events.ts';
import { handler } from './handle.ts';
import { Iam } from './iam/iam.ts';
import { Pending } from './pending.ts';
import { type Random, seededRandom } from './random.ts';
import { defaultTimings, type Timings } from './timings.ts';
import { strictest, type Unknowns } from './unknowns.ts';
import type { Service, WireRequest, WireResponse } from './wire-types.ts';
import { AddressSpace } from './world/address-space.ts';
import type { Core } from './world/core.ts';
import { Faults } from './world/faults.ts';
import { createTables } from './world/tables.ts';
import { World } from './world/world.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  readonly seed: number | string;
  /** `eu-west-1` when omitted. */
  readonly region?: string;
  /** `123456789012` when omitted. */
  readonly account?: string;
  readonly timings?: Partial<Timings>;
  /** Whether the published token buckets limit the calls; true when omitted. */
  readonly throttling?: boolean;
  /** A Describe may answer with the state of up to so long ago; 0 when omitted. */
  readonly staleReadsMs?: number;
  /** Behaviour of AWS that nobody has established. */
  readonly unknowns?: Partial<Unknowns>;
}

/** A small EC2 control plane: one account, one region, its own time and its own chance. */
export interface Sandbox {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly account: string;
  /** The present truth: for building fleets and for assertions. */
  readonly world: World;
  readonly faults: Faults;
  readonly log: CallLog;
  /** State-change and Spot events, whole, as EC2 would send them to EventBridge. */
  readonly events: { subscribe(listener: (event: AwsEvent) => void): void };
  /** The roles in which calls are made. Without any, everybody may do everything. */
  readonly iam: Iam;
  /** By the service name of the SigV4 credential scope; `ec2` is there from the start. */
  readonly services: Map<string, Service>;
  /** The one door's core. Answers every request with a response; rejects only with ConnectionLost. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Cancels everything that is still to happen, so that a process on real time can end. */
  stop(): void;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const listeners: ((event: AwsEvent) => void)[] = [];
  const core = createCore(options, (event) => {
    for (const listener of listeners) listener(event);
  });
  const throttle = new Throttle(core.clock, core.unknowns.idsOnlyUsesUnfilteredBucket);
  const faults = new Faults(core, throttle, options.staleReadsMs ?? 0);
  const iam = new Iam(core);
  const services = new Map([['ec2', ec2Service(core, faults)]]);
  return {
    clock: core.clock,
    random: core.random,
    region: core.region,
    account: core.account,
    world: new World(core),
    faults,
    log: core.log,
    events: { subscribe: (listener) => listeners.push(listener) },
    iam,
    services,
    handle: handler(core, faults, options.throttling === false ? undefined : throttle, services, iam),
    stop: () => core.pending.cancelAll(),
  };
}

function createCore(options: SandboxOptions, emit: Core['emit']): Core {
  const { clock, seed, region = 'eu-west-1', account = '123456789012' } = options;
  const counts = new Map<string, number>();
  const count = (name: string) => {
    const next = (counts.get(name) ?? 0) + 1;
    counts.set(name, next);
    return next;
  };
  const tables = createTables(() => clock.now());
  return {
    clock,
    random: seededRandom(seed),
    region,
    account,
    timings: { ...defaultTimings, ...options.timings },
    unknowns: { ...strictest, ...options.unknowns },
    tables,
    addressSpace: new AddressSpace(tables),
    pending: new Pending(clock),
    log: new CallLog(),
    stuckDetachMs: new Map(),
    detachBeganAt: new Map(),
    forcedDetachments: new Set(),
    hiddenUntil: new Map(),
    clientTokens: new Map(),
    emit,
    nextOrdinal: () => count('ordinal'),
    count,
  };
}
