import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readRestoreConfig } from '../aws/cleanup/restore-config.ts';
import { createEc2Client, createS3Client } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { createRestoreFunction } from './restore-function.ts';

// A wrong environment fails here, at cold start, and names the variable.
const config = readRestoreConfig(process.env);

/** The deployed restore function. */
export const handler = createRestoreFunction({
  config,
  clock: systemClock,
  chance: Math.random,
  ec2Client: createEc2Client(),
  s3Client: createS3Client(),
  logger: new Logger({ logLevel: config.logLevel }),
  metrics: new Metrics(),
});
