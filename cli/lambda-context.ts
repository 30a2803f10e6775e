import type { Context } from 'aws-lambda';

/** Where a function is, and the clock that its time-out goes by. */
export interface FunctionPlace {
  readonly clock: { now(): number };
  readonly account: string;
  readonly region: string;
}

/** What Lambda tells of an invocation that begins now. */
export function contextOf(
  { clock, account, region }: FunctionPlace,
  functionName: string,
  timeoutMs: number,
): Context {
  const endsAt = clock.now() + timeoutMs;
  return {
    awsRequestId: '00000000-0000-0000-0000-000000000000',
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    memoryLimitInMB: '1024',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => endsAt - clock.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
