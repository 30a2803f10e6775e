import { createHash } from 'node:crypto';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createS3 } from '../../sandbox/s3/s3.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

export interface AskedOfS3 {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A sandbox on virtual time with the bucket `manifests`, and a way to send S3 what the SDK would send. */
export function s3On() {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const s3 = createS3(sandbox);
  s3.createBucket('manifests');
  const ask = async (method: string, path: string, { headers = {}, body = '' }: AskedOfS3 = {}) => {
    const signed = {
      authorization: `AWS4-HMAC-SHA256 Credential=x/20260105/${sandbox.region}/s3/aws4_request, SignedHeaders=host`,
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      'x-amz-date': '20260105T090000Z',
      'amz-sdk-request': 'attempt=1; max=3',
      host: '127.0.0.1:4599',
      ...headers,
    };
    const response = await sandbox.handle({ method, path, headers: signed, body, caller: 'test' });
    const code = response.status < 300 ? undefined : /<Code>([^<]+)<\/Code>/.exec(response.body)?.[1];
    return { ...response, code };
  };
  const call = (method: string, path: string, asked: AskedOfS3 = {}) => clock.run(ask(method, path, asked));
  const put = (key: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    call('PUT', `/manifests/${key}?x-id=PutObject`, { body, headers });
  const get = (key: string, query = '?x-id=GetObject') => call('GET', `/manifests/${key}${query}`);
  const bodies = (key: string) =>
    s3.buckets
      .get('manifests')
      ?.objects.get(key)
      ?.map(({ body }) => body) ?? [];
  return { clock, sandbox, s3, ask, call, put, get, bodies };
}
