import * as z from 'zod/mini';
import { bucketName, type Environment, readEnvironment, sharedVariables } from '../environment.ts';

/** What the restore function is told by its environment. */
export interface RestoreConfig {
  readonly manifestBucket: string;
  readonly region: string;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

const schema = z.object({
  ENI_WARDEN_MANIFEST_BUCKET: bucketName('the name of the S3 bucket that holds the manifests'),
  AWS_REGION: sharedVariables.AWS_REGION,
  ENI_WARDEN_LOG_LEVEL: sharedVariables.ENI_WARDEN_LOG_LEVEL,
});

/** Reads the configuration. Throws an error that names every wrong variable. */
export function readRestoreConfig(environment: Environment): RestoreConfig {
  const data = readEnvironment(schema, environment);
  return {
    manifestBucket: data.ENI_WARDEN_MANIFEST_BUCKET,
    region: data.AWS_REGION,
    logLevel: data.ENI_WARDEN_LOG_LEVEL,
  };
}
