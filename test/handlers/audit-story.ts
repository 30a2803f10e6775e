import type { Instance, NetworkInterface } from '../../sandbox/world/records.ts';
import {
  type AuditInvocationOptions,
  type AuditStage,
  type AuditStageOptions,
  auditBucket,
  createAuditStage,
} from '../support/audit-stage.ts';
import type { ToldAlert } from '../support/told-alert.ts';

// The first calls of an SDK load code from the disk, in real time.
jest.setTimeout(60_000);

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * minutes(60);
export const days = (count: number): number => count * hours(24);

/** A stage with a group of two members that is in order, and words for what goes wrong there. */
export interface AuditStory {
  readonly stage: AuditStage;
  readonly active: Instance;
  readonly standby: Instance;
  readonly eni: NetworkInterface;
  readonly routeTableId: string;
  /** One whole invocation of the schedule. */
  look(options?: AuditInvocationOptions): Promise<void>;
  wait(ms: number): Promise<void>;
  /** A route that leads nowhere, which is a finding of severity high. */
  breakRoute(destination?: string): void;
  mendRoute(destination?: string): void;
  /** The standby is stopped, which is a critical finding, or runs again. */
  breakStandby(): Promise<void>;
  mendStandby(): Promise<void>;
  news(): readonly ToldAlert[];
  digests(): readonly ToldAlert[];
  /** The body of an object below `audit/` as it is now. */
  stored(name: string): string | undefined;
  calls(action: string): number;
}

export async function createAuditStory(options: AuditStageOptions = {}): Promise<AuditStory> {
  const stage = createAuditStage(options);
  const { world, log } = stage.sandbox;
  const { subnetId, vpcId } = world.addNetwork().subnets[0];
  const tags = (name: string) => ({ Name: name, 'eni-warden:group': 'fw' });
  const active = world.addInstance({ subnetId, tags: tags('fw-a') });
  const standby = world.addInstance({ subnetId, tags: tags('fw-b') });
  const attachTo = {
    instanceId: active.instanceId,
    deviceIndex: 1,
    attachTime: stage.clock.now() - hours(1),
  };
  const eni = world.addNetworkInterface({ subnetId, tags: { 'eni-warden:group': 'fw' }, attachTo });
  world.addFlowLog({ resourceId: vpcId });
  for (const { instanceId } of [active, standby]) await stage.putStatusAlarm(instanceId);
  const { routeTableId } = world.addRouteTable({ vpcId, subnetIds: [subnetId], tags: { Name: 'private' } });
  const target = { kind: 'natGatewayId', id: 'nat-0123456789abcdef0' } as const;
  const route = (destination: string, state: 'active' | 'blackhole') =>
    void world.addRoute({ routeTableId, destination, target, state });
  const change = async (begin: () => void) => {
    begin();
    await stage.clock.advance(minutes(5));
  };
  const ofKind = (kind: string) => stage.alerts().filter((alert) => alert.kind === kind);
  return {
    stage,
    active,
    standby,
    eni,
    routeTableId,
    look: (how) => stage.invoke(scheduled(stage), how),
    wait: (ms) => stage.clock.advance(ms),
    breakRoute: (destination = '203.0.113.0/24') => route(destination, 'blackhole'),
    mendRoute: (destination = '203.0.113.0/24') => route(destination, 'active'),
    breakStandby: () => change(() => world.stop(standby.instanceId)),
    mendStandby: () => change(() => world.start(standby.instanceId)),
    news: () => ofKind('audit-news'),
    digests: () => ofKind('audit-digest'),
    stored: (name) => stage.s3.object(auditBucket, `audit/${name}`)?.body,
    calls: (action) => log.calls.filter((call) => call.action === action).length,
  };
}

export function scheduled({ sandbox, clock }: AuditStage): unknown {
  return {
    version: '0',
    id: `audit-${clock.now()}`,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: sandbox.account,
    time: timeOf(clock.now()),
    region: sandbox.region,
    resources: [],
    detail: {},
  };
}

/** What Lambda hands over from the queue of the audit: messages with these bodies. */
export function queued(...bodies: readonly string[]): unknown {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: `handle-${index}`,
      body,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:eni-warden-dev-audit',
      awsRegion: 'eu-west-1',
    })),
  };
}

/** What CloudTrail tells of a call, as it comes through the queue. */
export function callOf({ sandbox, clock }: AuditStage, eventName: string): string {
  const time = timeOf(clock.now());
  return JSON.stringify({
    version: '0',
    id: `call-${eventName}-${clock.now()}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: sandbox.account,
    time,
    region: sandbox.region,
    resources: [],
    detail: { eventSource: 'ec2.amazonaws.com', eventTime: time, eventName, eventType: 'AwsApiCall' },
  });
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
