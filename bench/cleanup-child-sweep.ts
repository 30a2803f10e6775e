import { handler } from '../handlers/cleanup.ts';
import { measureChild } from './child.ts';

const timeoutMs = 900_000;
const endsAt = Date.now() + timeoutMs;

/** As Lambda would invoke the function; the schedule's event says nothing but that it is time. */
const event = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: new Date().toISOString(),
  region: 'eu-west-1',
  resources: ['arn:aws:events:eu-west-1:123456789012:rule/eni-warden-dev-sweep'],
  detail: {},
};

const context = {
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  functionName: 'eni-warden-dev-cleanup',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:eni-warden-dev-cleanup',
  memoryLimitInMB: '512',
  logGroupName: '/aws/lambda/eni-warden-dev-cleanup',
  logStreamName: 'bench',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => endsAt - Date.now(),
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

await measureChild(() => handler(event, context));
