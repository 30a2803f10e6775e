import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readAuditConfig } from '../aws/audit-config.ts';
import { createCloudWatchClient, createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { createAuditFunction } from './audit-function.ts';

// A wrong environment fails here, at cold start, and names the variable.
const config = readAuditConfig(process.env);

/** The deployed audit function. */
export const handler = createAuditFunction({
  config,
  clock: systemClock,
  chance: Math.random,
  ec2Client: createEc2Client(),
  cloudWatchClient: createCloudWatchClient(),
  s3Client: createS3Client(),
  snsClient: createSnsClient(),
  logger: new Logger({ logLevel: config.logLevel }),
  metrics: new Metrics(),
});
