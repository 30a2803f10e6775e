import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { s3On } from './s3-on.ts';

describe('A put to S3 on a condition', () => {
  test('with If-Match takes the place of the object that was read, and of no other', async () => {
    const { put, get, bodies } = s3On();
    const first = await put('a', 'first');
    const ifFirst = { 'if-match': first.headers.etag ?? '' };
    const second = await put('a', 'second', ifFirst);
    expect(second.status).toBe(200);
    expect(await put('a', 'third', ifFirst)).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect(bodies('a')).toEqual(['first', 'second']);
    expect((await get('a')).headers.etag).toBe(second.headers.etag);
  });

  test('with If-Match for an object that is not there finds none', async () => {
    const { put, bodies } = s3On();
    expect(await put('a', 'x', { 'if-match': '"0"' })).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(bodies('a')).toEqual([]);
  });

  test('is won by one of two that come at once', async () => {
    const { put, ask, clock, bodies } = s3On();
    const { headers } = await put('a', 'first');
    const once = (body: string) =>
      ask('PUT', '/manifests/a', { body, headers: { 'if-match': headers.etag ?? '' } });
    const answers = await clock.run(Promise.all([once('left'), once('right')]));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(bodies('a')).toHaveLength(2);
  });

  test('cannot be the opposite of itself, or match whatever there is', async () => {
    const { put, bodies } = s3On();
    const both = { 'if-match': '"0"', 'if-none-match': '*' };
    expect(await put('a', 'x', both)).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(await put('a', 'x', { 'if-match': '*' })).toMatchObject({ status: 501 });
    expect(await put('a', 'x', { 'if-none-match': '"0"' })).toMatchObject({ status: 501 });
    expect(bodies('a')).toEqual([]);
  });

  test('may run into another write, which a put without a condition never does', async () => {
    const { put, bodies, s3 } = s3On();
    s3.failNext(1, 'ConditionalRequestConflict');
    expect((await put('a', 'first')).status).toBe(200);
    const etag = (await put('a', 'second')).headers.etag ?? '';
    expect(await put('a', 'third', { 'if-match': etag })).toMatchObject({
      status: 409,
      code: 'ConditionalRequestConflict',
    });
    expect(bodies('a')).toEqual(['first', 'second']);
    expect((await put('a', 'third', { 'if-match': etag })).status).toBe(200);
  });
});

describe("The SDK's own client", () => {
  function clientOn() {
    const { sandbox, clock, s3 } = s3On();
    const client = new S3Client({
      region: sandbox.region,
      endpoint: 'http://sandbox',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
      requestHandler: requestHandlerFor(sandbox),
    });
    const at = { Bucket: 'manifests', Key: 'audit/state.json' };
    const put = (Body: string, condition: { IfMatch?: string; IfNoneMatch?: string }) =>
      clock.run(client.send(new PutObjectCommand({ ...at, Body, ...condition })));
    const get = () => clock.run(client.send(new GetObjectCommand(at)));
    return { put, get, s3 };
  }

  test('gets an ETag from a read that lets it write, once', async () => {
    const { put, get } = clientOn();
    await put('{"runs":1}', { IfNoneMatch: '*' });
    await expect(put('{"runs":0}', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    const { ETag = '', Body } = await get();
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await Body?.transformToString()).toBe('{"runs":1}');
    await put('{"runs":2}', { IfMatch: ETag });
    await expect(put('{"runs":3}', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('hears of a conflict and of a missing object by their codes', async () => {
    const { put, s3 } = clientOn();
    await expect(put('x', { IfMatch: '"0"' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    s3.failNext(5, 'ConditionalRequestConflict');
    await expect(put('x', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'ConditionalRequestConflict',
      $metadata: { httpStatusCode: 409 },
    });
  });
});
