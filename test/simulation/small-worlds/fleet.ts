import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import type { Timings } from '../../../sandbox/timings.ts';
import { SteppedClock } from './stepped-clock.ts';

export const startsAt = Date.UTC(2026, 0, 5, 9, 0, 0);
export const region = 'eu-west-1';

/** The ids of a group of two ENIs and three members; `a` holds both ENIs, `b` comes before `c` as a candidate. */
export interface Fleet {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  /** The leader first. */
  readonly enis: readonly string[];
}

const constant = (ms: number) => ({ medianMs: ms, p99Ms: ms });

/** What takes time takes always the same, and a call none, so that only the order of things is left to explore. */
const timings: Timings = {
  apiCall: constant(0),
  create: constant(0),
  attach: constant(500),
  detach: constant(300),
  start: constant(10_000),
  stop: constant(20_000),
  terminate: constant(15_000),
  stateChangeEvent: constant(0),
};

/** An account with the fleet in it, at `startsAt`: the same one every time. */
export function buildFleet(eniCount: number): {
  readonly sandbox: Sandbox;
  readonly clock: SteppedClock;
  readonly fleet: Fleet;
} {
  const clock = new SteppedClock(startsAt);
  const sandbox = createSandbox({ clock, seed: 'small worlds', timings, throttling: false, region });
  const { world } = sandbox;
  const { subnetId } = world.addNetwork().subnets[0];
  const member = (name: string, priority: number) => {
    const tags = { Name: name, 'eni-warden:group': 'fw', 'eni-warden:priority': String(priority) };
    return world.addInstance({ subnetId, tags }).instanceId;
  };
  const [a, b, c] = [member('a', 1), member('b', 2), member('c', 3)];
  const deviceIndexes = Array.from({ length: eniCount }, (_, index) => index + 1);
  const enis = deviceIndexes.map((deviceIndex) => {
    const attachTo = { instanceId: a, deviceIndex, attachTime: startsAt - 3_600_000 };
    return world.addNetworkInterface({ subnetId, tags: { 'eni-warden:group': 'fw' }, attachTo });
  });
  return { sandbox, clock, fleet: { a, b, c, enis: enis.map((eni) => eni.networkInterfaceId).sort() } };
}
