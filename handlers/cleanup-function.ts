import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { S3Client } from '@aws-sdk/client-s3';
import { deleteEni, removeTags, writeTags } from '../aws/cleanup/change-eni.ts';
import { lookAgain } from '../aws/cleanup/look-again.ts';
import { storeManifest } from '../aws/cleanup/manifests.ts';
import { readCleanupSnapshot } from '../aws/cleanup/read-snapshot.ts';
import type { CleanupConfig } from '../aws/cleanup-config.ts';
import { DeadlinePassed } from '../aws/ec2.ts';
import { describeFailure } from '../aws/failures.ts';
import { createGentleEc2, GaveWay, type GentleEc2 } from '../aws/gentle/gentle-ec2.ts';
import { malformedAlert } from '../domain/alert-of-trouble.ts';
import { digestOf } from '../domain/cleanup/digest.ts';
import { parseCleanupEvent } from '../events/parse-cleanup.ts';
import { type Announcers, noNewsByWay } from './announcers.ts';
import { createAnnouncers, failWith, toError, undelivered } from './announcing.ts';
import type { AnnouncingRuntime } from './announcing-runtime.ts';
import { noteCall } from './eni-calls.ts';
import { createLambda, type LambdaHandler } from './lambda.ts';
import { marksLeft, type SweepReport, sweep } from './sweep.ts';
import { measureSweep } from './sweep-measures.ts';
import type { Sweeper } from './sweeper.ts';

/** What the function runs on: the real thing in production, the sandbox in tests. */
export interface CleanupRuntime extends AnnouncingRuntime {
  readonly config: CleanupConfig;
  readonly ec2Client: EC2Client;
  readonly s3Client: S3Client;
}

/** Kept back at the end, for the digest. */
const closingMs = 20_000;

/** The function that its schedule invokes, and each attach and detach of an ENI that CloudTrail tells of. */
export function createCleanupFunction(runtime: CleanupRuntime): LambdaHandler {
  const ec2 = createGentleEc2(runtime.ec2Client, runtime.clock, runtime.chance);
  const news = noNewsByWay();
  return createLambda(runtime, async (event, context) => {
    const deadline = runtime.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - closingMs);
    const announcers = createAnnouncers(runtime, news, deadline + closingMs / 2);
    const accountId = context.invokedFunctionArn.split(':')[4] ?? '';
    const invocation = { runtime, ec2, announcers, accountId, deadline };
    const failure = await handleEvent(event, invocation).then(() => undefined, toError);
    failWith([failure, await undelivered(announcers, runtime)]);
  });
}

interface Invocation {
  readonly runtime: CleanupRuntime;
  readonly ec2: GentleEc2;
  readonly announcers: Announcers;
  readonly accountId: string;
  readonly deadline: number;
}

async function handleEvent(event: unknown, invocation: Invocation): Promise<void> {
  const { logger, metrics } = invocation.runtime;
  const parsed = parseCleanupEvent(event);
  switch (parsed.kind) {
    case 'malformed':
      logger.error('malformed event, dropped', { issues: parsed.issues, excerpt: parsed.excerpt });
      metrics.addMetric('MalformedEvents', MetricUnit.Count, 1);
      void invocation.announcers.announce(malformedAlert(parsed.issues, parsed.excerpt));
      return;
    case 'ignored':
      logger.info('event ignored', { what: parsed.what, because: parsed.because });
      return;
    case 'call':
      return givingWay(invocation, () => noteCall(parsed.call, invocation));
    case 'trigger':
      return givingWay(invocation, () => sweepAndTell(invocation));
    default:
      parsed satisfies never;
  }
}

/** A throttle is no failure: a failover may need the calls more, and the next sweep does the same work. */
async function givingWay({ runtime }: Invocation, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GaveWay)) throw error;
    runtime.metrics.addMetric('SweepsGivenWay', MetricUnit.Count, 1);
    runtime.logger.warn('EC2 throttled, so the cleanup gives way until its next sweep', {
      because: error.message,
    });
  }
}

async function sweepAndTell(invocation: Invocation): Promise<void> {
  const { runtime, announcers } = invocation;
  const { config, logger, metrics } = runtime;
  const report = await sweep(createSweeper(invocation));
  measureSweep(report, metrics);
  const digest = digestOf(report.plan, report.outcomes, config.policy);
  if (digest !== undefined) void announcers.announce(digest);
  logger.info('swept', summaryOf(report));
  if (report.endedEarly !== undefined) metrics.addMetric('SweepsGivenWay', MetricUnit.Count, 1);
  const left = marksLeft(report);
  if (left.length > 0)
    throw new Error(
      `still marked, though they are not to be deleted: ${left.slice(0, 5).join(', ')}, ${left.length} in all`,
    );
}

function createSweeper({ runtime, ec2, accountId, deadline }: Invocation): Sweeper {
  const { config, clock, chance, logger, s3Client } = runtime;
  const manifests = { client: s3Client, bucket: config.manifestBucket, clock, chance };
  return {
    clock,
    policy: config.policy,
    read: () => readCleanupSnapshot(ec2, accountId, deadline),
    lookAgain: (snapshot, eni) => lookAgain(ec2, { snapshot, eni }, deadline),
    writeTags: (eniId, tags) => writeTags(ec2, eniId, tags, deadline),
    removeTags: (eniId, keys) => removeTags(ec2, eniId, keys, deadline),
    deleteEni: (eniId) => deleteEni(ec2, eniId, deadline),
    store: (manifest) => storeManifest(manifests, manifest, deadline),
    endsTheSweep: (error) => error instanceof GaveWay || error instanceof DeadlinePassed,
    describe: describeFailure,
    record: (message, details) => logger.info(message, details),
  };
}

function summaryOf({ plan, outcomes, endedEarly, snapshot }: SweepReport): Record<string, unknown> {
  return {
    enis: snapshot.eniCount,
    spared: plan.spared.length,
    waiting: plan.waiting.length,
    outcomes: outcomes.length,
    ...(endedEarly !== undefined && { endedEarly }),
  };
}
