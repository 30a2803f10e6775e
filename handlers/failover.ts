import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createEc2Client, createSnsClient } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { readConfig } from '../aws/config.ts';
import { createFailoverFunction } from './failover-function.ts';

/** The deployed failover function. A wrong environment fails here, at cold start, and names the variable. */
export const handler = createFailoverFunction({
  config: readConfig(process.env),
  clock: systemClock,
  chance: Math.random,
  ec2Client: createEc2Client(),
  snsClient: createSnsClient(),
  logger: new Logger(),
  metrics: new Metrics(),
});
