import type { Clock } from '../clock.ts';
import type { FunctionError, Invocation, InvocationContext, LambdaFunction } from './lambda-types.ts';

export interface Run {
  readonly requestId: string;
  readonly event: unknown;
  readonly attempt: number;
  readonly functionArn: string;
}

type Ending = Pick<Invocation, 'outcome' | 'result' | 'error'>;

/** Runs a function once, to its end or to its timeout, whichever comes first. Never rejects. */
export async function runOnce(clock: Clock, fn: LambdaFunction, run: Run): Promise<Invocation> {
  const at = clock.now();
  const timedOut = new AbortController();
  const context = contextFor(clock, fn, run, at + fn.timeoutMs);
  let cancelTimeout = () => {};
  const timeout = new Promise<Ending>((resolve) => {
    cancelTimeout = clock.after(fn.timeoutMs, () => {
      resolve({ outcome: 'timed out', error: timeoutError(clock, fn, run) });
      timedOut.abort();
    });
  });
  const ending = await Promise.race([
    timeout,
    runToEnd(fn, structuredClone(run.event), context, timedOut.signal),
  ]);
  cancelTimeout();
  const { requestId, event, attempt } = run;
  return { functionName: fn.name, requestId, event, at, durationMs: clock.now() - at, attempt, ...ending };
}

async function runToEnd(
  fn: LambdaFunction,
  event: unknown,
  context: InvocationContext,
  timedOut: AbortSignal,
): Promise<Ending> {
  try {
    return { outcome: 'succeeded', result: await fn.invoke(event, context, timedOut) };
  } catch (error) {
    return { outcome: 'failed', error: describeError(error) };
  }
}

function contextFor(clock: Clock, fn: LambdaFunction, run: Run, endsAt: number): InvocationContext {
  return {
    awsRequestId: run.requestId,
    functionName: fn.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: run.functionArn,
    memoryLimitInMB: String(fn.memoryMegabytes ?? 128),
    logGroupName: `/aws/lambda/${fn.name}`,
    logStreamName: `sandbox/[$LATEST]${fn.name}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, endsAt - clock.now()),
  };
}

function timeoutError(clock: Clock, fn: LambdaFunction, run: Run): FunctionError {
  const seconds = (fn.timeoutMs / 1000).toFixed(2);
  const at = new Date(clock.now()).toISOString();
  return { errorMessage: `${at} ${run.requestId} Task timed out after ${seconds} seconds` };
}

/** An error as Lambda's Node runtime reports it. */
export function describeError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
