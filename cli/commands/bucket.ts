import type { Session } from './answer.ts';
import { deployedBucket } from './deployed.ts';
import { UsageError } from './failure.ts';

export const bucketDescription =
  "the stack's BucketName; ENI_WARDEN_BUCKET, or what the deployed functions are told, when omitted";

export interface BucketOptions {
  readonly bucket?: string;
  readonly stage?: string;
}

/** The one bucket of the stack: named by the option, else by a variable of the functions, else as the stack's own are told. */
export async function bucketOf(session: Session, { bucket: named, stage }: BucketOptions): Promise<string> {
  const { ENI_WARDEN_BUCKET, ENI_WARDEN_MANIFEST_BUCKET } = session.environment;
  const given = named ?? ENI_WARDEN_BUCKET ?? ENI_WARDEN_MANIFEST_BUCKET;
  const { bucket, judgedBy } = given ? { bucket: given, judgedBy: {} } : await deployedBucket(session, stage);
  if (bucket !== undefined && bucket !== '') return bucket;
  throw new UsageError(
    `which bucket? Name it with --bucket or ENI_WARDEN_BUCKET, as ${judgedBy.because ?? 'the stack does not tell'}: it is the output ` +
      'BucketName of the stack (aws cloudformation describe-stacks --stack-name eni-warden-<stage> --query "Stacks[].Outputs[]").',
  );
}
