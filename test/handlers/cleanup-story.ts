import type { NetworkInterfaceToAdd } from '../../sandbox/world/world-types.ts';
import {
  type CleanupStage,
  type CleanupStageOptions,
  createCleanupStage,
  manifestBucket,
} from '../support/cleanup-stage.ts';
import type { ToldAlert } from '../support/told-alert.ts';

// The first calls of an SDK load code from the disk, in real time.
jest.setTimeout(60_000);

export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * hours(24);

export const since = 'eni-warden:unattached-since';
export const seen = 'eni-warden:unattached-seen';

/** A stage with an account of many attached ENIs, and words for what happens to unattached ones. */
export interface CleanupStory {
  readonly stage: CleanupStage;
  readonly subnetId: string;
  readonly vpcId: string;
  /** An instance that may hold an ENI. */
  readonly instanceId: string;
  /** Adds an unattached ENI that no rule keeps, unless told otherwise, and gives its id. */
  orphan(asked?: Partial<NetworkInterfaceToAdd>): string;
  /** One whole invocation of the schedule. */
  sweep(options?: Parameters<CleanupStage['invoke']>[1]): Promise<void>;
  /** Sweeps now, and again when a marked ENI is due. */
  sweepUntilDue(): Promise<void>;
  wait(ms: number): Promise<void>;
  exists(eniId: string): boolean;
  tagsOf(eniId: string): Readonly<Record<string, string>>;
  /** The stored manifests of an ENI, as text. */
  manifestsOf(eniId: string): readonly string[];
  digests(): readonly ToldAlert[];
  calls(action: string): number;
}

export function createCleanupStory(options: CleanupStageOptions = {}): CleanupStory {
  const stage = createCleanupStage(options);
  const { world, log } = stage.sandbox;
  const { subnets, vpcId } = networkOf(stage);
  const subnetId = subnets[0].subnetId;
  const { instanceId } = world.addInstance({ subnetId, instanceType: 'm5.4xlarge' });
  // The caps count shares of the account.
  for (let count = 0; count < 60; count++) world.addInstance({ subnetId });
  let events = 0;
  const story: CleanupStory = {
    stage,
    subnetId,
    vpcId,
    instanceId,
    orphan: (asked = {}) =>
      world.addNetworkInterface({ subnetId, description: 'build agent', ...asked }).networkInterfaceId,
    sweep: (how) => stage.invoke(scheduled(stage, ++events), how),
    async sweepUntilDue() {
      await story.sweep();
      await story.wait(days(7) + hours(1));
      await story.sweep();
    },
    wait: (ms) => stage.clock.advance(ms),
    exists: (eniId) => world.networkInterfaces.has(eniId),
    tagsOf: (eniId) => world.networkInterface(eniId).tags,
    manifestsOf: (eniId) =>
      [...(stage.s3.buckets.get(manifestBucket)?.objects.entries() ?? [])]
        .filter(([key]) => key.startsWith(`manifests/${eniId}/`))
        .flatMap(([, versions]) => versions.map(({ body }) => body)),
    digests: () => stage.alerts().filter(({ kind }) => kind === 'cleanup-digest'),
    calls: (action) => log.calls.filter((call) => call.action === action).length,
  };
  return story;
}

function networkOf({ sandbox }: CleanupStage) {
  const { subnets } = sandbox.world.addNetwork();
  return { subnets, vpcId: subnets[0].vpcId };
}

function scheduled({ sandbox, clock }: CleanupStage, count: number): unknown {
  return {
    version: '0',
    id: `sweep-${count}`,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: sandbox.account,
    time: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    region: sandbox.region,
    resources: [],
    detail: {},
  };
}

/** What CloudTrail tells of a call, minutes after it. */
export function cloudTrailEvent(
  { sandbox }: CleanupStage,
  eventName: 'AttachNetworkInterface' | 'DetachNetworkInterface',
  requestParameters: Readonly<Record<string, unknown>>,
  at: number,
): unknown {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return {
    version: '0',
    id: `call-${eventName}-${at}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: sandbox.account,
    time,
    region: sandbox.region,
    resources: [],
    detail: {
      eventVersion: '1.08',
      eventSource: 'ec2.amazonaws.com',
      eventTime: time,
      eventName,
      requestParameters,
      eventType: 'AwsApiCall',
    },
  };
}
