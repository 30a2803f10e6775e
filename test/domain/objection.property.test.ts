import fc from 'fast-check';
import { type Earlier, missingHolders, nothingEarlier } from '../../domain/earlier.ts';
import { planFailover } from '../../domain/failover.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import { objectionTo } from '../../domain/objection.ts';
import type { Change } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type RandomScene, randomScenes } from '../support/domain-arbitrary.ts';
import { on } from '../support/domain-fleet.ts';

function earlierOf({ snapshot, secondLook }: RandomScene): Earlier {
  const before = { ...snapshot, takenAt: snapshot.takenAt - 10_000 };
  return {
    ...nothingEarlier,
    missingSince: missingHolders(secondLook ? before : snapshot, nothingEarlier),
  };
}

/** What a look at `snapshot` objects to in the actions of these kinds of the plan that was made from the scene. */
function objectionsOf(
  scene: RandomScene,
  kinds: readonly Change['actions'][number]['kind'][],
  after: (changes: readonly Change[]) => Snapshot = () => scene.snapshot,
): readonly string[] {
  const { trigger, policy } = scene;
  const now = scene.snapshot.takenAt;
  const earlier = earlierOf(scene);
  const { changes } = planFailover(scene.snapshot, trigger, policy, now, earlier);
  const evidence = { snapshot: after(changes), trigger, policy, now, earlier };
  return changes.flatMap((change) =>
    change.actions
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap((action) => objectionTo(action, change, evidence) ?? []),
  );
}

/** The snapshot with all ENIs free that the changes detach, and with those attached that `isThere` says. */
function underWay(
  { snapshot }: RandomScene,
  changes: readonly Change[],
  isThere: (change: Change) => boolean,
): Snapshot {
  const moves = new Map(changes.filter(({ to }) => to !== undefined).map((move) => [move.eniId, move]));
  const networkInterfaces = snapshot.networkInterfaces.map((eni): NetworkInterface => {
    const move = moves.get(eni.id);
    if (move?.to === undefined) return eni;
    const { attachment: _, ...free } = eni;
    return isThere(move)
      ? { ...free, status: 'in-use', ...on(move.to, { attachTime: snapshot.takenAt, deviceIndex: 9 }) }
      : { ...free, status: 'available' };
  });
  return { ...snapshot, networkInterfaces };
}

const awaitsItsLeader = ({ actions }: Change) => actions.some(({ kind }) => kind === 'await-leader');
const allKinds = ['set-delete-on-termination', 'detach', 'attach'] as const;

/** Else a look would plan what the same look objects to, or a move be thrown back by its own progress, for ever. */
describe('Whatever the fleet, nothing is objected to', () => {
  const never = (objections: (scene: RandomScene) => readonly string[]) =>
    fc.assert(
      fc.property(randomScenes, (scene) => expect(objections(scene)).toEqual([])),
      { numRuns: 500 },
    );

  test('on the evidence that it was planned on', () => {
    never((scene) => objectionsOf(scene, allKinds));
  });

  test('because its ENIs are free by now', () => {
    never((scene) => objectionsOf(scene, ['attach'], (changes) => underWay(scene, changes, () => false)));
  });

  test('because leaders are there by now and their followers free', () => {
    const isThere = (change: Change) => !awaitsItsLeader(change);
    never((scene) => objectionsOf(scene, ['attach'], (changes) => underWay(scene, changes, isThere)));
  });
});
