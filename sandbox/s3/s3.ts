import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import { act } from './s3-actions.ts';
import { Bucket, type StoredObject } from './s3-bucket.ts';
import { isConditional } from './s3-condition.ts';
import { S3Error, s3ErrorResponse } from './s3-error.ts';
import { parseS3Request, refuseUnknown, type S3Request } from './s3-request.ts';

/** The buckets of the sandbox, and what was put into them. */
export interface S3 {
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Makes the bucket, versioned, if it does not exist. */
  createBucket(name: string): Bucket;
  /** The latest version of the object. Throws when there is no such bucket. */
  object(bucket: string, key: string): StoredObject | undefined;
  /**
   * The next `times` calls of the action, or of any action, fail with this code and have no effect. A conflict with
   * another write, ConditionalRequestConflict, waits for puts that name a condition: S3 answers no others with it.
   */
  failNext(
    times: number,
    code: 'InternalError' | 'SlowDown' | 'ServiceUnavailable' | 'AccessDenied' | 'ConditionalRequestConflict',
    action?: S3Request['action'],
  ): void;
  /** Every call in the next `ms` milliseconds is answered with 503 ServiceUnavailable. */
  down(ms: number): void;
}

/**
 * S3's REST API for versioned buckets: PutObject, GetObject, HeadObject, ListObjectsV2 and HeadBucket. Registers itself as the
 * service `s3`. Everybody may do everything: without the permission to list, AWS says AccessDenied for NoSuchKey.
 */
export function createS3(sandbox: Sandbox): S3 {
  const { clock, account } = sandbox;
  const ids = sandbox.random.stream('s3');
  const buckets = new Map<string, Bucket>();
  const failures: { readonly error: S3Error; readonly action: S3Request['action'] | undefined }[] = [];
  let downUntil = Number.NEGATIVE_INFINITY;

  const existing = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket');
    return bucket;
  };

  const answer = (request: S3Request): WireResponse => {
    if (clock.now() < downUntil) throw new S3Error('ServiceUnavailable');
    const planned = failures.findIndex(
      ({ error, action }) =>
        (action === undefined || action === request.action) &&
        (error.code !== 'ConditionalRequestConflict' || isConditional(request)),
    );
    const [failure] = planned < 0 ? [] : failures.splice(planned, 1);
    if (failure !== undefined) throw failure.error;
    refuseUnknown(request);
    const owner = request.headers['x-amz-expected-bucket-owner'];
    if (owner !== undefined && owner !== account) throw new S3Error('AccessDenied');
    return act(request, existing(request.bucket), () => ({ now: clock.now(), versionId: ids.hex(32) }));
  };

  const service: Service = async (request) => {
    const requestId = newUuid(ids);
    try {
      const { headers, ...response } = answer(parseS3Request(request));
      return { ...response, headers: { ...headers, 'x-amz-request-id': requestId } };
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const response = s3ErrorResponse(requestId, error);
      // An answer to HEAD has no body: of an error there is only the status.
      return request.method === 'HEAD' ? { ...response, body: '' } : response;
    }
  };
  sandbox.services.set('s3', service);

  return {
    buckets,
    createBucket(name) {
      const bucket = buckets.get(name) ?? new Bucket(name);
      buckets.set(name, bucket);
      return bucket;
    },
    object: (bucket, key) => existing(bucket).object(key),
    failNext: (times, code, action) =>
      void failures.push(...Array.from({ length: times }, () => ({ error: new S3Error(code), action }))),
    down(ms) {
      downUntil = clock.now() + ms;
    },
  };
}
