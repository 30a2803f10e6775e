import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readCleanupConfig } from '../../aws/cleanup-config.ts';
import { createEc2Client, createS3Client, createSnsClient } from '../../aws/clients.ts';
import { readConfig } from '../../aws/config.ts';
import { createCleanupFunction } from '../../handlers/cleanup-function.ts';
import { createFailoverFunction } from '../../handlers/failover-function.ts';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { CleanupRecipe } from './cleanup/cleanup-recipe.ts';
import type { Request } from './environments.ts';
import type { History } from './history.ts';
import { credentialsOf, manifestBucket, type SimulatedFunction } from './roles.ts';

// The metrics of a simulation would be lines on its output.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Where a function is deployed. */
export interface Deployment {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly topicArn: string;
}

/** What an environment has, whichever function it runs. */
function surroundingsOf(
  role: SimulatedFunction,
  name: string,
  wire: InProcessRequestHandler,
  { sandbox, history }: Deployment,
) {
  const { region, clock } = sandbox;
  const random = sandbox.random.stream(`function ${name}`);
  const logger = new Logger({ logLevel: 'SILENT' });
  const note = (message: unknown, ...details: readonly unknown[]) =>
    history.noteLog({ at: clock.now(), environment: name, message: String(message), details: details[0] });
  logger.info = note;
  const credentials = credentialsOf(role, sandbox);
  const client = { region, endpoint: 'http://sandbox', credentials, requestHandler: wire };
  return {
    client,
    runtime: {
      clock,
      chance: () => random.unit(),
      ec2Client: createEc2Client(client),
      snsClient: createSnsClient(client),
      logger,
      metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
    },
  };
}

/** The failover function as it is deployed, by its name an environment of its own. */
export function createFailover(
  name: string,
  wire: InProcessRequestHandler,
  deployment: Deployment,
): LambdaHandler {
  const { sandbox, topicArn } = deployment;
  return createFailoverFunction({
    ...surroundingsOf('failover', name, wire, deployment).runtime,
    config: readConfig({ ENI_WARDEN_TOPIC_ARN: topicArn, AWS_REGION: sandbox.region }),
  });
}

export function isChangeOfFailover({ body }: Request): boolean {
  return /\bAction=(Attach|Detach|Modify)/.test(String(body));
}

/** The cleanup function in the mode in which it deletes. */
export function createCleanup(
  name: string,
  wire: InProcessRequestHandler,
  deployment: Deployment,
  { deletionsMax, accountShare }: CleanupRecipe,
): LambdaHandler {
  const { runtime, client } = surroundingsOf('cleanup', name, wire, deployment);
  return createCleanupFunction({
    ...runtime,
    s3Client: createS3Client({ ...client, forcePathStyle: true }),
    config: readCleanupConfig({
      ENI_WARDEN_TOPIC_ARN: deployment.topicArn,
      AWS_REGION: deployment.sandbox.region,
      ENI_WARDEN_MANIFEST_BUCKET: manifestBucket,
      ENI_WARDEN_CLEANUP_MODE: 'delete',
      ENI_WARDEN_CLEANUP_DELETIONS_MAX: String(deletionsMax),
      ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT: String(accountShare),
    }),
  });
}

export function isChangeOfCleanup({ body, method }: Request): boolean {
  return method === 'PUT' || /\bAction=(CreateTags|DeleteTags|DeleteNetworkInterface)\b/.test(String(body));
}
