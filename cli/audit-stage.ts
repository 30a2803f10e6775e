import { readFile } from 'node:fs/promises';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { parseAuditState } from '../aws/audit/parse-audit-state.ts';
import { readAuditConfig } from '../aws/audit-config.ts';
import type { AuditState } from '../domain/audit/audit-state.ts';
import { createAuditFunction } from '../handlers/audit-function.ts';
import { VirtualClock } from '../sandbox/clock.ts';
import { createCloudWatch } from '../sandbox/cloudwatch/cloud-watch.ts';
import { createEventBus, type EventBus } from '../sandbox/events/bus.ts';
import { addCloudTrail } from '../sandbox/events/cloud-trail.ts';
import { createLambda, type Lambda } from '../sandbox/lambda/lambda.ts';
import { createS3 } from '../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createSns, type Sns } from '../sandbox/sns/sns.ts';
import { describeTemplate } from '../sandbox/stack/template.ts';
import { lambdaFunctionFor, wireEventSources, wireRules } from '../sandbox/stack/template-wiring.ts';
import { type AuditPart, auditPartOf } from './audit-template.ts';
import { credentialsInRole } from './function-credentials.ts';
import { runtimeOf } from './in-process-function.ts';
import { JudgedCalls } from './judged-calls.ts';
import { KeptMetrics, type MetricDocument } from './kept-metrics.ts';
import { contextOf } from './lambda-context.ts';
import { statusAlarm } from './status-alarm.ts';

/** An account of its own, in which the audit is deployed as the packaged template says, on time that can be let pass. */
export interface AuditStage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly bus: EventBus;
  readonly lambda: Lambda;
  readonly sns: Sns;
  readonly functionName: string;
  /** Of whoever is not ENI Warden. Is made for calls before the rules are alive, and used by all later ones. */
  readonly ec2Client: EC2Client;
  putStatusAlarm(instanceId: string): Promise<void>;
  /** A person asks for a look, and waits for it. The first thing to do: later it would race with the rules. */
  look(): Promise<void>;
  /** From now on the schedule, and the calls that CloudTrail tells of, wake the audit. */
  goLive(): void;
  /** What the last look has left for the next one. */
  state(): AuditState | undefined;
  report(): string | undefined;
  readonly judged: JudgedCalls;
  /** Of each group, whether the last look measured it as ready to fail over: its metric StandbyReady. */
  readiness(): ReadonlyMap<string, boolean>;
  stop(): void;
}

/** `environment`: what differs from the template. */
export async function createAuditStage(
  templatePath: string,
  environment: Readonly<Record<string, string>>,
): Promise<AuditStage> {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 'npm start' });
  const { account, region, random } = sandbox;
  const settings = { account, region, stackName: 'eni-warden-dev' };
  const part = auditPartOf(describeTemplate(await readFile(templatePath, 'utf8'), settings));
  const [s3, sns] = [createS3(sandbox), createSns(sandbox)];
  createCloudWatch(sandbox);
  const own = ownEnvironment(part, sandbox, sns);
  s3.createBucket(own.ENI_WARDEN_BUCKET);
  const config = readAuditConfig({ ...part.fn.environment, ...environment, ...own });
  const credentials = credentialsInRole(sandbox, part.role);
  const runtime = { ...runtimeOf(sandbox, 'audit', credentials), metrics: new KeptMetrics() };
  const judged = new JudgedCalls(sandbox);
  const handler = createAuditFunction({ config, ...runtime });
  const { ec2Client, cloudWatchClient } = runtimeOf(sandbox, 'people');
  const lambda = createLambda({ clock, random, region, account });
  const { name, timeoutMs } = part.fn;
  const invoke = (event: unknown) => handler(event, contextOf(sandbox, name, timeoutMs));
  const bus = createEventBus(sandbox);
  const object = (key: string) => s3.object(own.ENI_WARDEN_BUCKET, `audit/${key}`)?.body;
  const ends: (() => void)[] = [bus.stop, lambda.stop, sandbox.stop];
  return {
    clock,
    sandbox,
    bus,
    lambda,
    sns,
    functionName: name,
    ec2Client,
    async putStatusAlarm(instanceId) {
      await clock.run(cloudWatchClient.send(statusAlarm(instanceId)));
    },
    async look() {
      // Whatever an SDK client reads from the disk at its first call takes real time, during which no other may pass. SNS
      // refuses this one: a message has to say something.
      const nobody = new PublishCommand({ TopicArn: own.ENI_WARDEN_TOPIC_ARN, Message: '' });
      await clock.run(runtime.snsClient.send(nobody).catch(() => undefined));
      await clock.run(invoke({}));
    },
    goLive() {
      lambda.addFunction(lambdaFunctionFor(part.fn, invoke));
      for (const queue of part.queues) lambda.sqs.createQueue(queue);
      wireRules(part.rules, bus, lambda);
      ends.push(wireEventSources(part.eventSources, sandbox, lambda), addCloudTrail(sandbox, bus));
    },
    state() {
      const reading = parseAuditState(object('state.json') ?? '');
      return reading.kind === 'read' ? reading.state : undefined;
    },
    report: () => object('report.html'),
    judged,
    readiness: () => readinessIn(runtime.metrics.documents),
    stop() {
      for (const end of ends.reverse()) end();
    },
  };
}

/** The latest document of a group counts. */
function readinessIn(documents: readonly MetricDocument[]): ReadonlyMap<string, boolean> {
  return new Map(
    documents.flatMap(({ Group, StandbyReady }) =>
      typeof Group === 'string' ? [[Group, StandbyReady === 1] as const] : [],
    ),
  );
}

/** What the stack gives the function, which nobody may set: it names what is there. */
function ownEnvironment({ fn, topic }: AuditPart, { region }: Sandbox, sns: Sns) {
  return {
    ENI_WARDEN_TOPIC_ARN: sns.createTopic(topic),
    ENI_WARDEN_BUCKET: fn.environment.ENI_WARDEN_BUCKET ?? '',
    AWS_REGION: region,
  };
}
