/** What an error of EC2 or SNS means for the call that got it. */
export type FailureClass =
  /** What was asked for is so already. */
  | 'already-so'
  /** Refused for its rate, before it had any effect. */
  | 'throttled'
  /** It may have had its effect or not; the same call later may succeed. */
  | 'retryable'
  /** The world is not what the snapshot showed: look again. */
  | 'lost-race'
  /** The target takes no more, for a reason that no snapshot shows. */
  | 'refused-by-target'
  /** The code has several meanings: describe again, and judge by the state. */
  | 'ambiguous'
  /** Trying again would not help. */
  | 'permanent';

/** Every code that is handled, in one place (facts 2). A code that is missing here is permanent. */
const classes: Readonly<Record<string, FailureClass>> = {
  'InvalidAttachmentID.NotFound': 'already-so',
  'InvalidAttachment.NotFound': 'already-so',

  RequestLimitExceeded: 'throttled',
  EC2ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  Throttled: 'throttled',
  KMSThrottling: 'throttled',
  KMSThrottlingException: 'throttled',

  InternalError: 'retryable',
  InternalErrorException: 'retryable',
  InternalFailure: 'retryable',
  Unavailable: 'retryable',
  ServiceUnavailable: 'retryable',
  TimeoutError: 'retryable',
  RequestTimeout: 'retryable',
  RequestTimeoutException: 'retryable',

  'InvalidNetworkInterface.InUse': 'lost-race',
  IncorrectState: 'lost-race',
  IncorrectInstanceState: 'lost-race',
  InvalidInstanceID: 'lost-race',
  'InvalidInstanceID.NotFound': 'lost-race',

  AttachmentLimitExceeded: 'refused-by-target',

  // "In use", "device index taken" and plain nonsense share one code.
  InvalidParameterValue: 'ambiguous',
  // Under tag-conditioned policies a missing attachment or ENI shows as a denial (facts 1.5).
  UnauthorizedOperation: 'ambiguous',
  'InvalidNetworkInterfaceID.NotFound': 'ambiguous',
  'InvalidNetworkInterface.NotFound': 'ambiguous',
};

const socketCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
]);

export function classify(error: unknown): FailureClass {
  const { name, socketCode, status } = partsOf(error);
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  if (known !== undefined) return known;
  if (socketCodes.has(socketCode) || socketCodes.has(name)) return 'retryable';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'retryable' : 'permanent';
}

/** Whether it was answered with one of these codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}

/** The error in one line, for people: EC2's code and its words. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message}`.slice(0, 500);
}

function partsOf(error: unknown): {
  readonly name: string;
  readonly socketCode: string;
  readonly status: number;
} {
  if (typeof error !== 'object' || error === null) return { name: '', socketCode: '', status: 0 };
  const { name, code, $metadata } = error as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: unknown };
  };
  return {
    name: typeof name === 'string' ? name : '',
    socketCode: typeof code === 'string' ? code : '',
    status: typeof $metadata?.httpStatusCode === 'number' ? $metadata.httpStatusCode : 0,
  };
}
