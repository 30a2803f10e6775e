import type { WireResponse } from '../wire-types.ts';

/**
 * An error of CloudWatch. The code is that of its query protocol, which clients of the JSON protocol are told in a
 * header; the name of the error's shape is in the body.
 */
export class CloudWatchError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'CloudWatchError';
    this.code = code;
    this.status = status;
  }
}

/** Shapes whose name is not their code (CloudWatch service model). */
const shapes: Readonly<Record<string, string>> = {
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
  ValidationError: 'ValidationException',
  ResourceNotFound: 'ResourceNotFound',
};

/** What is not an error of CloudWatch is a defect of the sandbox, which its caller sees as an internal error. */
export function cloudWatchErrorResponse(
  requestId: string,
  error: { readonly code: string; readonly message: string; readonly status: number },
): WireResponse {
  const { code, message, status } = error;
  const shape = shapes[code] ?? code;
  return {
    status,
    headers: {
      ...cloudWatchHeaders(requestId),
      'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({ __type: `com.amazonaws.cloudwatch#${shape}`, message }),
  };
}

export function cloudWatchHeaders(requestId: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId };
}
