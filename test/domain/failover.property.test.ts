import fc from 'fast-check';
import { missingHolders, nothingEarlier } from '../../domain/earlier.ts';
import { planFailover } from '../../domain/failover.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { applied } from '../support/domain-apply.ts';
import { type RandomScene, randomScenes } from '../support/domain-arbitrary.ts';
import { frozen } from '../support/domain-frozen.ts';
import { look, tick } from '../support/domain-look.ts';
import { violationsOf } from '../support/domain-violations.ts';

function earlierOf({ snapshot, secondLook }: RandomScene) {
  if (!secondLook) return nothingEarlier;
  const before = { ...snapshot, takenAt: snapshot.takenAt - 10_000 };
  return { ...nothingEarlier, missingSince: missingHolders(before, nothingEarlier) };
}

function planOf(scene: RandomScene): Plan {
  const { snapshot, trigger, policy } = scene;
  return planFailover(snapshot, trigger, policy, snapshot.takenAt, earlierOf(scene));
}

function reordered(snapshot: Snapshot): Snapshot {
  const instances = [...snapshot.instances].map(
    ([id, instance]) => [id, { ...instance, slots: instance.slots.toReversed() }] as const,
  );
  return {
    ...snapshot,
    networkInterfaces: snapshot.networkInterfaces.toReversed(),
    instances: new Map(instances.toReversed()),
  };
}

const text = (value: unknown) => JSON.stringify(value);

/** A plan without the order of what belongs to no group. */
function withoutOrderOfTheUngrouped({ findings, spared, switchover, ...plan }: Plan) {
  return {
    ...plan,
    switchover: switchover?.kind,
    spared: spared.filter(({ group }) => group !== undefined),
    ungrouped: spared
      .filter(({ group }) => group === undefined)
      .map(text)
      .sort(),
    findings: findings.map(text).sort(),
  };
}

describe('Whatever the fleet and whatever wakes us', () => {
  test('a plan breaks no promise', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        expect(violationsOf(planOf(scene), scene)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('a plan depends on nothing but what it is given, and leaves that as it was', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        const first = planOf(scene);
        const second = planOf({ ...scene, snapshot: frozen(scene.snapshot), trigger: frozen(scene.trigger) });
        expect(second).toEqual(first);
      }),
    );
  });

  test('a plan does not depend on the order in which EC2 lists things', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        const other = planOf({ ...scene, snapshot: reordered(scene.snapshot) });
        expect(withoutOrderOfTheUngrouped(other)).toEqual(withoutOrderOfTheUngrouped(planOf(scene)));
      }),
    );
  });

  test('not even the order of findings depends on the order in which EC2 lists things', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        expect(planOf({ ...scene, snapshot: reordered(scene.snapshot) })).toEqual(planOf(scene));
      }),
    );
  });

  test('once its actions have come true, nothing is left to do within five looks', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        const { policy } = scene;
        let { snapshot } = scene;
        let plan = planOf(scene);
        let { missingSince } = earlierOf(scene);
        for (let looks = 0; looks < 5 && (looks === 0 || plan.changes.length > 0); looks++) {
          missingSince = missingHolders(snapshot, { ...nothingEarlier, missingSince });
          const later = snapshot.takenAt + 400_000;
          snapshot = applied(plan, snapshot, snapshot.takenAt, later);
          plan = look(snapshot, { trigger: tick(later), policy, earlier: { missingSince } });
        }
        expect(plan.changes).toEqual([]);
      }),
    );
  });
});
