import type { CallEntry } from '../sandbox/call-log.ts';
import type { AwsEvent } from '../sandbox/events/aws-events.ts';
import { createStage, type Stage } from '../test/support/stage.ts';
import { percentile, round } from './figures.ts';

/**
 * How long a single ENI is without its home, against the shortest time that EC2 itself allows: one round of describes,
 * the detach call, the detach, the attach call, the attach, all with the durations that the sandbox drew for this very
 * failover. The floor is computed from the sandbox's log alone.
 */
export async function benchFailover(options: {
  readonly runs: number;
  readonly cold: boolean;
  readonly seed: string;
}): Promise<object> {
  // The first calls of an SDK client load code from the disk, which is no virtual time.
  await measureOne('warm-up', false);
  const results: Measured[] = [];
  for (let run = 0; run < options.runs; run++)
    results.push(await measureOne(`${options.seed}/${run}`, options.cold));
  const ratios = results.map(({ tookMs, floorMs }) => tookMs / floorMs);
  const seconds = (share: number) =>
    round(
      percentile(
        results.map(({ tookMs }) => tookMs),
        share,
      ) / 1_000,
      2,
    );
  return {
    bench: 'failover',
    runs: results.length,
    seed: options.seed,
    environment: options.cold ? 'cold: nothing remembered' : 'warm: one tick was handled before',
    ratio_p50: round(percentile(ratios, 0.5), 3),
    ratio_p99: round(percentile(ratios, 0.99), 3),
    ec2_calls_p50: percentile(
      results.map(({ calls }) => calls),
      0.5,
    ),
    ec2_calls_p99: percentile(
      results.map(({ calls }) => calls),
      0.99,
    ),
    event_to_attached_s_p50: seconds(0.5),
    event_to_attached_s_p99: seconds(0.99),
    floor_s_p50: round(
      percentile(
        results.map(({ floorMs }) => floorMs),
        0.5,
      ) / 1_000,
      2,
    ),
  };
}

interface Measured {
  readonly tookMs: number;
  readonly floorMs: number;
  readonly calls: number;
}

async function measureOne(seed: string, cold: boolean): Promise<Measured> {
  const stage = createStage({ seed: `bench failover ${seed}` });
  const { world, log } = stage.sandbox;
  const subnetId = world.addNetwork().subnets[0].subnetId;
  const tags = { 'eni-warden:group': 'bench' };
  const active = world.addInstance({ subnetId, tags });
  world.addInstance({ subnetId, tags });
  world.addNetworkInterface({ subnetId, tags, attachTo: { instanceId: active.instanceId, deviceIndex: 1 } });
  await stage.clock.advance(600_000);
  if (!cold) await stage.invoke(tickEvent(stage));
  const event = await terminate(stage, active.instanceId);
  const callsBefore = log.calls.length;
  const transitionsBefore = log.transitions.length;
  const from = stage.clock.now();
  await stage.invoke(event);
  const calls = log.calls.slice(callsBefore).filter(({ service }) => service === 'ec2');
  const transitions = log.transitions.slice(transitionsBefore);
  const attach = only(
    transitions.filter(({ kind }) => kind === 'attach'),
    'attach',
  );
  const detach = only(
    transitions.filter(({ kind }) => kind === 'detach'),
    'detach',
  );
  const latency = (action: string) =>
    only(
      calls.filter((call) => call.action === action),
      action,
    ).latencyMs;
  const floorMs =
    describeRoundMs(calls) +
    latency('DetachNetworkInterface') / 2 +
    detach.durationMs +
    latency('AttachNetworkInterface') / 2 +
    attach.durationMs;
  return { tookMs: attach.at - from, floorMs, calls: calls.length };
}

/** The slowest of the reads that went out first, side by side. A call's effect is half its latency after its start. */
function describeRoundMs(calls: readonly CallEntry[]): number {
  const first = Math.min(...calls.map(({ at }) => at));
  return Math.max(...calls.filter(({ at }) => at === first).map(({ latencyMs }) => latencyMs));
}

async function terminate(stage: Stage, instanceId: string): Promise<AwsEvent> {
  let event: AwsEvent | undefined;
  stage.sandbox.events.subscribe((sent) => {
    event ??= sent;
  });
  stage.sandbox.world.terminate(instanceId);
  while (event === undefined) await stage.clock.advance(50);
  return event;
}

function tickEvent(stage: Stage): object {
  return {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: stage.sandbox.account,
    time: new Date(stage.clock.now()).toISOString(),
    region: stage.sandbox.region,
    resources: [`arn:aws:events:${stage.sandbox.region}:${stage.sandbox.account}:rule/tick`],
    detail: {},
  };
}

function only<T>(items: readonly T[], what: string): T {
  const [item] = items;
  if (item === undefined || items.length !== 1)
    throw new Error(`The bench expects one ${what}, and found ${items.length}.`);
  return item;
}
