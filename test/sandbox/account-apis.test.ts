import { VirtualClock } from '../../sandbox/clock.ts';
import { createLambda } from '../../sandbox/lambda/lambda.ts';
import { addLambdaApi } from '../../sandbox/lambda/lambda-api.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSts } from '../../sandbox/sts/sts.ts';

/** STS and Lambda's API, with the function `fn` in its second version. */
async function accountOn() {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const { random, region, account } = sandbox;
  const lambda = createLambda({ clock, random, region, account });
  const fn = { name: 'fn', timeoutMs: 1_000, invoke: async () => 'done' };
  lambda.addFunction(fn);
  await clock.advance(1_000);
  lambda.replaceFunction({ ...fn, invoke: async () => 'done anew' });
  createSts(sandbox);
  addLambdaApi(sandbox, lambda);
  const call = (service: string, method: string, path: string, body = '') => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=x/20260105/${region}/${service}/aws4_request, SignedHeaders=host`,
    };
    return clock.run(sandbox.handle({ method, path, headers, body }));
  };
  return { clock, lambda, call };
}

test('GetCallerIdentity names the account, and STS knows nothing else', async () => {
  const { call } = await accountOn();
  const { status, body } = await call('sts', 'POST', '/', 'Action=GetCallerIdentity&Version=2011-06-15');
  expect([status, /<Account>(\d+)<\/Account>/.exec(body)?.[1]]).toEqual([200, '123456789012']);
  const other = await call('sts', 'POST', '/', 'Action=AssumeRole&Version=2011-06-15');
  expect([other.status, /<Code>(\w+)<\/Code>/.exec(other.body)?.[1]]).toEqual([400, 'InvalidAction']);
});

test('GetFunction says when a function was changed last', async () => {
  const { call } = await accountOn();
  const { status, body } = await call('lambda', 'GET', '/2015-03-31/functions/fn');
  expect(status).toBe(200);
  expect(JSON.parse(body).Configuration).toEqual({
    FunctionName: 'fn',
    FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:fn',
    LastModified: '2026-01-05T09:00:01.000+0000',
    Environment: { Variables: {} },
  });
});

test('ListFunctions gives every function with its variables, in pages', async () => {
  const { call, lambda } = await accountOn();
  for (let n = 10; n < 65; n += 1) {
    lambda.addFunction({ name: `fn-${n}`, timeoutMs: 1, invoke: async () => {}, environment: { N: `${n}` } });
  }
  const page = async (query: string) =>
    JSON.parse((await call('lambda', 'GET', `/2015-03-31/functions/${query}`)).body);
  const first = await page('');
  expect(first.Functions).toHaveLength(50);
  const second = await page(`?Marker=${first.NextMarker}`);
  expect(second.Functions.at(-1)).toMatchObject({
    FunctionName: 'fn-64',
    Environment: { Variables: { N: '64' } },
  });
  expect(second.NextMarker).toBeUndefined();
  const names = [...first.Functions, ...second.Functions].map(({ FunctionName }) => FunctionName);
  expect(new Set(names).size).toBe(56);
  expect((await call('lambda', 'GET', '/2015-03-31/functions/?FunctionVersion=ALL')).status).toBe(501);
});

test('GetFunction of a function that is not there, and any other action, are errors', async () => {
  const { call } = await accountOn();
  const missing = await call('lambda', 'GET', '/2015-03-31/functions/another');
  expect([missing.status, missing.headers['x-amzn-errortype']]).toEqual([404, 'ResourceNotFoundException']);
  expect((await call('lambda', 'DELETE', '/2015-03-31/functions/fn')).status).toBe(501);
});

test('a function that was replaced runs in its new version', async () => {
  const { clock, lambda } = await accountOn();
  expect(await clock.run(lambda.invoke('fn', {}))).toMatchObject({ result: 'done anew' });
  expect(() => lambda.replaceFunction({ name: 'another', timeoutMs: 1, invoke: async () => {} })).toThrow(
    'There is no function another.',
  );
});
