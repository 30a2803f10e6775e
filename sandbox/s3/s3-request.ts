import type { WireRequest } from '../wire-types.ts';
import { S3Error } from './s3-error.ts';

/** A request of the S3 REST API, told apart by its method and by what its path names. */
export interface S3Request {
  /** The API action; `unknown` for whatever the sandbox does not know. */
  readonly action: 'PutObject' | 'GetObject' | 'HeadObject' | 'ListObjectsV2' | 'HeadBucket' | 'unknown';
  readonly bucket: string;
  /** Empty when the request is about the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, where the door carries more than text. */
  readonly bytes?: Uint8Array;
}

const keyBytesMax = 1024;

/** Both forms of address: `https://bucket.s3.region.amazonaws.com/key` and `http://127.0.0.1:4599/bucket/key`. */
export function parseS3Request({ method, path, headers, body, bytes }: WireRequest): S3Request {
  const [pathname = '', search = ''] = path.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const ofHost = bucketOfHost(headers.host ?? '');
  const [, ofPath = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  const bucket = ofHost ?? ofPath;
  const key = decoded(ofHost === undefined ? rest : pathname.slice(1));
  const action = actionOf(method, key, query, headers);
  return { action, bucket, key, query, headers, body, ...(bytes && { bytes }) };
}

/** Throws S3Error for every query parameter and header that asks for something that the sandbox does not do. */
export function refuseUnknown({ action, query, headers }: S3Request): void {
  const known = knownQuery[action] ?? [];
  for (const name of query.keys()) {
    if (name !== 'x-id' && !known.includes(name))
      throw new S3Error('NotImplemented', `The sandbox does not know the query parameter ${name}`);
  }
  for (const name of Object.keys(headers)) {
    const isAsking = /^(x-amz-|if-|range$)/.test(name);
    if (isAsking && !commonHeaders.test(name) && !knownHeaders[action]?.test(name))
      throw new S3Error('NotImplemented', `The sandbox does not know the header ${name}`);
  }
}

const knownQuery: Partial<Record<S3Request['action'], readonly string[]>> = {
  GetObject: ['versionId'],
  HeadObject: ['versionId'],
  ListObjectsV2: ['continuation-token', 'encoding-type', 'list-type', 'max-keys', 'prefix', 'start-after'],
};

const commonHeaders = /^x-amz-(content-sha256|date|security-token|user-agent|expected-bucket-owner)$/;
const knownHeaders: Partial<Record<S3Request['action'], RegExp>> = {
  GetObject: /^x-amz-checksum-mode$/,
  HeadObject: /^x-amz-checksum-mode$/,
  PutObject:
    /^(if-match|if-none-match|x-amz-(sdk-checksum-algorithm|checksum-(crc32|sha1|sha256)|trailer|decoded-content-length|server-side-encryption|server-side-encryption-aws-kms-key-id|server-side-encryption-bucket-key-enabled|meta-.+))$/,
};

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '');
  return /^(.+)\.s3[.-].*amazonaws\.com$/.exec(name)?.[1] ?? /^(.+)\.localhost$/.exec(name)?.[1];
}

function actionOf(
  method: string,
  key: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): S3Request['action'] {
  if (key === '') {
    if (method === 'HEAD') return 'HeadBucket';
    return method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : 'unknown';
  }
  if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'unknown';
  if (method === 'GET') return 'GetObject';
  return method === 'HEAD' ? 'HeadObject' : 'unknown';
}

function decoded(path: string): string {
  let key: string;
  try {
    key = decodeURIComponent(path);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
  if (Buffer.byteLength(key) > keyBytesMax) throw new S3Error('KeyTooLongError', 'Your key is too long');
  return key;
}
