import type { FailureRecord, FunctionError } from './lambda-types.ts';

export interface GivenUp {
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly requestId: string;
  readonly functionArn: string;
  readonly event: unknown;
  readonly attempts: number;
  /** Absent when the function never ran. */
  readonly lastError: FunctionError | undefined;
}

/** What Lambda tells the on-failure destination of an event that it gives up (facts 6). */
export function failureRecord(
  { at, requestId, functionArn, event, attempts, lastError }: GivenUp,
  condition: FailureRecord['requestContext']['condition'],
): FailureRecord {
  return {
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    ...(lastError && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: lastError,
    }),
  };
}
