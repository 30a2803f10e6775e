import type { TransitionEntry } from '../sandbox/call-log.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterface } from '../sandbox/world/records.ts';
import { createStage } from '../test/support/stage.ts';
import { countBy, percentile, round } from './figures.ts';

/** EC2's published buckets of AttachNetworkInterface and DetachNetworkInterface (facts 3). */
const bucket = 50;
const perSecond = 5;

/**
 * An Availability Zone loses all its active instances at once, each with one protected ENI, and the events of all of them
 * arrive at as many handlers as the account runs at once. The floor is what the token buckets allow at
 * best, computed from the published figures and from the durations that the sandbox drew.
 */
export async function benchMassFailover(options: {
  readonly instances: number;
  readonly handlers: number;
  readonly seed: string;
}) {
  const { instances, handlers, seed } = options;
  const stage = createStage({ seed: `bench mass failover ${seed}`, rules: true, concurrency: handlers });
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
  const moves = movesOf(transitions);
  const floorMs = floorOf(moves);
  const longestFirst = [...moves].sort((a, b) => b.detachMs + b.attachMs - a.detachMs - a.attachMs);
  const homeAfter = attaches.map(({ at }) => at - lostAt);
  return {
    bench: 'mass-failover',
    instances,
    handlers_at_once: handlers,
    seed,
    ratio: round((lastHomeAt - firstCallAt) / floorMs, 3),
    last_home_s: round((lastHomeAt - firstCallAt) / 1_000, 1),
    floor_s: round(floorMs / 1_000, 1),
    floor_if_durations_were_known_s: round(floorOf(longestFirst) / 1_000, 1),
    floor_of_tokens_alone_s: round(tokenAt(instances - 1) / 1_000, 1),
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
  return world.instance(eni.attachment.instanceId ?? '').state === 'running';
}

/** In the order in which this run began them. */
function movesOf(transitions: readonly TransitionEntry[]): readonly Move[] {
  const attachMs = new Map(
    transitions.filter(({ kind }) => kind === 'attach').map((t) => [t.id, t.durationMs]),
  );
  return transitions
    .filter(({ kind }) => kind === 'detach')
    .map(({ id, at, durationMs }) => ({
      begunAt: at - durationMs,
      detachMs: durationMs,
      attachMs: attachMs.get(id) ?? 0,
    }))
    .sort((a, b) => a.begunAt - b.begunAt);
}

interface Move {
  readonly begunAt: number;
  readonly detachMs: number;
  readonly attachMs: number;
}

/**
 * The best that the buckets allow for moves that are begun in this order: each detach as soon as its bucket has a token,
 * each attach as soon as the ENI is free and its bucket has a token, and no call takes any time.
 */
function floorOf(movesInOrder: readonly Move[]): number {
  const free = movesInOrder.map(({ detachMs, attachMs }, index) => ({
    at: tokenAt(index) + detachMs,
    attachMs,
  }));
  let home = 0;
  const accepted: number[] = [];
  for (const { at, attachMs } of free.sort((a, b) => a.at - b.at)) {
    const fiftyBefore = accepted[accepted.length - bucket];
    const previous = accepted.at(-1) ?? 0;
    // The bucket is refilled as it is used: a burst of fifty, and then one every 200 ms from the moment it is empty.
    const acceptedAt = Math.max(
      at,
      previous,
      fiftyBefore === undefined ? 0 : fiftyBefore + 1_000 / perSecond,
    );
    accepted.push(acceptedAt);
    home = Math.max(home, acceptedAt + attachMs);
  }
  return home;
}

/** When the bucket that starts full has its n-th token, counted from 0. */
function tokenAt(index: number): number {
  return (Math.max(0, index + 1 - bucket) / perSecond) * 1_000;
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
