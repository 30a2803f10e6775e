/** What a handler is told about its invocation. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: '$LATEST';
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  /** By the sandbox's clock. */
  getRemainingTimeInMillis(): number;
}

export interface LambdaFunction {
  readonly name: string;
  /**
   * Runs the handler once; a rejection is the function's error. `timedOut` aborts when the time is over: whoever can
   * stop the work then should, but a promise cannot be stopped, so that its later effects may still happen.
   */
  invoke(event: unknown, context: InvocationContext, timedOut: AbortSignal): Promise<unknown>;
  readonly timeoutMs: number;
  /** The variables that its configuration shows; none when omitted. */
  readonly environment?: Readonly<Record<string, string>>;
  /** 128 MB when omitted, as Lambda has it. */
  readonly memoryMegabytes?: number;
  /** 0 means that the function never runs. */
  readonly reservedConcurrency?: number;
  /** 6 hours when omitted. */
  readonly maximumEventAgeMs?: number;
  /** 0 to 2; 2 when omitted. */
  readonly maximumRetryAttempts?: number;
  /** The name of the queue that gets a record of every event that Lambda gives up. */
  readonly onFailureQueue?: string;
}

/** What Lambda sends to an on-failure destination (facts 6). */
export interface FailureRecord {
  readonly version: '1.0';
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  /** This and the payload are absent when the function never ran. */
  readonly responseContext?: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly responsePayload?: FunctionError;
}

/** How Lambda tells of a function's error. */
export interface FunctionError {
  readonly errorType?: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** One run of a function, when it was over. */
export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly event: unknown;
  /** When the run began, in milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  /** 1 for the first run. */
  readonly attempt: number;
  readonly outcome: 'succeeded' | 'failed' | 'timed out';
  readonly result?: unknown;
  readonly error?: FunctionError;
}
