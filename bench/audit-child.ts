import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readAuditConfig } from '../aws/audit-config.ts';
import { createCloudWatchClient, createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import { createAuditFunction } from '../handlers/audit-function.ts';
import { type AuditFigures, auditPhases } from './audit-phases.ts';
import { measureChild } from './child.ts';
import { impatientClock } from './impatient-clock.ts';
import { scheduledInvocation } from './scheduled-invocation.ts';

const config = readAuditConfig(process.env);
const clock = impatientClock();
const ec2Client = createEc2Client();
const cloudWatchClient = createCloudWatchClient();
const s3Client = createS3Client({ forcePathStyle: true });
const snsClient = createSnsClient();
const phases = auditPhases();
ec2Client.middlewareStack.add(phases.reading, { step: 'initialize' });
cloudWatchClient.middlewareStack.add(phases.reading, { step: 'initialize' });
snsClient.middlewareStack.add(phases.writing, { step: 'initialize' });
s3Client.middlewareStack.add(phases.writing, { step: 'initialize' });

/** As handlers/audit.ts makes it, but for the clock. */
const handler = createAuditFunction({
  config,
  clock,
  chance: Math.random,
  ec2Client,
  cloudWatchClient,
  s3Client,
  snsClient,
  logger: new Logger({ logLevel: config.logLevel }),
  metrics: new Metrics(),
});

const startedAt = clock.now();
const [event, context] = scheduledInvocation('eni-warden-dev-audit', clock);

phases.begin();
await measureChild(
  () => handler(event, context),
  (): AuditFigures => ({ ...phases.end(), pacedMs: clock.now() - startedAt }),
);
