import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AuditConfig } from '../aws/audit-config.ts';
import { createGentleEc2, GaveWay, type GentleEc2, shareOfAudit } from '../aws/gentle/gentle-ec2.ts';
import { malformedAlert } from '../domain/alert-of-trouble.ts';
import { type ParsedAuditEvent, parseAuditEvent } from '../events/parse-audit.ts';
import { type Announcers, noNewsByWay } from './announcers.ts';
import { createAnnouncers, failWith, toError, undelivered } from './announcing.ts';
import type { AnnouncingRuntime } from './announcing-runtime.ts';
import { audit } from './audit-run.ts';
import { createLambda, type LambdaHandler } from './lambda.ts';

/** What the function runs on: the real thing in production, the sandbox in tests. */
export interface AuditRuntime extends AnnouncingRuntime {
  readonly config: AuditConfig;
  readonly ec2Client: EC2Client;
  readonly cloudWatchClient: CloudWatchClient;
  readonly s3Client: S3Client;
}

/** Kept back at the end: a last call may take as long as its time-out. */
const lastCallMs = 8_000;

/** So many events of one batch that cannot be read are shown to people; all are in the log. */
const malformedToldMax = 5;

/**
 * The function that its schedule invokes, and its queue, with the calls that change addresses. It changes nothing but its
 * own bucket. What it has told people is in the state there, so that only malformed events are remembered here.
 */
export function createAuditFunction(runtime: AuditRuntime): LambdaHandler {
  const ec2 = createGentleEc2(runtime.ec2Client, runtime.clock, runtime.chance, shareOfAudit);
  const news = noNewsByWay();
  return createLambda(runtime, async (event, context) => {
    const endsAt = runtime.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - lastCallMs);
    const announcers = createAnnouncers(runtime, news, endsAt);
    const accountId = context.invokedFunctionArn.split(':')[4] ?? '';
    const invocation = { runtime, ec2, announcers, accountId, endsAt };
    const failure = await handleEvent(event, invocation).then(() => undefined, toError);
    failWith([failure, await undelivered(announcers, runtime)]);
  });
}

export interface AuditInvocation {
  readonly runtime: AuditRuntime;
  readonly ec2: GentleEc2;
  readonly announcers: Announcers;
  readonly accountId: string;
  /** After it, no call is begun. */
  readonly endsAt: number;
}

async function handleEvent(event: unknown, invocation: AuditInvocation): Promise<void> {
  const parsed = parseAuditEvent(event);
  noteOthers(parsed, invocation.runtime, invocation.announcers);
  const { reasons } = parsed;
  if (reasons.length === 0) return;
  const { logger, metrics } = invocation.runtime;
  logger.info('audit begins', { because: reasons });
  try {
    await audit(invocation);
  } catch (error) {
    if (!(error instanceof GaveWay)) throw error;
    // A throttle is no failure: a failover may need the calls more, and the next run looks at everything anyway.
    metrics.addMetric('AuditsGivenWay', MetricUnit.Count, 1);
    logger.warn('EC2 throttled, so the audit gives way until its next run', { because: error.message });
  }
}

function noteOthers(
  { ignored, malformed }: ParsedAuditEvent,
  { logger, metrics }: AuditRuntime,
  announcers: Announcers,
): void {
  for (const { what, because } of ignored) logger.info('event ignored', { what, because });
  if (ignored.length > 0) metrics.addMetric('IgnoredEvents', MetricUnit.Count, ignored.length);
  if (malformed.length > 0) metrics.addMetric('MalformedEvents', MetricUnit.Count, malformed.length);
  for (const [index, { issues, excerpt }] of malformed.entries()) {
    logger.error('malformed event, dropped', { issues, excerpt });
    if (index < malformedToldMax) void announcers.announce(malformedAlert(issues, excerpt));
  }
}
