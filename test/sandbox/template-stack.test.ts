import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { realClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { type Stack, startStack } from '../../sandbox/stack/stack.ts';

/** Publishes what it gets, through the endpoint in its environment, in the query protocol as the SDK would. */
const source = `export const handler = async (event) => {
  if (event.detail.state === 'fail') throw new Error('as asked');
  const form = { Action: 'Publish', Version: '2010-03-31', TopicArn: process.env.TOPIC, Message: JSON.stringify(event.detail) };
  const response = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', body: new URLSearchParams(form) });
  console.log('answered with ' + response.status);
  return response.status;
};`;

/** Puts what it gets into the bucket in its environment; S3 knows a call by the scope of its signature. */
const storing = `export const handler = async (event) => {
  const url = process.env.AWS_ENDPOINT_URL + '/' + process.env.BUCKET + '/' + event.key;
  const authorization = 'AWS4-HMAC-SHA256 Credential=x/20260105/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const response = await fetch(url, { method: 'PUT', body: 'kept', headers: { authorization } });
  return response.status;
};`;

const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const template = {
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic' },
    Failed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } },
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'notify',
        Code: { S3Key: 'x/y/notify.zip' },
        Handler: 'handlers/notify.handler',
        Runtime: 'nodejs24.x',
        Environment: { Variables: { TOPIC: { Ref: 'Topic' } } },
      },
    },
    Kept: { Type: 'AWS::S3::Bucket' },
    StoreFn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'store',
        Code: { S3Key: 'x/y/store.zip' },
        Handler: 'handlers/store.handler',
        Runtime: 'nodejs24.x',
        Timeout: 20,
        Environment: { Variables: { BUCKET: { Ref: 'Kept' } } },
      },
    },
    Config: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Fn' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['test'] }, Targets: [{ Id: 'notify', Arn: arn }] },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn,
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
      },
    },
  },
};

let folder: string;
let sandbox: Sandbox;
let stack: Stack;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stack-test-'));
  lines = [];
  const templatePath = join(folder, 'template.json');
  await writeFile(templatePath, JSON.stringify(template));
  await writeFile(join(folder, 'notify.zip'), zipSync({ 'handlers/notify.mjs': strToU8(source) }));
  await writeFile(join(folder, 'store.zip'), zipSync({ 'handlers/store.mjs': strToU8(storing) }));
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

/** Sends an event and waits until the function has run for it. */
async function sendAndWait(state: string): Promise<void> {
  const done = new Promise<void>((resolve) => stack.lambda.watch(() => resolve()));
  const { account, region } = sandbox;
  const place = { account, region, time: '2026-01-05T09:00:00Z', resources: [] };
  stack.bus.send({
    version: '0',
    id: 'id',
    'detail-type': 'Test',
    source: 'test',
    ...place,
    detail: { state },
  });
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

test('a function that is not in the template cannot be run', async () => {
  const response = await invokeByHand('another', {});
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'There is no function another.' });
});
