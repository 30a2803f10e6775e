import type { Session } from './answer.ts';
import { UsageError } from './failure.ts';

/** The one bucket of the stack: named by the option, else by a variable of the functions. */
export function bucketOf(option: string | undefined, environment: Session['environment']): string {
  const bucket = option ?? environment.ENI_WARDEN_BUCKET ?? environment.ENI_WARDEN_MANIFEST_BUCKET ?? '';
  if (bucket !== '') return bucket;
  throw new UsageError(
    'which bucket? Name it with --bucket or ENI_WARDEN_BUCKET: it is the output BucketName of the stack ' +
      '(aws cloudformation describe-stacks --stack-name eni-warden-<stage> --query "Stacks[].Outputs[]").',
  );
}
