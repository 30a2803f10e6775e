import { DeadlinePassed } from '../../aws/ec2.ts';
import { classify, describeFailure } from '../../aws/failures.ts';
import { GaveWay } from '../../aws/gentle/gentle-ec2.ts';

/** What the exit status says; scripts rely on it. */
export const exitCodes = { fine: 0, wrong: 1, usage: 2, awsCouldNotBeAsked: 3, bug: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was called wrongly: the message says how it is called rightly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** AWS did not give what the command cannot do without. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The command was called rightly, and yet there is nothing that it can do; the message says what to do instead. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

export interface Failure {
  readonly exitCode: ExitCode;
  /** What happened, and what to do about it. */
  readonly message: string;
  readonly remedy?: string;
}

/** A failure for machines, on one line; `command` is eni-warden itself where none of its commands was named. */
export function failureAsJson(command: string, { message, remedy }: Omit<Failure, 'exitCode'>): string {
  return JSON.stringify({ command, error: { message, ...(remedy !== undefined && { remedy }) } });
}

const denied = /^(UnauthorizedOperation|AccessDenied(Exception)?|UnauthorizedException|OptInRequired)$/;
const credentials =
  /^(CredentialsProviderError|AuthFailure|InvalidClientTokenId|InvalidAccessKeyId|ExpiredToken(Exception)?|RequestExpired|SignatureDoesNotMatch|UnrecognizedClientException|MissingAuthenticationToken|TokenProviderError)$/;

/** An error in words, without a stack trace where it is none of ours. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, message: error.message };
  if (error instanceof Impossible) return { exitCode: exitCodes.wrong, message: error.message };
  if (error instanceof NoAnswer) {
    const remedy =
      'Allow the actions to whom "aws sts get-caller-identity" shows if they were denied; else try again.';
    return { exitCode: exitCodes.awsCouldNotBeAsked, message: error.message, remedy };
  }
  if (error instanceof DeadlinePassed && error.cause !== undefined)
    return { ...failureOf(error.cause), exitCode: exitCodes.awsCouldNotBeAsked };
  if (error instanceof Error && error.cause !== undefined && isOfAws(error.cause)) return wrapped(error);
  const remedy = remedyOf(error);
  const message = describeFailure(error);
  if (remedy !== undefined) return { exitCode: exitCodes.awsCouldNotBeAsked, message, remedy };
  const trace = error instanceof Error ? (error.stack ?? message) : message;
  return { exitCode: exitCodes.bug, message: `This is a bug in eni-warden. ${trace}` };
}

/** What `aws/` has put into words already, and says what to do: what does not exist is no failure of AWS. */
function wrapped({ message, cause }: Error): Failure {
  if (statusOf(cause) === 404) return { exitCode: exitCodes.wrong, message };
  const { remedy } = failureOf(cause);
  return { exitCode: exitCodes.awsCouldNotBeAsked, message, ...(remedy !== undefined && { remedy }) };
}

function isOfAws(error: unknown): boolean {
  return remedyOf(error) !== undefined;
}

/** Undefined where it is no error of AWS, or of the way to it. */
function remedyOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  if (error instanceof GaveWay)
    return 'EC2 refuses calls for their rate, and a failover may need them: try again in a minute.';
  if (error instanceof DeadlinePassed) return 'It took too long: try again.';
  if (denied.test(name)) return `Allow the action named above to whom "aws sts get-caller-identity" shows.`;
  if (credentials.test(name))
    return 'Give it working credentials: --profile, the AWS_… variables, or "aws sso login".';
  switch (classify(error)) {
    case 'throttled':
      return 'AWS refuses calls for their rate: try again in a minute.';
    case 'retryable':
      return 'AWS could not be reached, or failed: check --region, AWS_ENDPOINT_URL and the network, and try again.';
    default:
      return statusOf(error) === undefined ? undefined : 'AWS refused it; the words are its own.';
  }
}

/** Of the reply; only what came from a service has one. */
function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}
