import fc from 'fast-check';
import { detachTags } from '../../../domain/cleanup/mark.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, hours, noon, orphan, snapshotOf } from './orphan.ts';

/** One sweep in the life of an ENI, and what the world was like at that time. */
interface Step {
  /** How long after the sweep before, in truth. */
  readonly gapMs: number;
  /** How far our clock is off. */
  readonly offMs: number;
  readonly world: 'idle' | 'attached' | 'held' | 'changed' | 'unread';
  /** Whether an event tells of a detach so long ago. */
  readonly detachMs: number | null;
}

const minutes = (count: number) => count * 60_000;

const steps: fc.Arbitrary<Step> = fc.record({
  gapMs: fc.constantFrom(hours(1), hours(6), days(1), days(2)),
  offMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    fc.constantFrom(minutes(4), -minutes(4), days(7), -days(7), days(400), -days(400)),
  ),
  world: fc.oneof(
    { weight: 40, arbitrary: fc.constant('idle' as const) },
    fc.constantFrom('attached' as const, 'held' as const, 'changed' as const, 'unread' as const),
  ),
  detachMs: fc.oneof(
    { weight: 20, arbitrary: fc.constant(null) },
    fc.constantFrom(hours(1), hours(5), hours(23)),
  ),
});

function eniIn({ world }: Step, tags: Readonly<Record<string, string>>, changes: number): SweptEni {
  const attachment = { status: 'attached', instanceId: 'i-1' };
  return {
    ...orphan('eni-1', { description: `change ${changes}` }),
    ...(world === 'attached' && { status: 'in-use', attachment }),
    tags: { ...tags, ...(world === 'held' && { 'eni-warden:hold': 'look' }) },
  };
}

/** Lives through the sweeps until the ENI is deleted; says how long it had truly been idle and unchanged, if it was. */
function idleAtDeletion(history: readonly Step[]): number | undefined {
  let truth = noon;
  let tags: Readonly<Record<string, string>> = {};
  let changes = 0;
  let idleSince: number | undefined;
  for (const step of history) {
    truth += step.gapMs;
    const now = truth + step.offMs;
    if (step.world === 'changed') changes += 1;
    const told = step.detachMs !== null && step.world === 'idle' ? truth - step.detachMs : undefined;
    const isSight = step.world !== 'attached' && step.world !== 'held';
    if (!isSight || step.world === 'changed') idleSince = undefined;
    // What an event tells of a detach is the truth, be it later than the first sight or, told late, earlier.
    if (isSight) idleSince = told ?? idleSince ?? truth;
    if (told !== undefined) tags = { ...tags, ...detachTags({ tags }, told) };
    const plan = planCleanup(
      snapshotOf([eniIn(step, tags, changes)], {
        takenAt: now,
        ec2Time: truth,
        unread: step.world === 'unread' ? ['DescribeRouteTables'] : [],
      }),
      deleting(),
      now,
    );
    if (plan.delete.length > 0) return truth - (idleSince ?? truth);
    const gone = new Set(plan.release.flatMap(({ tagKeys }) => tagKeys));
    tags = Object.fromEntries(
      Object.entries({ ...tags, ...plan.quarantine[0]?.tags }).filter(([key]) => !gone.has(key)),
    );
  }
  return undefined;
}

test('in no history, however its clock jumps, is an ENI deleted before its grace is over', () => {
  let deletions = 0;
  fc.assert(
    fc.property(fc.array(steps, { minLength: 5, maxLength: 60 }), (history) => {
      const idleMs = idleAtDeletion(history);
      if (idleMs === undefined) return;
      deletions += 1;
      // Tags have whole seconds, and cut off what is less.
      expect(idleMs).toBeGreaterThan(days(7) - 1_000);
    }),
    { numRuns: 1_000 },
  );
  expect(deletions).toBeGreaterThan(100);
});

test('an ENI that nobody ever touches is deleted, though the clock jumps now and then', () => {
  const history = Array.from(
    { length: 40 },
    (_, index): Step => ({
      gapMs: hours(6),
      offMs: index % 5 === 4 ? days(400) * (-1) ** index : 0,
      world: 'idle',
      detachMs: null,
    }),
  );
  expect(idleAtDeletion(history)).toBeGreaterThanOrEqual(days(7));
});
