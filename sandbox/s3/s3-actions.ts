import { createHash } from 'node:crypto';
import type { WireResponse } from '../wire-types.ts';
import { receiveBody } from './s3-body.ts';
import type { Bucket, StoredObject } from './s3-bucket.ts';
import { conditionOf } from './s3-condition.ts';
import { S3Error } from './s3-error.ts';
import { listObjects } from './s3-list.ts';
import type { S3Request } from './s3-request.ts';

/** What a put adds of its own. */
export interface Stamp {
  readonly now: number;
  readonly versionId: string;
}

/** Throws S3Error for whatever S3 refuses. */
export function act(request: S3Request, bucket: Bucket, stamp: () => Stamp): WireResponse {
  switch (request.action) {
    case 'PutObject':
      return putObject(request, bucket, stamp);
    case 'GetObject':
    case 'HeadObject':
      return getObject(request, bucket);
    case 'ListObjectsV2':
      return listObjects(request, bucket);
    case 'HeadBucket':
      return { status: 200, headers: {}, body: '' };
    case 'unknown':
      throw new S3Error('NotImplemented', 'The sandbox does not know this action of S3.');
    default:
      throw request.action satisfies never;
  }
}

/** Every put makes a new version, if the condition that it names holds. */
function putObject(request: S3Request, bucket: Bucket, stamp: () => Stamp): WireResponse {
  const { key, headers } = request;
  const check = conditionOf(request);
  const { text, binary, size, crc32 } = receiveBody(request);
  check(bucket.object(key));
  const { now, versionId } = stamp();
  const object: StoredObject = {
    key,
    versionId,
    body: text,
    ...(binary && { binary }),
    size,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    metadata: metadataOf(headers),
    etag: `"${createHash('md5')
      .update(binary ?? text)
      .digest('hex')}"`,
    crc32,
    encryption: headers['x-amz-server-side-encryption'] ?? 'AES256',
    lastModified: Math.floor(now / 1000) * 1000,
  };
  bucket.put(object);
  return { status: 200, headers: { ...identityHeaders(object), ...checksumHeaders(object) }, body: '' };
}

function getObject({ action, key, query, headers }: S3Request, bucket: Bucket): WireResponse {
  const versionId = query.get('versionId') ?? undefined;
  const object = bucket.object(key, versionId);
  if (object === undefined) throw new S3Error(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
  if (action === 'GetObject' && object.binary !== undefined)
    throw new S3Error('NotImplemented', 'The sandbox gives back objects of UTF-8 text only.');
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    status: 200,
    headers: {
      ...identityHeaders(object),
      ...(headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object)),
      ...Object.fromEntries(metadata),
      'accept-ranges': 'bytes',
      'content-length': String(object.size),
      'content-type': object.contentType,
      'last-modified': new Date(object.lastModified).toUTCString(),
    },
    body: action === 'HeadObject' ? '' : object.body,
  };
}

function identityHeaders({ etag, versionId, encryption }: StoredObject): Record<string, string> {
  return { etag, 'x-amz-version-id': versionId, 'x-amz-server-side-encryption': encryption };
}

function checksumHeaders({ crc32 }: StoredObject): Record<string, string> {
  return { 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function metadataOf(headers: S3Request['headers']): Record<string, string> {
  const prefix = 'x-amz-meta-';
  const named = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(prefix.length), value]));
}
