import { z } from 'zod';
import { post, type Route } from './control-route.ts';

const times = z.int().min(1).max(1_000).default(1);
const milliseconds = z.int().min(1).max(86_400_000);
const upcoming = z.strictObject({ detailType: z.string().optional(), times });
const delayed = upcoming.extend({ ms: milliseconds });
const throttled = z.strictObject({
  action: z.string(),
  callsPerSecond: z.number().min(0).max(10_000).default(0),
});
const failing = z.strictObject({
  action: z.string().optional(),
  times,
  code: z.string().default('InternalError'),
  status: z.int().min(400).max(599).default(500),
});
const stuck = z.strictObject({ networkInterfaceId: z.string(), ms: milliseconds });
const down = z.strictObject({ ms: milliseconds });

/** The routes that let events, API calls, SNS and S3 go wrong. */
export const faultRoutes: readonly Route[] = [
  post('lose-next-event', 'The next events never arrive', upcoming, { times: 1 }, (input, { bus }) =>
    bus.faults.loseNext(withoutUndefined(input)),
  ),
  post('duplicate-next-event', 'The next events arrive twice', upcoming, { times: 1 }, (input, { bus }) =>
    bus.faults.duplicateNext(withoutUndefined(input)),
  ),
  post(
    'delay-next-event',
    'The next events arrive later',
    delayed,
    { ms: 30_000 },
    ({ ms, ...input }, { bus }) => bus.faults.delayNext(ms, withoutUndefined(input)),
  ),
  post(
    'throttle',
    'Empties the token bucket of an API action; callsPerSecond is a neighbour that keeps taking',
    throttled,
    { action: 'AttachNetworkInterface', callsPerSecond: 5 },
    ({ action, callsPerSecond }, { sandbox }) => sandbox.faults.throttle(action, { callsPerSecond }),
  ),
  post(
    'fail-next-call',
    'The next calls of an API action fail',
    failing,
    { action: 'AttachNetworkInterface' },
    (input, { sandbox }) => sandbox.faults.failNext(withoutUndefined(input)),
  ),
  post(
    'stick-detach',
    'A detach takes so long',
    stuck,
    { networkInterfaceId: 'eni-0123456789abcdef0', ms: 60_000 },
    (input, { sandbox }) => sandbox.faults.stickDetach(input),
  ),
  post('sns-down', 'SNS answers nothing but 503', down, { ms: 30_000 }, ({ ms }, { sns }) => sns.down(ms)),
  post('s3-down', 'S3 answers nothing but 503', down, { ms: 30_000 }, ({ ms }, { s3 }) => s3.down(ms)),
];

type Present<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** An optional field that nobody gave is absent, and not there with the value undefined. */
function withoutUndefined<T extends object>(input: T): Present<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Present<T>;
}
