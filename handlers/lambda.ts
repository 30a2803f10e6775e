import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** What every function of this service writes to. */
export interface Observability {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** An asynchronous Lambda handler; what it gives matters only where somebody waits for it. */
export type LambdaHandler<Result = void> = (event: unknown, context: Context) => Promise<Result>;

const retried =
  'the invocation failed; Lambda tries it again, and then keeps the event in the on-failure queue';

/**
 * The one way to make a Lambda of ours: context in every log line, metrics written out whatever happens, and an error
 * logged and thrown on, so that Lambda retries, or that whoever waits is told; `ifItFails` says in the log which. It
 * returns the wrapped function. Middy's early timeout stays off: the loop keeps a deadline of its own.
 */
export function createLambda<Result = void>(
  { logger, metrics }: Observability,
  handle: LambdaHandler<Result>,
  ifItFails = retried,
): LambdaHandler<Result> {
  return (
    middy<unknown, Result, Error, Context>({ timeoutEarlyInMillis: 0 })
      .before(({ context }) => logger.addContext(context))
      // What a middleware returns would take the place of the answer.
      .after(() => void metrics.publishStoredMetrics())
      .onError(({ error }) => {
        logger.error(ifItFails, { error });
        metrics.publishStoredMetrics();
      })
      .handler(handle)
  );
}
