import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * What Lambda's runtime does in a fresh process: it loads the bundle, an ES module or not, and hands it the first event.
 * Plain JavaScript, because taking types off would be work that Lambda does not do.
 */
const [program, timeoutMs, event] = [process.argv[2], Number(process.argv[3]), JSON.parse(process.argv[4])];
const endsAt = Date.now() + timeoutMs;

const context = {
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  functionName: 'eni-warden-dev-failover',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:eni-warden-dev-failover',
  memoryLimitInMB: '1024',
  logGroupName: '/aws/lambda/eni-warden-dev-failover',
  logStreamName: 'bench',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => endsAt - Date.now(),
};

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const begun = { at: performance.now(), cpuMs: cpuMs() };
const { handler } = program.endsWith('.mjs')
  ? await import(program)
  : createRequire(import.meta.url)(program);
const loaded = { at: performance.now(), cpuMs: cpuMs() };
await handler(event, context);
const handled = { at: performance.now(), cpuMs: cpuMs() };

// Not by IPC, for which Node would have loaded half of what the bundle needs before it is measured.
const figures = {
  importMs: loaded.at - begun.at,
  handleMs: handled.at - loaded.at,
  cpuMs: handled.cpuMs - begun.cpuMs,
};
writeSync(3, JSON.stringify(figures));
