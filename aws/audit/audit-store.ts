import { GetObjectCommand, PutObjectCommand, type PutObjectRequest, type S3Client } from '@aws-sdk/client-s3';
import type { AuditState } from '../../domain/audit/audit-state.ts';
import type { Chance, Clock } from '../clock.ts';
import { describeFailure } from '../failures.ts';
import { callS3 } from '../s3.ts';
import { parseAuditState } from './parse-audit-state.ts';
import { TextBytes } from './text-bytes.ts';

/** What the audit keeps in the bucket of the stack. */
export interface AuditStore {
  /** What the run before has left. Throws where S3 does not say. */
  readState(): Promise<StoredState>;
  /** Writes the state, unless somebody has written one since `etag` was read. Throws where S3 does not take it. */
  writeState(state: AuditState, etag: string | undefined): Promise<'written' | 'overtaken'>;
  /** Its text in parts of any length. One file after the other. Throws where S3 does not take it. */
  writeFile(name: AuditFile, parts: Iterable<string>): Promise<void>;
}

export interface StoredState {
  /** Absent where there is none yet, and where it cannot be read. */
  readonly state?: AuditState;
  /** Of what is there, readable or not; absent where nothing is. */
  readonly etag?: string;
  /** Why what is there cannot be read. */
  readonly problem?: string;
}

export interface AuditStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
  readonly chance: Chance;
  /** After it, nothing is sent any more: every call throws DeadlinePassed. */
  readonly deadline: number;
}

export type AuditFile = keyof typeof fileTypes;

/** Everything of the audit lies under it in the bucket. */
const prefix = 'audit/';
const stateKey = `${prefix}state.json`;

const fileTypes = {
  'addresses.csv': 'text/csv; charset=utf-8',
  'addresses.json': 'application/json',
  'report.html': 'text/html; charset=utf-8',
} as const;

export function createAuditStore(options: AuditStoreOptions): AuditStore {
  const bytes = new TextBytes();
  return {
    readState: () => readState(options),
    writeState: (state, etag) => writeState(options, state, etag),
    writeFile: (name, parts) => writeFile(options, name, bytes.of(parts)),
  };
}

async function readState(options: AuditStoreOptions): Promise<StoredState> {
  const reply = await callS3(options, options.deadline, () => getState(options));
  if ('error' in reply) {
    if (nameOf(reply.error) === 'NoSuchKey') return {};
    throw failure('gave no', stateKey, options, reply.error);
  }
  const { content, etag } = reply.value;
  const reading = parseAuditState(content);
  return {
    ...(etag !== undefined && { etag }),
    ...(reading.kind === 'read' ? { state: reading.state } : { problem: reading.problem }),
  };
}

async function getState({ client, bucket }: AuditStoreOptions) {
  const { Body, ETag: etag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: stateKey }));
  return { content: (await Body?.transformToString()) ?? '', etag };
}

/** Two runs may end at the same time: S3 takes the state of one, and the other was overtaken. */
async function writeState(
  options: AuditStoreOptions,
  state: AuditState,
  etag: string | undefined,
): Promise<'written' | 'overtaken'> {
  const body = `${JSON.stringify(state)}\n`;
  const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
  let mayBeOurs = false;
  const reply = await callS3(
    options,
    options.deadline,
    () => put(options, stateKey, body, { ContentType: 'application/json', ...condition }),
    () => {
      mayBeOurs = true;
    },
  );
  if ('value' in reply) return 'written';
  if (!isConflict(reply.error)) throw failure('did not take', stateKey, options, reply.error);
  // A try before this one may have had its effect, and then we were overtaken by ourselves.
  if (!mayBeOurs) return 'overtaken';
  const now = await callS3(options, options.deadline, () => getState(options));
  return 'value' in now && now.value.content === body ? 'written' : 'overtaken';
}

async function writeFile(options: AuditStoreOptions, name: AuditFile, body: Uint8Array): Promise<void> {
  const headers = {
    ContentType: fileTypes[name],
    // It shows text that others wrote, and is to be opened from disk: never in a page with somebody's credentials.
    ...(name === 'report.html' && { ContentDisposition: `attachment; filename="${name}"` }),
  };
  const key = `${prefix}${name}`;
  const reply = await callS3(options, options.deadline, () => put(options, key, body, headers));
  if ('error' in reply) throw failure('did not take', key, options, reply.error);
}

function put(
  { client, bucket }: AuditStoreOptions,
  key: string,
  body: string | Uint8Array,
  headers: Pick<PutObjectRequest, 'ContentType' | 'ContentDisposition' | 'IfMatch' | 'IfNoneMatch'>,
) {
  const about = { Bucket: bucket, Key: key, Body: body, CacheControl: 'no-store' };
  return client.send(new PutObjectCommand({ ...about, ...headers }));
}

/** Another state is there, one is being written, or there is none any more (S3 user guide, conditional writes). */
function isConflict(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return status === 412 || status === 409 || nameOf(error) === 'NoSuchKey';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function failure(did: string, key: string, { bucket }: AuditStoreOptions, error: unknown): Error {
  const denied =
    nameOf(error) === 'AccessDenied'
      ? ' The audit needs s3:GetObject and s3:PutObject there, and s3:ListBucket to be told of what does not exist.'
      : '';
  const said = describeFailure(error);
  return new Error(`S3 ${did} ${key} of the bucket ${bucket}: ${said}.${denied}`, { cause: error });
}
