import type { StoredObject } from './s3-bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** Whether a put says on what condition alone it is to take place. */
export function isConditional({ headers }: S3Request): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
}

/**
 * What a put demands of the object that is there now: `If-None-Match: *` that there is none, `If-Match` that it has this
 * ETag (S3 User Guide, "How to prevent object overwrites with conditional writes"). The check throws S3Error; so does
 * this function for a condition that S3 does not have, or whose effect is not known.
 */
export function conditionOf({ headers }: S3Request): (present: StoredObject | undefined) => void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  const isKnown = ifMatch === undefined ? ifNoneMatch === undefined || ifNoneMatch === '*' : ifMatch !== '*';
  if (!isKnown || (ifMatch !== undefined && ifNoneMatch !== undefined)) {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
    );
  }
  return (present) => {
    if (ifNoneMatch !== undefined && present !== undefined) throw new S3Error('PreconditionFailed');
    if (ifMatch === undefined) return;
    if (present === undefined) throw new S3Error('NoSuchKey');
    if (present.etag !== ifMatch) throw new S3Error('PreconditionFailed');
  };
}
