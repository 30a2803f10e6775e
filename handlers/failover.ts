import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createEc2Client, createSnsClient } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { readConfig } from '../aws/config.ts';
import { createFailoverFunction } from './failover-function.ts';

// A wrong environment fails here, at cold start, and names the variable.
const config = readConfig(process.env);

/** The deployed failover function. */
export const handler = createFailoverFunction({
  config,
  clock: systemClock,
  chance: Math.random,
  ec2Client: createEc2Client(),
  snsClient: createSnsClient(),
  logger: new Logger({ logLevel: config.logLevel }),
  metrics: new Metrics(),
});
