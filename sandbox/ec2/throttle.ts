import type { Clock } from '../clock.ts';

/** A token bucket: at most `capacity` tokens, `perSecond` new ones each second. */
interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

/** The published buckets (facts 3). */
const describing: Rate = { capacity: 100, perSecond: 20 };
const describingEverything: Rate = { capacity: 50, perSecond: 10 };
const mutating: Rate = { capacity: 50, perSecond: 5 };
const cheaperMutating: Rate = { capacity: 100, perSecond: 5 };
const tagging: Rate = { capacity: 100, perSecond: 10 };
const reserving: Rate = { capacity: 5, perSecond: 1 };
const launching: Rate = { capacity: 5, perSecond: 2 };

const rates: Readonly<Record<string, Rate>> = {
  CreateNetworkInterface: cheaperMutating,
  DeleteNetworkInterface: cheaperMutating,
  ModifyNetworkInterfaceAttribute: cheaperMutating,
  AssignPrivateIpAddresses: cheaperMutating,
  UnassignPrivateIpAddresses: cheaperMutating,
  TerminateInstances: cheaperMutating,
  CreateTags: tagging,
  DeleteTags: tagging,
  CreateSubnetCidrReservation: reserving,
  RunInstances: launching,
  StartInstances: launching,
};

/** Buckets that count the instances named, not the calls. */
const resourceRates: Readonly<Record<string, Rate>> = {
  RunInstances: { capacity: 1000, perSecond: 2 },
  StartInstances: { capacity: 1000, perSecond: 2 },
  TerminateInstances: { capacity: 1000, perSecond: 20 },
  StopInstances: { capacity: 1000, perSecond: 20 },
};

/** Actions with a smaller bucket of their own when they ask for everything at once. */
const guarded = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
]);

interface Bucket extends Rate {
  tokens: number;
  at: number;
  takenPerSecond: number;
}

/** The token buckets of the account, one for each action. */
export class Throttle {
  readonly #clock: Clock;
  readonly #idsOnlyIsUnfiltered: boolean;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, idsOnlyIsUnfiltered: boolean) {
    this.#clock = clock;
    this.#idsOnlyIsUnfiltered = idsOnlyIsUnfiltered;
  }

  /** Takes a token for the call, and one for each instance it names; false when one is missing. */
  admits(action: string, parameters: Readonly<Record<string, string>>): boolean {
    const name = this.#isUnfiltered(action, parameters) ? everythingBucket(action) : action;
    const calls = this.#bucket(name, rateOf(name));
    const resourceRate = resourceRates[action];
    const named = resourceRate === undefined ? 0 : instancesNamed(parameters);
    const resources =
      resourceRate === undefined ? undefined : this.#bucket(`${action} resources`, resourceRate);
    if (calls.tokens < 1 || (resources !== undefined && resources.tokens < named)) return false;
    calls.tokens -= 1;
    if (resources !== undefined) resources.tokens -= named;
    return true;
  }

  /** Takes every token of the action, and lets somebody else take some each second from now on. */
  drain(action: string, callsPerSecond: number): void {
    const names = guarded.has(action) ? [action, everythingBucket(action)] : [action];
    for (const name of names) {
      const bucket = this.#bucket(name, rateOf(name));
      bucket.tokens = 0;
      bucket.takenPerSecond = callsPerSecond;
    }
  }

  #bucket(name: string, rate: Rate): Bucket {
    const now = this.#clock.now();
    const known = this.#buckets.get(name);
    const bucket = known ?? { ...rate, tokens: rate.capacity, at: now, takenPerSecond: 0 };
    const gained = ((now - bucket.at) / 1000) * (bucket.perSecond - bucket.takenPerSecond);
    bucket.tokens = Math.min(bucket.capacity, Math.max(0, bucket.tokens + gained));
    bucket.at = now;
    if (known === undefined) this.#buckets.set(name, bucket);
    return bucket;
  }

  #isUnfiltered(action: string, parameters: Readonly<Record<string, string>>): boolean {
    if (!guarded.has(action)) return false;
    const narrowing = this.#idsOnlyIsUnfiltered
      ? /^(Filter\.|MaxResults$)/
      : /^(Filter\.|MaxResults$|\w+Id\.)/;
    return !Object.keys(parameters).some((name) => narrowing.test(name));
  }
}

const everythingBucket = (action: string) => `${action} of everything`;

function rateOf(name: string): Rate {
  if (name.endsWith(' of everything')) return describingEverything;
  return rates[name] ?? (/^(Describe|Get)/.test(name) ? describing : mutating);
}

function instancesNamed(parameters: Readonly<Record<string, string>>): number {
  if (parameters.MaxCount !== undefined) return Number(parameters.MaxCount) || 1;
  return Object.keys(parameters).filter((name) => name.startsWith('InstanceId.')).length;
}
