import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type AuditFile, createAuditStore } from '../../../aws/audit/audit-store.ts';
import { createS3Client } from '../../../aws/clients.ts';
import { DeadlinePassed } from '../../../aws/ec2.ts';
import type { AuditState } from '../../../domain/audit/audit-state.ts';
import { bucket, cloud } from '../cleanup/cloud.ts';

const key = 'audit/state.json';

const state: AuditState = {
  version: 1,
  takenAt: 1_000,
  digestAt: 500,
  underWay: [{ group: 'db', since: 900 }],
  resolved: [],
  findings: [
    {
      fingerprint: 'single-zone-1',
      finding: {
        code: 'single-zone',
        severity: 'high',
        resources: [{ kind: 'group', id: 'db' }],
        detail: 'größer',
        group: 'db',
        what: 'What <is> the case.',
        why: 'Why it matters.',
        remedy: 'What to do.',
      },
      stage: 'accepted',
      firstSeen: 100,
      lastSeen: 1_000,
      acceptedUntil: 2_000,
      acceptedBy: 'i-1',
      told: { severity: 'warning', accepted: false },
    },
    {
      fingerprint: 'unread-1',
      finding: {
        code: 'unread',
        severity: 'high',
        resources: [{ kind: 'part', id: 'ec2:DescribeVpcs' }],
        what: 'What.',
        why: 'Why.',
        remedy: 'Remedy.',
      },
      stage: 'open',
      firstSeen: 1_000,
      lastSeen: 1_000,
      told: null,
    },
  ],
};

function town() {
  const { clock, s3, store, deadline, sandbox } = cloud();
  const audit = (until = deadline) => createAuditStore({ ...store, deadline: until });
  return {
    clock,
    s3,
    faults: sandbox.faults,
    audit,
    read: () => clock.run(audit().readState()),
    write: (given: AuditState, etag?: string) => clock.run(audit().writeState(given, etag)),
    file: (name: AuditFile, body: string) => clock.run(audit().writeFile(name, [body])),
    put: (Body: string) =>
      clock.run(store.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }))),
    versions: () => s3.buckets.get(bucket)?.objects.get(key)?.length ?? 0,
  };
}

/** Writes a state that the run before has left, and reads it. */
async function townWithState() {
  const here = town();
  await here.write(state);
  return { ...here, before: await here.read() };
}

beforeAll(async () => {
  await town()
    .write(state)
    .catch(() => undefined);
});

test('before the first run there is no state, and nothing is wrong', async () => {
  expect(await town().read()).toEqual({});
});

test('what is written is read back as it was', async () => {
  const { before } = await townWithState();
  expect(before).toEqual({ state, etag: expect.stringMatching(/^"\w+"$/) });
});

test('a state is overwritten by who has read it', async () => {
  const { before, write, read } = await townWithState();
  expect(await write({ ...state, takenAt: 2_000 }, before.etag)).toBe('written');
  expect((await read()).state?.takenAt).toBe(2_000);
});

test('of two runs that read the same state, the one that ends later was overtaken', async () => {
  const { before, write, read } = await townWithState();
  await write({ ...state, takenAt: 2_000 }, before.etag);
  expect(await write({ ...state, takenAt: 3_000 }, before.etag)).toBe('overtaken');
  expect((await read()).state?.takenAt).toBe(2_000);
});

test('of two first runs, the one that ends later was overtaken', async () => {
  const { write, read } = town();
  await write(state);
  expect(await write({ ...state, takenAt: 3_000 })).toBe('overtaken');
  expect((await read()).state).toEqual(state);
});

test('a state that somebody has removed meanwhile is no reason to fail', async () => {
  const { write } = town();
  expect(await write(state, '"0123456789abcdef0123456789abcdef"')).toBe('overtaken');
});

test('a lost reply does not make a run overtaken by itself', async () => {
  const { before, write, faults, read } = await townWithState();
  faults.loseReplyNext({ action: 'PutObject' });
  expect(await write({ ...state, takenAt: 2_000 }, before.etag)).toBe('written');
  expect((await read()).state?.takenAt).toBe(2_000);
});

test('a lost reply to a run that was overtaken leaves it overtaken', async () => {
  const { before, write, faults, read } = await townWithState();
  await write({ ...state, takenAt: 2_000 }, before.etag);
  faults.failNext({ action: 'PutObject', status: 503, code: 'ServiceUnavailable' });
  expect(await write({ ...state, takenAt: 3_000 }, before.etag)).toBe('overtaken');
  expect((await read()).state?.takenAt).toBe(2_000);
});

test.each([
  ['not JSON', '{', 'it is not JSON'],
  ['no object', '7', 'it is not an object'],
  ['of a form to come', JSON.stringify({ ...state, version: 2 }), 'its version is not right'],
  ['without its findings', JSON.stringify({ ...state, findings: undefined }), 'its findings is not right'],
  [
    'with a kind of finding that nobody knows',
    JSON.stringify(state).replace('"single-zone"', '"toString"'),
    'its findings.0.finding.code is not right',
  ],
  [
    'with a kind of resource that nobody knows',
    JSON.stringify(state).replace('"kind":"group"', '"kind":"planet"'),
    'its findings.0.finding.resources.0.kind is not right',
  ],
])('a state that is %s is a problem, and can be overwritten', async (_what, text, problem) => {
  const { put, read, write } = town();
  await put(text);
  const found = await read();
  expect(found).toEqual({ problem, etag: expect.any(String) });
  expect(await write(state, found.etag)).toBe('written');
  expect((await read()).state).toEqual(state);
});

test('fields of a later version of the program do not make a state unreadable', async () => {
  const { put, read } = town();
  await put(JSON.stringify({ ...state, mood: 'good' }));
  expect((await read()).state).toEqual(state);
});

test('an S3 that fails for a moment is asked again', async () => {
  const { write, read, s3 } = town();
  s3.failNext(1, 'InternalError');
  expect(await write(state)).toBe('written');
  s3.failNext(1, 'SlowDown');
  expect((await read()).state).toEqual(state);
});

test('an S3 that denies the state is no missing state: the run fails, and it is said what is needed', async () => {
  const { read, write, s3 } = town();
  s3.failNext(1, 'AccessDenied');
  await expect(read()).rejects.toThrow(/audit\/state\.json.*AccessDenied.*s3:ListBucket/);
  s3.failNext(1, 'AccessDenied');
  await expect(write(state)).rejects.toThrow(/audit\/state\.json.*AccessDenied/);
});

test('without time nothing is sent', async () => {
  const { audit, clock, versions } = town();
  await expect(clock.run(audit(clock.now()).writeState(state, undefined))).rejects.toThrow(DeadlinePassed);
  expect(versions()).toBe(0);
});

test.each([
  ['addresses.csv', 'text/csv; charset=utf-8'],
  ['addresses.json', 'application/json'],
  ['report.html', 'text/html; charset=utf-8'],
] as const)('%s is written as %s, again in each run', async (name, contentType) => {
  const { file, s3 } = town();
  await file(name, 'the first');
  await file(name, 'größer & <neuer>');
  expect(s3.object(bucket, `audit/${name}`)).toMatchObject({ body: 'größer & <neuer>', contentType });
});

test('a file that S3 does not take is an error that names it', async () => {
  const { file, s3 } = town();
  s3.failNext(1, 'AccessDenied');
  await expect(file('report.html', 'text')).rejects.toThrow(
    'S3 did not take audit/report.html of the bucket',
  );
});

/** A store whose S3 gives one answer to everything, and the headers that it was sent. */
function answering(statusCode: number, code = '') {
  const { clock, deadline } = cloud();
  const headers: Record<string, string>[] = [];
  const client = createS3Client({
    region: 'eu-west-1',
    endpoint: 'http://s3',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: {
      async handle(request: { readonly headers: Record<string, string> }) {
        headers.push(request.headers);
        const body = code === '' ? '' : `<Error><Code>${code}</Code><Message>said so</Message></Error>`;
        return { response: { statusCode, headers: {}, body: Readable.from([Buffer.from(body)]) } };
      },
    } as never,
  });
  return {
    store: createAuditStore({ client, bucket, clock, chance: () => 0.5, deadline }),
    headers,
  };
}

test('the report is for the disk: no browser shows it where somebody is signed in, and nothing is cached', async () => {
  const { store, headers } = answering(200);
  await store.writeFile('report.html', ['<p>']);
  await store.writeFile('addresses.csv', ['a']);
  expect(headers).toMatchObject([
    { 'content-disposition': 'attachment; filename="report.html"', 'cache-control': 'no-store' },
    { 'cache-control': 'no-store' },
  ]);
});

test('a state that somebody is writing at this moment has overtaken ours', async () => {
  const { store } = answering(409, 'ConditionalRequestConflict');
  expect(await store.writeState(state, '"etag"')).toBe('overtaken');
});

test('a bucket that is gone is no state that has overtaken ours', async () => {
  const { store } = answering(404, 'NoSuchBucket');
  await expect(store.writeState(state, '"etag"')).rejects.toThrow('NoSuchBucket');
  await expect(store.readState()).rejects.toThrow('NoSuchBucket');
});
