import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createCloudWatchClient, createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import { requestHandlerFor } from '../sandbox/in-process.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Credentials, peoplesCredentials } from './function-credentials.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * What a function runs on in this process: the real clients, through the in-process door; `name` is who calls, in the sandbox's
 * log, and the credentials say in which role.
 */
export function runtimeOf(sandbox: Sandbox, name: string, credentials: Credentials = peoplesCredentials) {
  // The metrics of the functions would be lines on the screen.
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const { clock, region } = sandbox;
  const requestHandler = requestHandlerFor(sandbox, name);
  const client = { region, endpoint: 'http://sandbox', credentials, requestHandler };
  const random = sandbox.random.stream(`function ${name}`);
  return {
    clock,
    chance: () => random.unit(),
    ec2Client: createEc2Client(client),
    cloudWatchClient: createCloudWatchClient(client),
    s3Client: createS3Client({ ...client, forcePathStyle: true }),
    snsClient: createSnsClient(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
  };
}
