import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** What every function of this service writes to. */
export interface Observability {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** An asynchronous Lambda handler. */
export type LambdaHandler = (event: unknown, context: Context) => Promise<void>;

/**
 * The one way to make a Lambda of ours: context in every log line, metrics written out whatever happens, and an error
 * logged and thrown on, so that Lambda retries. It returns the wrapped function. Middy's early timeout stays off: the
 * loop keeps a deadline of its own.
 */
export function createLambda({ logger, metrics }: Observability, handle: LambdaHandler): LambdaHandler {
  return middy<unknown, void, Error, Context>({ timeoutEarlyInMillis: 0 })
    .before(({ context }) => logger.addContext(context))
    .after(() => metrics.publishStoredMetrics())
    .onError(({ error }) => {
      logger.error(
        'the invocation failed; Lambda tries it again, and then keeps the event in the on-failure queue',
        {
          error,
        },
      );
      metrics.publishStoredMetrics();
    })
    .handler(handle);
}
