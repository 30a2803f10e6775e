import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { realClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { type Stack, startStack } from '../../sandbox/stack/stack.ts';
import { sources, template } from './template-stack-fixture.ts';

let folder: string;
let sandbox: Sandbox;
let stack: Stack;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stack-test-'));
  lines = [];
  const templatePath = join(folder, 'template.json');
  await writeFile(templatePath, JSON.stringify(template));
  for (const [name, source] of Object.entries(sources)) {
    await writeFile(join(folder, `${name}.zip`), zipSync({ [`handlers/${name}.mjs`]: strToU8(source) }));
  }
  const timings = { apiCall: { medianMs: 1, p99Ms: 1 } };
  sandbox = createSandbox({ clock: realClock, seed: 'stack', timings });
  const onLog = ({ line }: { line: string }) => void lines.push(line);
  stack = await startStack({ sandbox, templatePath, stackName: 'svc-dev', port: 0, onLog });
});

afterEach(async () => {
  await stack.stop();
  sandbox.stop();
  await rm(folder, { recursive: true });
});

function send(source: string, state: string): void {
  const { account, region } = sandbox;
  const place = { account, region, time: '2026-01-05T09:00:00Z', resources: [] };
  stack.bus.send({ version: '0', id: 'id', 'detail-type': 'Test', source, ...place, detail: { state } });
}

/** Sends an event and waits until the function has run for it. */
async function sendAndWait(state: string): Promise<void> {
  const done = new Promise<void>((resolve) => stack.lambda.watch(() => resolve()));
  send('test', state);
  await done;
}

test('an event goes by its rule to the packaged function, whose message comes to the topic', async () => {
  await sendAndWait('stopping');
  expect(stack.lambda.invocations).toMatchObject([
    { functionName: 'notify', outcome: 'succeeded', result: 200 },
  ]);
  expect([...stack.sns.topics.values()].flat()).toMatchObject([{ message: '{"state":"stopping"}' }]);
  expect(lines).toEqual(['answered with 200']);
});

test('an event that the function fails ends in its on-failure queue', async () => {
  await sendAndWait('fail');
  expect(stack.lambda.queues.get('failed')).toMatchObject([
    { requestContext: { condition: 'RetriesExhausted' }, responsePayload: { errorMessage: 'as asked' } },
  ]);
});

/** Asks the control API to run a function, as a person would. */
function invokeByHand(functionName: string, payload: unknown): Promise<Response> {
  const body = JSON.stringify({ functionName, payload });
  return fetch(`${stack.server.url}/_sandbox/invoke`, { method: 'POST', body });
}

test('every function of the template can be run by hand, and finds the buckets of the template', async () => {
  const done = new Promise<void>((resolve) => stack.lambda.watch(() => resolve()));
  expect((await invokeByHand('store', { key: 'manifests/one.json' })).status).toBe(200);
  await done;
  expect(stack.lambda.invocations).toMatchObject([{ functionName: 'store', result: 200 }]);
  expect(stack.s3.object('svc-dev-kept', 'manifests/one.json')).toBeDefined();
});

test('a function acts in its role, and in what is attached to that from elsewhere', async () => {
  const done = new Promise<void>((resolve) => stack.lambda.watch(() => resolve()));
  expect((await invokeByHand('store', { key: 'theirs/one.json' })).status).toBe(200);
  await done;
  expect(stack.lambda.invocations).toMatchObject([{ functionName: 'store', result: 403 }]);
  expect(stack.s3.object('svc-dev-kept', 'theirs/one.json')).toBeUndefined();
});

test('a function that is not in the template cannot be run', async () => {
  const response = await invokeByHand('another', {});
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'There is no function another.' });
});

test('events that go into a queue come to the function that reads it in one invocation', async () => {
  const done = new Promise<void>((resolve) => stack.lambda.watch(() => resolve()));
  send('call', 'first');
  send('call', 'second');
  await done;
  expect(stack.lambda.invocations).toMatchObject([{ functionName: 'count', result: 'first,second' }]);
  const queues = await (await fetch(`${stack.server.url}/_sandbox/queues`)).json();
  expect(queues).toEqual({ failed: [], 'svc-dev-Calls': [] });
});
