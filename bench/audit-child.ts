import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readAuditConfig } from '../aws/audit-config.ts';
import { createCloudWatchClient, createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import { createAuditFunction } from '../handlers/audit-function.ts';
import { type AuditFigures, auditPhases } from './audit-phases.ts';
import { measureChild } from './child.ts';
import { impatientClock } from './impatient-clock.ts';

const timeoutMs = 900_000;
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

const event = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: new Date().toISOString(),
  region: 'eu-west-1',
  resources: ['arn:aws:events:eu-west-1:123456789012:rule/eni-warden-dev-audit'],
  detail: {},
};

const startedAt = clock.now();
const endsAt = startedAt + timeoutMs;
const context = {
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  functionName: 'eni-warden-dev-audit',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:eni-warden-dev-audit',
  memoryLimitInMB: '1024',
  logGroupName: '/aws/lambda/eni-warden-dev-audit',
  logStreamName: 'bench',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => endsAt - clock.now(),
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

phases.begin();
await measureChild(
  () => handler(event, context),
  (): AuditFigures => ({ ...phases.end(), pacedMs: clock.now() - startedAt }),
);
