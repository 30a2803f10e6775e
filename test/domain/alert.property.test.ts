import fc from 'fast-check';
import type { Alert } from '../../domain/alert.ts';
import { subjectOf, textOf } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { foundAlerts } from '../../domain/alert-of-found.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { plannedAlert, startedAlert } from '../../domain/alert-of-start.ts';
import { malformedAlert } from '../../domain/alert-of-trouble.ts';
import { arrivalsToTell } from '../../domain/arrival.ts';
import { planFailover } from '../../domain/failover.ts';
import type { Change, Plan } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type RandomScene, randomScenes } from '../support/domain-arbitrary.ts';
import { look, tick } from '../support/domain-look.ts';
import { outcomeOf } from '../support/domain-outcome.ts';

/** Strings as nobody should write them into a tag: control characters, lone surrogates, separators, emoji. */
const wild = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom('\u0000\r\n', '\u2028\u2029', '\ud800', '👩‍👩‍👧'.repeat(40), '\u202e', ' '.repeat(120)),
  )
  .filter((text) => !/undefined|NaN/.test(text));

function planOf({ snapshot, trigger, policy }: RandomScene): Plan {
  return planFailover(snapshot, trigger, policy, snapshot.takenAt);
}

/** The scene with names and reasons of people's own making. */
function renamed(scene: RandomScene, text: string): RandomScene {
  const { snapshot, trigger } = scene;
  const instances = [...snapshot.instances].map(
    ([id, instance]) => [id, { ...instance, name: text, ...holdOf(instance.hold.kind, text) }] as const,
  );
  const networkInterfaces = snapshot.networkInterfaces.map((eni) => ({
    ...eni,
    ...holdOf(eni.hold.kind, text),
  }));
  return {
    ...scene,
    snapshot: { ...snapshot, instances: new Map(instances), networkInterfaces },
    trigger:
      trigger.kind === 'switchover-request'
        ? { ...trigger, reason: text, requester: text, group: text }
        : trigger,
  };
}

function holdOf(kind: string, value: string) {
  return kind === 'read' ? { hold: { kind, value } as const } : {};
}

function byGroup(changes: readonly Change[]): readonly (readonly Change[])[] {
  return [...Map.groupBy(changes, ({ group }) => group).values()];
}

function alertsOf(plan: Plan, { snapshot, trigger }: RandomScene): readonly Alert[] {
  const moves = byGroup(plan.changes).flatMap((changes) => {
    const done = changes.map((change) => outcomeOf(change, { forced: true }));
    const moved = done.filter(({ change }) => change.to !== undefined);
    const [first, ...others] = done;
    const failed = first === undefined ? [] : [{ ...first, result: 'failed' as const }, ...others];
    return [
      startedAlert(changes, snapshot, trigger),
      plannedAlert(changes, snapshot, trigger),
      endedAlert(done, moved, snapshot, trigger),
      endedAlert(failed, moved, snapshot, trigger),
    ];
  });
  const now = snapshot.takenAt + 60_000;
  const found = arrivalsToTell(snapshot, { ...trigger, at: 0 }, now, () => false);
  return [
    ...alertsOfLook(plan, snapshot, trigger),
    ...moves.filter((alert) => alert !== undefined),
    ...foundAlerts(found, (group) => group !== found[0]?.group, snapshot, trigger, now),
  ];
}

describe('Whatever happens and whatever people write into tags', () => {
  test('a subject has 1 to 99 characters on one line, all of them printable', () => {
    fc.assert(
      fc.property(randomScenes, wild, (scene, text) => {
        const odd = renamed(scene, text);
        const alerts = [
          ...alertsOf(planOf(odd), odd),
          malformedAlert([text], text),
          { ...malformedAlert([], ''), group: text, summary: text },
        ];
        for (const subject of alerts.map(subjectOf)) {
          expect(subject.length).toBeLessThan(100);
          expect(subject).toMatch(/^\[ENI Warden\] /);
          expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
        }
      }),
    );
  });

  test('a text is never about things undefined, and its data is plain JSON', () => {
    fc.assert(
      fc.property(randomScenes, wild, (scene, text) => {
        const odd = renamed(scene, text);
        for (const alert of [...alertsOf(planOf(odd), odd), malformedAlert([text], text)]) {
          expect(textOf(alert)).not.toMatch(/undefined|NaN|\[object/);
          const data = JSON.parse(JSON.stringify(alert.data));
          expect(JSON.stringify(data)).toBe(JSON.stringify(alert.data));
        }
      }),
    );
  });

  test('the same news has the same fingerprint at every later look', () => {
    fc.assert(
      fc.property(randomScenes, ({ snapshot, policy }) => {
        const later: Snapshot = { ...snapshot, takenAt: snapshot.takenAt + 1_000 };
        const trigger = { ...tick(later.takenAt), eventId: 'event-2' };
        const [before, after] = [look(snapshot, { policy }), look(later, { trigger, policy })];
        const reasonsOf = (plan: Plan) =>
          [...plan.spared, ...plan.changes.flatMap(({ stays }) => stays ?? [])]
            .map(({ eniId, reason }) => `${eniId} ${reason}`)
            .sort()
            .join();
        fc.pre(reasonsOf(before) === reasonsOf(after));
        const fingerprints = (plan: Plan, seen: Snapshot) =>
          alertsOfLook(plan, seen, trigger)
            .map(({ fingerprint }) => fingerprint)
            .sort();
        expect(fingerprints(after, later)).toEqual(fingerprints(before, snapshot));
      }),
    );
  });

  test('different news of one look have different fingerprints', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        const fingerprints = alertsOfLook(planOf(scene), scene.snapshot, scene.trigger).map(
          (alert) => alert.fingerprint,
        );
        expect(new Set(fingerprints).size).toBe(fingerprints.length);
      }),
    );
  });

  test('every ENI that nobody can reach and nothing will move is told to a person', () => {
    fc.assert(
      fc.property(randomScenes, (scene) => {
        const plan = planOf(scene);
        const told = alertsOfLook(plan, scene.snapshot, scene.trigger).map(textOf).join('\n');
        const stuck = plan.spared.filter(({ reason }) =>
          ['held', 'no-standby', 'block-period'].includes(reason),
        );
        for (const { eniId } of stuck) expect(told).toContain(eniId);
      }),
    );
  });
});
