import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Config } from '../aws/config.ts';
import { createEc2, type Ec2 } from '../aws/ec2.ts';
import { describeFailure } from '../aws/failures.ts';
import { emptyMemory, type Memory, observe } from '../aws/observe.ts';
import { performGroup } from '../aws/perform.ts';
import { Watch } from '../aws/watch.ts';
import { malformedAlert, unableToLookAlert } from '../domain/alert-of-trouble.ts';
import type { Report } from '../domain/report.ts';
import type { Trigger } from '../domain/trigger.ts';
import { parseEvent } from '../events/parse.ts';
import { type Announcers, noNewsByWay } from './announcers.ts';
import { createAnnouncers, failWith, toError, undelivered } from './announcing.ts';
import type { AnnouncingRuntime } from './announcing-runtime.ts';
import { createLambda, type LambdaHandler } from './lambda.ts';
import { measure } from './measures.ts';
import { reconcile } from './reconcile.ts';
import { ToldMoves } from './told-moves.ts';

/** What the function runs on: the real thing in production, the sandbox in tests. */
export interface FailoverRuntime extends AnnouncingRuntime {
  readonly config: Config;
  readonly ec2Client: EC2Client;
}

/** Kept back at the end: a last call to EC2 and a last one to SNS may each take as long as their time-out. */
const closingMs = 12_000;

/** The function that every rule of the stack invokes. What it learns of the account outlives an invocation. */
export function createFailoverFunction(runtime: FailoverRuntime): LambdaHandler {
  const ec2 = createEc2(runtime.ec2Client, runtime.clock, runtime.chance);
  const memory = emptyMemory();
  const news = noNewsByWay();
  const told = new ToldMoves();
  return createLambda(runtime, async (event, context) => {
    const deadline = runtime.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - closingMs);
    const announcers = createAnnouncers(runtime, news, deadline);
    const failure = await handleEvent(event, { runtime, ec2, memory, announcers, told, deadline }).then(
      () => undefined,
      toError,
    );
    failWith([failure, await undelivered(announcers, runtime)]);
  });
}

interface Invocation {
  readonly runtime: FailoverRuntime;
  readonly ec2: Ec2;
  readonly memory: Memory;
  readonly announcers: Announcers;
  readonly told: ToldMoves;
  readonly deadline: number;
}

async function handleEvent(event: unknown, invocation: Invocation): Promise<void> {
  const { runtime, announcers } = invocation;
  const parsed = parseEvent(event);
  switch (parsed.kind) {
    case 'malformed':
      runtime.logger.error('malformed event, dropped', { issues: parsed.issues, excerpt: parsed.excerpt });
      runtime.metrics.addMetric('MalformedEvents', MetricUnit.Count, 1);
      void announcers.announce(malformedAlert(parsed.issues, parsed.excerpt));
      return;
    case 'ignored':
      runtime.logger.info('event ignored', { what: parsed.what, because: parsed.because });
      runtime.metrics.addMetric('IgnoredEvents', MetricUnit.Count, 1);
      return;
    case 'trigger':
      return handleTrigger(parsed.trigger, invocation);
    default:
      parsed satisfies never;
  }
}

async function handleTrigger(trigger: Trigger, invocation: Invocation): Promise<void> {
  const { runtime, announcers } = invocation;
  const report = await look(trigger, invocation).catch((error: unknown) => {
    void announcers.announce(unableToLookAlert(describeFailure(error), trigger));
    throw error;
  });
  measure(report, runtime.metrics);
  runtime.logger.info('done', {
    trigger,
    looks: report.looks,
    unfinished: report.unfinished,
    // A fleet at rest would be a long line every minute.
    spared: report.plan?.spared.filter(({ reason }) => reason !== 'settled'),
    settled: report.plan?.spared.filter(({ reason }) => reason === 'settled').length,
  });
  if (report.unfinished.length > 0) {
    throw new Error(`time ran out, and this is left: ${report.unfinished.slice(0, 20).join('; ')}`);
  }
}

function look(trigger: Trigger, invocation: Invocation): Promise<Report> {
  const { runtime, ec2, memory, announcers, told, deadline } = invocation;
  const { config, clock, logger } = runtime;
  const bench = { ec2, watch: new Watch(ec2), deadline };
  return reconcile(trigger, {
    clock,
    mode: config.mode,
    policy: config.policy,
    deadline,
    observe: () => observe(ec2, memory, deadline),
    perform: (changes, oversight) => performGroup(bench, changes, oversight),
    readyToBegin: (until) => readyToBegin(ec2, Math.min(until, deadline)),
    announce: (alert) => announcers.announce(alert),
    told,
    troubleIsOver: (groups) => announcers.troubleIsOver(groups),
    record: (message, details) => logger.info(message, details),
  });
}

/** A group whose first call would only wait in a queue is not begun: what it was decided on would grow old meanwhile. */
async function readyToBegin({ clock, paces }: Ec2, until: number): Promise<void> {
  const waitMs = () =>
    Math.max(paces.DetachNetworkInterface.readyInMs, paces.AttachNetworkInterface.readyInMs);
  while (waitMs() > 0 && clock.now() < until) await clock.sleep(Math.min(waitMs(), until - clock.now()));
}
