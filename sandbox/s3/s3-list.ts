import { isoTime, writeXml, type XmlValue } from '../ec2/xml.ts';
import type { WireResponse } from '../wire-types.ts';
import type { Bucket, StoredObject } from './s3-bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** S3 gives no more in one answer, whatever is asked. */
const keysMax = 1000;
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** The latest versions by the bytes of their keys, page by page. */
export function listObjects({ query }: S3Request, bucket: Bucket): WireResponse {
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token') ?? undefined;
  const startAfter = query.get('start-after') ?? undefined;
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const encoded = readEncoding(query.get('encoding-type'));
  const after = Buffer.from(token === undefined ? (startAfter ?? '') : readToken(token));
  const rest = bucket
    .latest()
    .filter(({ key }) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), after) > 0);
  const given = rest.slice(0, Math.min(maxKeys, keysMax));
  const last = given.at(-1);
  const isTruncated = last !== undefined && given.length < rest.length;
  const content: XmlValue = {
    Name: bucket.name,
    Prefix: encoded(prefix),
    KeyCount: given.length,
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: isTruncated,
    ContinuationToken: token,
    NextContinuationToken: isTruncated ? writeToken(last.key) : undefined,
    StartAfter: startAfter,
  };
  const contents = given.map((object) => `<Contents>${writeXml(contentOf(object, encoded))}</Contents>`);
  const inner = writeXml(content) + contents.join('');
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="${namespace}">${inner}</ListBucketResult>`,
  };
}

function contentOf(
  { key, lastModified, etag, size }: StoredObject,
  encoded: (key: string) => string,
): XmlValue {
  return {
    Key: encoded(key),
    LastModified: isoTime(lastModified),
    ETag: etag,
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
    Size: size,
    StorageClass: 'STANDARD',
  };
}

function readMaxKeys(text: string | null): number {
  if (text === null) return keysMax;
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', 'max-keys is not a number');
  return Number(text);
}

function readEncoding(type: string | null): (key: string) => string {
  if (type === null) return (key) => key;
  if (type !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

function writeToken(key: string): string {
  return Buffer.from(JSON.stringify({ after: key })).toString('base64');
}

function readToken(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof after === 'string') return after;
  } catch {
    // What cannot be read is no token.
  }
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
}
