import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** What was sent, unwrapped and compared with every checksum that came along. */
export interface ReceivedBody {
  /** Empty where the bytes are not UTF-8 text. */
  readonly text: string;
  readonly binary?: Uint8Array;
  readonly size: number;
  /** In base64, as S3 computes it when the caller does not. */
  readonly crc32: string;
}

/**
 * The SDKs send a text as it is, with `x-amz-checksum-crc32`; a stream they wrap in `aws-chunked`, with the checksum
 * after it as a trailer. The door in process carries text, so an object that is not UTF-8 is refused there.
 */
export function receiveBody({ headers, body, bytes: asItCame }: S3Request): ReceivedBody {
  const isChunked = (headers['content-encoding'] ?? '').split(/,\s*/).includes('aws-chunked');
  const sentBytes = Buffer.from(asItCame ?? Buffer.from(body));
  const { bytes, trailer } = isChunked ? unwrapped(sentBytes) : { bytes: sentBytes, trailer: {} };
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== bytes.length)
    throw new S3Error('IncompleteBody', 'You did not provide the number of bytes specified');
  const sent = { ...headers, ...trailer };
  const isChecked = checkSums(sent, bytes) || checkSignedHash(headers, bytes);
  const text = bytes.toString();
  if (asItCame === undefined && !isChecked && text.includes('\uFFFD'))
    throw new S3Error('InvalidRequest', 'This door of the sandbox carries UTF-8 text only.');
  const received = { size: bytes.length, crc32: checksums['x-amz-checksum-crc32'](bytes) };
  return bytes.equals(Buffer.from(text)) ? { ...received, text } : { ...received, text: '', binary: bytes };
}

const checksums = {
  'x-amz-checksum-crc32': (bytes: Buffer) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString('base64');
  },
  'x-amz-checksum-sha1': (bytes: Buffer) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64'),
  'content-md5': (bytes: Buffer) => createHash('md5').update(bytes).digest('base64'),
} as const;

/** Whether there was a checksum to compare with. */
function checkSums(sent: Readonly<Record<string, string>>, bytes: Buffer): boolean {
  let isChecked = false;
  for (const [name, sum] of Object.entries(checksums)) {
    if (sent[name] === undefined) continue;
    if (sent[name] !== sum(bytes))
      throw new S3Error('BadDigest', `The ${name} you specified did not match what we received.`);
    isChecked = true;
  }
  return isChecked;
}

/** The signature covers the hash of the body, unless the caller leaves the body unsigned. */
function checkSignedHash(headers: Readonly<Record<string, string>>, bytes: Buffer): boolean {
  const hash = headers['x-amz-content-sha256'] ?? '';
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  if (hash === createHash('sha256').update(bytes).digest('hex')) return true;
  throw new S3Error(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

/** Chunks of `size in hex[;signature] CRLF bytes CRLF`, an empty one, then the trailing headers. */
function unwrapped(wrapped: Buffer): { bytes: Buffer; trailer: Record<string, string> } {
  const chunks: Buffer[] = [];
  let place = 0;
  for (;;) {
    const endOfLine = wrapped.indexOf('\r\n', place);
    const size = Number.parseInt(wrapped.subarray(place, Math.max(place, endOfLine)).toString(), 16);
    const start = endOfLine + 2;
    if (endOfLine < 0 || Number.isNaN(size) || start + size > wrapped.length)
      throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
    if (size === 0)
      return { bytes: Buffer.concat(chunks), trailer: trailerOf(wrapped.subarray(start).toString()) };
    chunks.push(wrapped.subarray(start, start + size));
    place = start + size + 2;
  }
}

function trailerOf(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
