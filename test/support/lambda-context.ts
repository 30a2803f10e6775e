import type { Context } from 'aws-lambda';
import type { VirtualClock } from '../../sandbox/clock.ts';

/** What Lambda hands to a function beside its event; `timeoutMs` counts from now. */
export function contextFor(clock: VirtualClock, timeoutMs: number): Context {
  const endsAt = clock.now() + timeoutMs;
  return {
    awsRequestId: '00000000-0000-0000-0000-000000000000',
    functionName: 'failover',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:failover',
    memoryLimitInMB: '1024',
    logGroupName: '/aws/lambda/failover',
    logStreamName: 'test',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => endsAt - clock.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
