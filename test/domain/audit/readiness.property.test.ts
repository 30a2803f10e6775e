import fc from 'fast-check';
import { neighbourhoodOf } from '../../../domain/audit/neighbourhood.ts';
import { readinessOf } from '../../../domain/audit/readiness-of.ts';
import { groupsOf } from '../../../domain/failover-group.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { applied } from '../../support/domain-apply.ts';
import { type RandomScene, randomScenes } from '../../support/domain-arbitrary.ts';
import { eni, fleet, groups, inGroup, member, noon, on } from '../../support/domain-fleet.ts';
import { frozen } from '../../support/domain-frozen.ts';
import { look } from '../../support/domain-look.ts';

function terminated(instanceId: string, snapshot: Snapshot): Snapshot {
  const instance = snapshot.instances.get(instanceId);
  if (instance === undefined) throw new Error(`${instanceId} is not there`);
  return {
    ...snapshot,
    instances: new Map([...snapshot.instances, [instanceId, { ...instance, state: 'terminated' }]]),
  };
}

/** Whether a failover of the whole fleet, carried out, attaches every ENI of the group anew, to one member that is another. */
function survives(group: string, active: string, { snapshot }: RandomScene): boolean {
  const fallen = terminated(active, snapshot);
  const after = applied(look(fallen), fallen, noon, noon + 1_000);
  const before = new Map(snapshot.networkInterfaces.map(({ id, attachment }) => [id, attachment?.id]));
  const enis = after.networkInterfaces.filter(
    (eni) => eni.group.kind === 'read' && eni.group.value === group,
  );
  const homes = new Set(enis.map(({ attachment }) => attachment?.instanceId));
  const home = snapshot.instances.get([...homes][0] ?? '');
  return (
    homes.size === 1 &&
    home !== undefined &&
    home.id !== active &&
    home.groups.kind === 'read' &&
    home.groups.value.includes(group) &&
    enis.every(({ id, attachment }) => attachment?.id !== before.get(id))
  );
}

test('a group is ready exactly when the failover brings all of it to another member once its active one is terminated', () => {
  const seen = { ready: 0, not: 0, nobody: 0 };
  fc.assert(
    fc.property(randomScenes, (scene) => {
      const snapshot = frozen(scene.snapshot);
      for (const group of groupsOf(snapshot)) {
        const readiness = readinessOf(group, snapshot, noon);
        if (readiness.active === undefined) {
          seen.nobody++;
          expect(readiness.ready).toBe(false);
          continue;
        }
        seen[readiness.ready ? 'ready' : 'not']++;
        expect([group.name, readiness.ready]).toEqual([
          group.name,
          survives(group.name, readiness.active, scene),
        ]);
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.ready, seen.not, seen.nobody)).toBeGreaterThan(50);
});

test('a group that is not ready has a reason, and one that is has none and a standby without any', () => {
  fc.assert(
    fc.property(randomScenes, ({ snapshot }) => {
      for (const group of groupsOf(snapshot)) {
        const { ready, reasons, standbys, active } = readinessOf(group, snapshot, noon);
        expect(reasons.length > 0).toBe(!ready);
        if (ready) expect(standbys[0]?.reasons).toEqual([]);
        expect(standbys.map(({ instance }) => instance.id).toSorted()).toEqual(
          group.members.map(({ id }) => id).filter((id) => id !== active),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('the plan for the neighbourhood of a group does with it what the plan for the whole fleet does', () => {
  fc.assert(
    fc.property(randomScenes, ({ snapshot }) => {
      const whole = look(snapshot);
      for (const { name } of groupsOf(snapshot)) {
        const part = look(neighbourhoodOf(name, snapshot));
        const ofGroup = ({ group }: { readonly group?: string }) => group === name;
        expect(part.changes.filter(ofGroup)).toEqual(whole.changes.filter(ofGroup));
        expect(part.spared.filter(ofGroup)).toEqual(whole.spared.filter(ofGroup));
      }
    }),
    { numRuns: 500 },
  );
});

test('a neighbourhood is no larger than what instances connect', () => {
  const island = (n: number) => ({
    enis: [eni(`eni-${n}`, { ...inGroup(`g${n}`), ...on(`i-${n}`) })],
    instances: [member(`i-${n}`, groups(`g${n}`)), member(`i-${n}-standby`, groups(`g${n}`, `g${n + 100}`))],
  });
  const islands = [1, 2, 3].map(island);
  const snapshot = fleet(
    islands.flatMap(({ enis }) => enis),
    islands.flatMap(({ instances }) => instances),
  );
  const { networkInterfaces, instances } = neighbourhoodOf('g2', snapshot);
  expect(networkInterfaces.map(({ id }) => id)).toEqual(['eni-2']);
  expect([...instances.keys()]).toEqual(['i-2', 'i-2-standby']);
});
