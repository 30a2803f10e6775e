import fc from 'fast-check';
import { subjectOf, textOf } from '../../domain/alert.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { malformedAlert } from '../../domain/alert-of-trouble.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { alertsOf, planOf, renamed, wild } from '../support/alerts-of-scene.ts';
import { randomScenes } from '../support/domain-arbitrary.ts';
import { look, tick } from '../support/domain-look.ts';

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
