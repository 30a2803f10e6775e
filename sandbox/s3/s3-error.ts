import { escapeXml } from '../ec2/xml.ts';
import type { WireResponse } from '../wire-types.ts';

/** An error of the S3 API; code, message and HTTP status go to the caller as they are. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: string;
  readonly status: number;

  constructor(code: keyof typeof statuses, message = messages[code] ?? code) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }
}

/** The statuses are those of the list of error responses in the S3 API reference. */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  ConditionalRequestConflict: 409,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  ServiceUnavailable: 503,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;

const messages: Partial<Record<keyof typeof statuses, string>> = {
  AccessDenied: 'Access Denied',
  ConditionalRequestConflict:
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
  InternalError: 'We encountered an internal error. Please try again.',
  NoSuchBucket: 'The specified bucket does not exist',
  NoSuchKey: 'The specified key does not exist.',
  NoSuchVersion: 'The specified version does not exist.',
  PreconditionFailed: 'At least one of the pre-conditions you specified did not hold',
  ServiceUnavailable: 'Service is unable to handle request.',
  SlowDown: 'Please reduce your request rate.',
};

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

export function s3ErrorResponse(requestId: string, { code, message, status }: Failure): WireResponse {
  const details = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${details}<RequestId>${requestId}</RequestId></Error>`,
  };
}
