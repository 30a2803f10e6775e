import { classify, describeFailure, type FailureClass } from '../../aws/failures.ts';
import { ConnectionLost } from '../../sandbox/wire-types.ts';

function awsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('what EC2 said'), { name, $metadata: { httpStatusCode } });
}

describe('a code of EC2 or SNS means', () => {
  test.each<[FailureClass, string, number]>([
    ['already-so', 'InvalidAttachmentID.NotFound', 400],
    ['throttled', 'RequestLimitExceeded', 503],
    ['throttled', 'RequestLimitExceeded', 400],
    ['throttled', 'EC2ThrottledException', 503],
    ['throttled', 'Throttling', 400],
    ['throttled', 'ThrottledException', 429],
    ['throttled', 'KMSThrottlingException', 400],
    ['retryable', 'InternalError', 500],
    ['retryable', 'InternalError', 400],
    ['retryable', 'InternalFailure', 500],
    ['retryable', 'InternalErrorException', 500],
    ['retryable', 'Unavailable', 503],
    ['retryable', 'ServiceUnavailable', 503],
    ['retryable', 'ServiceUnavailable', 400],
    ['retryable', 'RequestTimeout', 400],
    ['lost-race', 'InvalidNetworkInterface.InUse', 400],
    ['lost-race', 'IncorrectState', 400],
    ['lost-race', 'IncorrectInstanceState', 400],
    ['lost-race', 'InvalidInstanceID', 400],
    ['lost-race', 'InvalidInstanceID.NotFound', 400],
    ['refused-by-target', 'AttachmentLimitExceeded', 400],
    ['ambiguous', 'InvalidParameterValue', 400],
    ['ambiguous', 'UnauthorizedOperation', 403],
    ['ambiguous', 'InvalidNetworkInterfaceID.NotFound', 400],
    ['ambiguous', 'InvalidNetworkInterface.NotFound', 400],
    ['permanent', 'AuthFailure', 401],
    ['permanent', 'OperationNotPermitted', 400],
    ['permanent', 'InvalidParameterCombination', 400],
    ['permanent', 'InvalidNetworkInterfaceId.Malformed', 400],
    ['permanent', 'UnsupportedOperation', 400],
    ['permanent', 'DryRunOperation', 412],
    ['permanent', 'InvalidParameterException', 400],
    ['permanent', 'AuthorizationErrorException', 403],
    ['permanent', 'NotFoundException', 404],
  ])('%s: %s (HTTP %i)', (expected, name, status) => {
    expect(classify(awsError(name, status))).toBe(expected);
  });
});

test.each([500, 502, 503, 504])('a code that nobody knows is retryable with HTTP %i', (status) => {
  expect(classify(awsError('Bewilderment', status))).toBe('retryable');
});

test('a code that nobody knows is permanent with HTTP 400, and throttled with HTTP 429', () => {
  expect(classify(awsError('Bewilderment', 400))).toBe('permanent');
  expect(classify(awsError('Bewilderment', 429))).toBe('throttled');
});

test.each(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])(
  'a socket that ends with %s may have had its effect or not',
  (code) => {
    expect(classify(Object.assign(new Error('socket'), { code }))).toBe('retryable');
  },
);

test('a lost connection and the time-out of the SDK are retryable', () => {
  expect(classify(new ConnectionLost())).toBe('retryable');
  expect(classify(Object.assign(new Error('too slow'), { name: 'TimeoutError' }))).toBe('retryable');
});

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['a text', 'RequestLimitExceeded'],
  ['an error of ours', new TypeError('x is not a function')],
  ['a name of the prototype', awsError('constructor', 400)],
])('%s is permanent: trying again would not help', (_what, error) => {
  expect(classify(error)).toBe('permanent');
});

test('people read the code and the words of EC2, in a bounded line', () => {
  expect(describeFailure(awsError('AuthFailure', 401))).toBe('AuthFailure: what EC2 said');
  expect(describeFailure('just text')).toBe('just text');
  expect(describeFailure(new Error('x'.repeat(10_000))).length).toBeLessThanOrEqual(500);
});
