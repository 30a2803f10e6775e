import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readCleanupConfig } from '../aws/cleanup-config.ts';
import { createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { createCleanupFunction } from './cleanup-function.ts';

// A wrong environment fails here, at cold start, and names the variable.
const config = readCleanupConfig(process.env);

/** The deployed cleanup function. */
export const handler = createCleanupFunction({
  config,
  clock: systemClock,
  chance: Math.random,
  ec2Client: createEc2Client(),
  s3Client: createS3Client(),
  snsClient: createSnsClient(),
  logger: new Logger({ logLevel: config.logLevel }),
  metrics: new Metrics(),
});
