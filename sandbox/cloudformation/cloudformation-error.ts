/** An error of the CloudFormation API; code, message and HTTP status go to the caller as they are. */
export class CloudFormationError extends Error {
  override readonly name = 'CloudFormationError';
  readonly code: string;
  readonly status: number;

  constructor(code: keyof typeof statuses, message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }
}

/** The statuses are those of the API reference. */
const statuses = {
  AlreadyExistsException: 400,
  ChangeSetNotFound: 404,
  InsufficientCapabilitiesException: 400,
  InvalidAction: 400,
  InvalidChangeSetStatus: 400,
  ValidationError: 400,
} as const;
