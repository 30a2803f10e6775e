import fc from 'fast-check';
import type { Trigger } from '../../domain/trigger.ts';
import { longAgo, noon } from './domain-fleet.ts';
import { maybe, usually } from './domain-odds.ts';

export const groupNames = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7'] as const;
export const instanceIds = Array.from({ length: 10 }, (_, n) => `i-${n}`);

/** Instants on both sides of every edge of the default policy. */
export const instants = fc
  .oneof(
    fc.constantFrom(
      0,
      1,
      4_999,
      5_000,
      29_999,
      30_000,
      119_999,
      120_000,
      299_999,
      300_000,
      599_999,
      3_600_000,
    ),
    fc.integer({ min: -2_000, max: 700_000 }),
  )
  .map((ago) => noon - ago);

/** Every kind of trigger, about instances and groups that may exist, as old as may be. */
export const triggers: fc.Arbitrary<Trigger> = fc
  .record({ eventId: fc.uuid(), at: instants })
  .chain((origin) =>
    fc.oneof(
      fc.constant({ ...origin, kind: 'tick' } as const),
      fc
        .record({
          instanceId: fc.constantFrom(...instanceIds),
          state: fc.constantFrom('pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'),
        })
        .map((detail) => ({ ...origin, ...detail, kind: 'instance-state-change' }) as const),
      fc
        .uniqueArray(fc.constantFrom(...instanceIds), { minLength: 1, maxLength: 3 })
        .chain((ids) =>
          fc
            .constantFrom('heartbeat' as const, 'status-check' as const)
            .map((kind) => ids.map((instanceId) => ({ instanceId, kind, metric: 'Some Metric' }))),
        )
        .map((evidence) => ({ ...origin, kind: 'alarm', alarmName: 'some alarm', evidence }) as const),
      fc
        .record({
          instanceId: fc.constantFrom(...instanceIds),
          instanceAction: fc.constantFrom('stop', 'terminate', 'hibernate'),
        })
        .map((detail) => ({ ...origin, ...detail, kind: 'spot-interruption' }) as const),
      fc
        .record({
          at: usually(noon - 1_000, longAgo),
          group: fc.constantFrom(...groupNames, 'nobody'),
          target: maybe(1, 1, fc.constantFrom(...instanceIds)),
        })
        .map(
          ({ at, group, target }) =>
            ({
              ...origin,
              at,
              kind: 'switchover-request',
              group,
              ...(target !== undefined && { targetInstanceId: target }),
              reason: 'upgrade',
              requester: 'alice',
            }) as const,
        ),
    ),
  );
