import { cloudWatchErrorResponse } from '../cloudwatch/cloud-watch-error.ts';
import { ec2ErrorResponse } from '../ec2/ec2.ts';
import { Ec2Error } from '../ec2/errors.ts';
import { S3Error, s3ErrorResponse } from '../s3/s3-error.ts';
import { SnsError } from '../sns/sns-request.ts';
import { snsErrorResponse } from '../sns/sns-response.ts';
import type { Service, WireRequest, WireResponse } from '../wire-types.ts';
import type { AskedCall } from './authorizations.ts';
import type { Iam } from './iam.ts';

/** Answers a call in the place of its service where the role of the caller does not allow it. */
export async function asItsRoleMay(
  service: Service,
  request: WireRequest,
  call: AskedCall,
  iam: Iam,
  newRequestId: () => string,
): Promise<WireResponse> {
  const isDenied = (asked: AskedCall) => iam.denied(request, call, asked).length > 0;
  if (isDenied(call)) return denial(request, call, newRequestId());
  const response = await service(request);
  if (isMissing(call, response) && isDenied(listing(call))) return denial(request, call, newRequestId());
  return response;
}

function isMissing({ service, action }: AskedCall, { status, body }: WireResponse): boolean {
  return (
    service === 's3' && /^(Get|Head)Object$/.test(action) && status === 404 && !/NoSuchBucket/.test(body)
  );
}

/**
 * Only who may list a bucket is told that an object is not there (S3 API Reference, GetObject). Whether S3 asks with the key
 * as `s3:prefix` or without any is not known: without is the stricter.
 */
function listing({ service, parameters }: AskedCall): AskedCall {
  return { service, action: 'ListObjectsV2', parameters: { Bucket: parameters.Bucket ?? '' } };
}

/** An answer to HEAD has no body. */
function denial({ method }: WireRequest, call: AskedCall, requestId: string): WireResponse {
  const response = denialOf(call, requestId);
  return method === 'HEAD' ? { ...response, body: '' } : response;
}

/** What each service calls it (its API Reference, "Common Errors"). */
function denialOf({ service, action }: AskedCall, requestId: string): WireResponse {
  const message = `You are not authorized to perform: ${action}.`;
  if (service === 's3') return s3ErrorResponse(requestId, new S3Error('AccessDenied'));
  if (service === 'sns') return snsErrorResponse(requestId, new SnsError('AuthorizationError', message, 403));
  if (service === 'monitoring')
    return cloudWatchErrorResponse(requestId, { code: 'AccessDenied', message, status: 403 });
  return ec2ErrorResponse(requestId, new Ec2Error('UnauthorizedOperation', message, 403));
}
