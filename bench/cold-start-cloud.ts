import { realClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { serveSandbox } from '../sandbox/served-sandbox.ts';

/** A small fleet behind HTTP, on real time. */
export interface ColdStartCloud {
  /** What the function finds in its environment, and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** The event in words. */
  readonly what: string;
  /** An event that has just been sent. */
  nextEvent(): object;
  /** How many calls of EC2 came. */
  calls(): number;
  stop(): Promise<void>;
}

const groups = 5;

/**
 * Five groups of three members, one ENI each, and a standby that stopped: the same look at the same things as when the
 * holder stops, without the seconds that EC2 then takes for a move, which would be in both measurements. EC2 answers at
 * once, and never throttles.
 */
export async function startColdStartCloud(seed: string): Promise<ColdStartCloud> {
  const sandbox = createSandbox({
    clock: realClock,
    seed: `bench cold-start ${seed}`,
    throttling: false,
    timings: { apiCall: { medianMs: 0, p99Ms: 0 } },
  });
  const standby = addFleet(sandbox);
  const { clock, region, account } = sandbox;
  const { sns, environment, stop } = await serveSandbox(sandbox);
  return {
    environment: {
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: 'eni-warden-dev-failover',
      AWS_SESSION_TOKEN: 'not-a-token',
      ENI_WARDEN_TOPIC_ARN: sns.createTopic('eni-warden-alerts'),
      POWERTOOLS_SERVICE_NAME: 'eni-warden',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    },
    what: `state change of a standby to stopped; ${groups} groups of 3 members`,
    nextEvent: () => ({
      version: '0',
      id: '7bf73129-1428-4cd3-a780-95db273d1602',
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account,
      time: new Date(clock.now()).toISOString(),
      region,
      resources: [`arn:aws:ec2:${region}:${account}:instance/${standby}`],
      detail: { 'instance-id': standby, state: 'stopped' },
    }),
    calls: () => sandbox.log.calls.filter(({ service }) => service === 'ec2').length,
    stop,
  };
}

/** Gives the id of the standby that stopped. */
function addFleet({ world }: ReturnType<typeof createSandbox>): string {
  const subnetId = world.addNetwork().subnets[0].subnetId;
  const standbys: string[] = [];
  for (let group = 0; group < groups; group++) {
    const tags = { 'eni-warden:group': `group-${group}` };
    const [active, standby] = [0, 1, 2].map(() => world.addInstance({ subnetId, tags }).instanceId);
    if (active === undefined || standby === undefined) throw new Error('A group has three members.');
    world.addNetworkInterface({ subnetId, tags, attachTo: { instanceId: active, deviceIndex: 1 } });
    standbys.push(standby);
  }
  const [stopped = ''] = standbys;
  world.stop(stopped);
  return stopped;
}
