import type { NetworkInterface } from '../sandbox/records.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createStage } from '../test/support/stage.ts';
import { percentile, round } from './figures.ts';

/** EC2's published buckets of AttachNetworkInterface and DetachNetworkInterface (facts 3). */
const bucket = 50;
const perSecond = 5;

/**
 * An Availability Zone loses all its active instances at once, each with one protected ENI, and the events of all of them
 * arrive at as many handlers as the account runs at once. The floor is what the token buckets allow, were there nothing
 * else: computed from the published figures and from the durations that the sandbox drew.
 */
export async function benchMassFailover(options: { readonly instances: number; readonly handlers: number }) {
  const { instances, handlers } = options;
  const stage = createStage({ seed: 'bench mass failover', rules: true, concurrency: handlers });
  const { world, log } = stage.sandbox;
  const actives = buildFleet(stage.sandbox, instances);
  await stage.clock.advance(600_000);
  const callsBefore = log.calls.length;
  const transitionsBefore = log.transitions.length;
  const lostAt = stage.clock.now();
  for (const instanceId of actives) world.stop(instanceId);
  const isHome = () =>
    [...world.networkInterfaces.values()].filter((eni) => isAtHome(stage.sandbox, eni)).length;
  while (isHome() < instances && stage.clock.now() - lostAt < 900_000) await stage.clock.advance(1_000);
  const transitions = log.transitions.slice(transitionsBefore);
  const attaches = transitions.filter(({ kind }) => kind === 'attach');
  const firstCallAt = Math.min(...log.calls.slice(callsBefore).map(({ at }) => at));
  const lastHomeAt = Math.max(...attaches.map(({ at }) => at));
  const untilHome = callsBetween(log.calls.slice(callsBefore), lostAt, lastHomeAt);
  // Afterwards the remaining events come to handlers that find nothing to do: their calls count as well.
  await stage.clock.advance(600_000);
  const all = log.calls.slice(callsBefore).filter(({ service }) => service === 'ec2');
  const floorMs = floor(attaches.map(({ durationMs }) => durationMs));
  const homeAfter = attaches.map(({ at }) => at - lostAt);
  return {
    bench: 'mass-failover',
    instances,
    handlers_at_once: handlers,
    ratio: round((lastHomeAt - firstCallAt) / floorMs, 3),
    last_home_s: round((lastHomeAt - firstCallAt) / 1_000, 1),
    floor_s: round(floorMs / 1_000, 1),
    home_after_s_p50: round(percentile(homeAfter, 0.5) / 1_000, 1),
    throttled_share: round(throttledShare(all), 4),
    throttled_share_until_home: round(throttledShare(untilHome), 4),
    ec2_calls: all.length,
    ec2_calls_until_home: untilHome.length,
    calls_by_action: countBy(
      untilHome.map(({ action, errorCode }) => `${action}${errorCode ? ` ${errorCode}` : ''}`),
    ),
    left_behind: instances - isHome(),
    given_up_events: stage.lambda.queues.get('on-failure')?.length ?? 0,
    alerts: stage.alerts().length,
  };
}

/** One group for each active; every standby serves two groups, and has room for both. */
function buildFleet({ world }: Sandbox, count: number): string[] {
  const subnetId = world.addNetwork().subnets[0].subnetId;
  const name = (index: number) => `g${String(index).padStart(4, '0')}`;
  return Array.from({ length: count }, (_, index) => {
    const tags = { 'eni-warden:group': name(index) };
    const active = world.addInstance({ subnetId, tags });
    world.addNetworkInterface({
      subnetId,
      tags,
      attachTo: { instanceId: active.instanceId, deviceIndex: 1 },
    });
    if (index % 2 === 0) {
      world.addInstance({ subnetId, tags: { 'eni-warden:group': `${name(index)} ${name(index + 1)}` } });
    }
    return active.instanceId;
  });
}

function isAtHome({ world }: Sandbox, eni: NetworkInterface): boolean {
  if (
    eni.attachment === undefined ||
    eni.attachment.deviceIndex === 0 ||
    eni.attachment.status !== 'attached'
  )
    return false;
  return world.instance(eni.attachment.instanceId ?? "").state === 'running';
}

/** The longest attaches first, each as soon as a token is there for it. */
function floor(attachDurationsMs: readonly number[]): number {
  const longestFirst = [...attachDurationsMs].sort((a, b) => b - a);
  return Math.max(
    ...longestFirst.map((ms, index) => (Math.max(0, index + 1 - bucket) / perSecond) * 1_000 + ms),
  );
}

type Call = {
  readonly at: number;
  readonly service: string;
  readonly action: string;
  readonly errorCode?: string;
};

function callsBetween(calls: readonly Call[], from: number, to: number): readonly Call[] {
  return calls.filter(({ service, at }) => service === 'ec2' && at >= from && at <= to);
}

function throttledShare(calls: readonly Call[]): number {
  return calls.filter(({ errorCode }) => errorCode === 'RequestLimitExceeded').length / calls.length;
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
