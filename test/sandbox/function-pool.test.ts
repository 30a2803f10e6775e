import { existsSync, readdirSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { createFunctionPool, type FunctionPool, type LogLine } from '../../sandbox/lambda/function-pool.ts';
import type { InvocationContext } from '../../sandbox/lambda/lambda-types.ts';

const context: InvocationContext = {
  awsRequestId: 'request-1',
  functionName: 'fixture',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:fixture',
  memoryLimitInMB: '256',
  logGroupName: '/aws/lambda/fixture',
  logStreamName: 'sandbox',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 5_000,
};
const never = new AbortController().signal;

let pool: FunctionPool;
let lines: LogLine[];

beforeEach(async () => {
  lines = [];
});

afterEach(async () => {
  await pool.stop();
});

/** Packages `source` as handlers/fixture.mjs, the way a deployment would. */
async function deploy(source: string, file = 'handlers/fixture.mjs'): Promise<void> {
  pool = await createFunctionPool({
    name: 'fixture',
    artifact: zipSync({ [file]: strToU8(source) }),
    handler: 'handlers/fixture.handler',
    memoryMegabytes: 256,
    environment: { FROM_TEMPLATE: 'yes' },
    region: 'eu-west-1',
    accessKeyId: 'ASIAOFAFUNCTION00000',
    endpointUrl: 'http://127.0.0.1:1',
    onLog: (line) => lines.push(line),
  });
}

test('the handler of the packaged code gets the event and the context', async () => {
  await deploy(`export const handler = async (event, context) =>
    ({ event, id: context.awsRequestId, remaining: context.getRemainingTimeInMillis() > 4000 });`);
  const result = await pool.invoke({ a: [1] }, context, never);
  expect(result).toEqual({ event: { a: [1] }, id: 'request-1', remaining: true });
});

test('the process has the environment of its template and of Lambda, and nothing of ours', async () => {
  process.env.OURS = 'secret';
  await deploy('export const handler = async () => process.env;');
  const environment = await pool.invoke({}, context, never);
  delete process.env.OURS;
  expect(environment).toMatchObject({
    FROM_TEMPLATE: 'yes',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_LAMBDA_FUNCTION_NAME: 'fixture',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  });
  expect(environment).not.toHaveProperty('OURS');
  expect(environment).not.toHaveProperty('PATH');
});

test('events one after the other share one warm process; events at once have one each', async () => {
  await deploy(`export const handler = async ({ gate }) => {
    if (gate) while (Date.now() < gate) await new Promise(setImmediate);
    return process.pid;
  };`);
  const first = await pool.invoke({}, context, never);
  expect(await pool.invoke({}, context, never)).toBe(first);
  const both = await Promise.all([pool.invoke({}, context, never), pool.invoke({}, context, never)]);
  expect(new Set(both).size).toBe(2);
  expect(both).toContain(first);
});

test('an error of the handler keeps its name and its message', async () => {
  await deploy(`export const handler = async () => { throw new RangeError('too far'); };`);
  await expect(pool.invoke({}, context, never)).rejects.toMatchObject({
    name: 'RangeError',
    message: 'too far',
  });
});

test('a handler that cannot be loaded fails every invocation with the reason', async () => {
  await deploy('import "not-packaged"; export const handler = async () => 1;');
  await expect(pool.invoke({}, context, never)).rejects.toThrow(/not-packaged/);
});

test('an ES module in a .js file without a package.json is refused, as Lambda refuses it', async () => {
  await deploy('export const handler = async () => 1;', 'handlers/fixture.js');
  await expect(pool.invoke({}, context, never)).rejects.toMatchObject({ name: 'SyntaxError' });
});

test('a handler that is not exported is named in the error', async () => {
  await deploy('export const other = async () => 1;');
  await expect(pool.invoke({}, context, never)).rejects.toThrow(
    'handlers/fixture.handler is undefined or not exported',
  );
});

test('a process that ends in the middle of an event fails it, and the next event has a new process', async () => {
  await deploy('export const handler = async ({ end }) => end ? process.exit(3) : process.pid;');
  await expect(pool.invoke({ end: true }, context, never)).rejects.toThrow('exit status 3');
  await expect(pool.invoke({}, context, never)).resolves.toEqual(expect.any(Number));
});

test('a process whose time is over is ended', async () => {
  await deploy('export const handler = async () => new Promise(() => { setInterval(() => {}, 1000); });');
  const time = new AbortController();
  const result = pool.invoke({}, context, time.signal);
  time.abort();
  await expect(result).rejects.toThrow('signal: SIGKILL');
});

test('every line of the log is handed over', async () => {
  await deploy(`export const handler = async () => { console.log('one\\ntwo'); console.error('three'); };`);
  await pool.invoke({}, context, never);
  await pool.stop();
  expect(lines.map(({ line }) => line).sort()).toEqual(['one', 'three', 'two']);
  expect(lines[0]?.functionName).toBe('fixture');
});

test('nothing of the code is left on the disk after a stop', async () => {
  await deploy('export const handler = async () => process.cwd();');
  const root = String(await pool.invoke({}, context, never));
  expect(readdirSync(root)).toEqual(['handlers']);
  await pool.stop();
  expect(existsSync(root)).toBe(false);
});
