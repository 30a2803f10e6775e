import { s3On } from './s3-on.ts';

/** Of `{"ü":1}`, as the SDK computed it. */
const text = '{"ü":1}';
const crc32 = 'RV/+1Q==';

describe('The body of a put', () => {
  test('is compared with each checksum that comes along', async () => {
    const { put, bodies } = s3On();
    const right = { 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-checksum-crc32': crc32 };
    expect((await put('a', text, right)).headers['x-amz-checksum-crc32']).toBe(crc32);
    for (const name of [
      'x-amz-checksum-crc32',
      'x-amz-checksum-sha256',
      'x-amz-checksum-sha1',
      'content-md5',
    ]) {
      expect((await put('b', text, { [name]: 'AAAAAA==' })).code).toBe('BadDigest');
    }
    const signed = { 'x-amz-content-sha256': '0'.repeat(64) };
    expect((await put('b', text, signed)).code).toBe('XAmzContentSHA256Mismatch');
    expect([bodies('a'), bodies('b')]).toEqual([[text], []]);
  });

  test('gets a checksum when none came along, for those who ask for it', async () => {
    const { put, call } = s3On();
    await put('a', text);
    const headers = { 'x-amz-checksum-mode': 'ENABLED' };
    expect((await call('GET', '/manifests/a', { headers })).headers['x-amz-checksum-crc32']).toBe(crc32);
    expect((await call('GET', '/manifests/a')).headers).not.toHaveProperty('x-amz-checksum-crc32');
  });

  const chunked = {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '8',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };

  test('is unwrapped when it is aws-chunked, in bytes and not in characters', async () => {
    const { put, bodies } = s3On();
    const body = `4\r\n{"ü\r\n4\r\n":1}\r\n0\r\nx-amz-checksum-crc32:${crc32}\r\n\r\n`;
    expect((await put('a', body, chunked)).code).toBeUndefined();
    expect(bodies('a')).toEqual([text]);
  });

  test.each([
    [
      'whose trailer is another text’s',
      `8\r\n${text}\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`,
      'BadDigest',
    ],
    ['that ends too early', `8\r\n{"ü"`, 'IncompleteBody'],
    ['that is no chunk', text, 'IncompleteBody'],
    ['of another length', `2\r\nxy\r\n0\r\n\r\n`, 'IncompleteBody'],
  ])('is refused when it is a chunked one %s', async (_what, body, code) => {
    const { put, bodies } = s3On();
    expect((await put('a', body, chunked)).code).toBe(code);
    expect(bodies('a')).toEqual([]);
  });

  test('is refused when it is no text and nothing proves that it came as it was sent', async () => {
    const { put } = s3On();
    const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    expect((await put('a', 'broken \uFFFD', unsigned)).code).toBe('InvalidRequest');
    expect((await put('a', 'meant \uFFFD')).code).toBeUndefined();
  });
});
