import { s3On } from './s3-on.ts';

describe('Objects in S3', () => {
  test('what was put is given back as it was, and every put makes a version', async () => {
    const { put, get, bodies, clock } = s3On();
    const headers = { 'content-type': 'application/json', 'x-amz-meta-eni': 'eni-1' };
    const first = await put('a/b%20%C3%BC.json', '{"ü":1}', headers);
    await clock.advance(60_000);
    await put('a/b%20%C3%BC.json', '{"ü":2}');
    expect(bodies('a/b ü.json')).toEqual(['{"ü":1}', '{"ü":2}']);
    expect((await get('a/b%20%C3%BC.json')).body).toBe('{"ü":2}');
    const versionId = first.headers['x-amz-version-id'];
    const former = await get('a/b%20%C3%BC.json', `?versionId=${versionId}`);
    expect(former.body).toBe('{"ü":1}');
    expect(former.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '8',
      'x-amz-meta-eni': 'eni-1',
      'last-modified': 'Mon, 05 Jan 2026 09:00:00 GMT',
      etag: first.headers.etag,
      'x-amz-server-side-encryption': 'AES256',
    });
  });

  test('a head has everything but the body, of an error too', async () => {
    const { put, call } = s3On();
    await put('a', 'text');
    const there = await call('HEAD', '/manifests/a');
    expect(there).toMatchObject({ status: 200, body: '' });
    expect(there.headers).toMatchObject({ 'content-length': '4' });
    expect(await call('HEAD', '/manifests/b')).toMatchObject({ status: 404, body: '' });
  });

  test('a head of a bucket says whether it is there', async () => {
    const { call } = s3On();
    expect((await call('HEAD', '/manifests')).status).toBe(200);
    expect((await call('HEAD', '/manifest')).status).toBe(404);
  });

  test('what is not there says what is missing', async () => {
    const { put, get, call } = s3On();
    await put('a', 'text');
    expect(await get('b')).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await get('a', '?versionId=none')).toMatchObject({ status: 404, code: 'NoSuchVersion' });
    expect(await call('GET', '/nowhere/a')).toMatchObject({ status: 404, code: 'NoSuchBucket' });
    expect(await call('PUT', '/nowhere/a', { body: 'x' })).toMatchObject({ code: 'NoSuchBucket' });
    expect((await get('b')).body).toMatch(
      /<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><RequestId>/,
    );
  });

  test('with If-None-Match: * the first put of a key is the only one', async () => {
    const { put, bodies } = s3On();
    const once = { 'if-none-match': '*' };
    expect((await put('a', 'first', once)).status).toBe(200);
    expect(await put('a', 'second', once)).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect(bodies('a')).toEqual(['first']);
  });

  test('the bucket is named by the path or by the host', async () => {
    const { call, s3 } = s3On();
    for (const host of ['manifests.s3.eu-west-1.amazonaws.com', 'manifests.localhost:4599']) {
      expect((await call('PUT', `/${host}`, { headers: { host }, body: 'x' })).status).toBe(200);
    }
    const host = 's3.eu-west-1.amazonaws.com';
    await call('PUT', '/manifests/by/path', { headers: { host }, body: 'x' });
    expect([...(s3.buckets.get('manifests')?.objects.keys() ?? [])]).toEqual([
      'manifests.s3.eu-west-1.amazonaws.com',
      'manifests.localhost:4599',
      'by/path',
    ]);
  });

  test.each([
    ['a range', 'GET', '/manifests/a', { range: 'bytes=0-1' }],
    ['another condition', 'PUT', '/manifests/a', { 'if-unmodified-since': 'Mon, 05 Jan 2026 09:00:00 GMT' }],
    ['a storage class', 'PUT', '/manifests/a', { 'x-amz-storage-class': 'GLACIER' }],
    ['a copy', 'PUT', '/manifests/a', { 'x-amz-copy-source': '/manifests/b' }],
    ['a deletion', 'DELETE', '/manifests/a', {}],
    ['a multipart upload', 'POST', '/manifests/a?uploads', {}],
    ['the tags', 'GET', '/manifests/a?tagging', {}],
    ['the first version of the list', 'GET', '/manifests', {}],
    ['a delimiter', 'GET', '/manifests?list-type=2&delimiter=/', {}],
  ])('%s is not known, and nothing happens', async (_what, method, path, headers) => {
    const { put, call, bodies } = s3On();
    await put('a', 'text');
    expect(await call(method, path, { headers })).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(bodies('a')).toEqual(['text']);
  });

  test('a bucket that another account should own is not shown', async () => {
    const { call } = s3On();
    const headers = { 'x-amz-expected-bucket-owner': '210987654321' };
    expect(await call('PUT', '/manifests/a', { headers, body: 'x' })).toMatchObject({ code: 'AccessDenied' });
  });

  test('calls are logged by their action, with what they ask for', async () => {
    const { put, get, sandbox } = s3On();
    const { headers } = await put('a', 'text');
    await get('b');
    expect(sandbox.log.calls).toMatchObject([
      {
        service: 's3',
        action: 'PutObject',
        parameters: { Bucket: 'manifests', Key: 'a' },
        requestId: headers['x-amz-request-id'],
      },
      { service: 's3', action: 'GetObject', errorCode: 'NoSuchKey' },
    ]);
  });
});

describe('S3 that refuses', () => {
  test.each([
    ['InternalError', 500],
    ['SlowDown', 503],
    ['ServiceUnavailable', 503],
    ['AccessDenied', 403],
  ] as const)('answers %s as often as it was told, and puts nothing', async (code, status) => {
    const { put, bodies, s3 } = s3On();
    s3.failNext(2, code);
    for (let count = 0; count < 2; count++) expect(await put('a', 'x')).toMatchObject({ status, code });
    expect(bodies('a')).toEqual([]);
    expect((await put('a', 'x')).status).toBe(200);
  });

  test('fails the action that was named and no other', async () => {
    const { put, get, s3 } = s3On();
    s3.failNext(1, 'InternalError', 'GetObject');
    expect((await put('a', 'x')).status).toBe(200);
    expect((await get('a')).code).toBe('InternalError');
  });

  test('is down for a while, and then is not', async () => {
    const { put, clock, s3 } = s3On();
    s3.down(60_000);
    expect(await put('a', 'x')).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    await clock.advance(60_000);
    expect((await put('a', 'x')).status).toBe(200);
  });

  test('fails by the faults of the sandbox too, in the form of its own errors', async () => {
    const { put, bodies, ask, clock, sandbox } = s3On();
    sandbox.faults.failNext({ action: 'PutObject', code: 'SlowDown', status: 503, message: 'Slow' });
    expect((await put('a', 'x')).body).toContain('<Error><Code>SlowDown</Code><Message>Slow</Message>');
    sandbox.faults.loseReplyNext({ action: 'PutObject' });
    await expect(clock.run(ask('PUT', '/manifests/a', { body: 'y' }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(bodies('a')).toEqual(['y']);
  });
});
