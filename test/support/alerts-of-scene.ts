import fc from 'fast-check';
import type { Alert } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { foundAlerts } from '../../domain/alert-of-found.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { plannedAlert, startedAlert } from '../../domain/alert-of-start.ts';
import { arrivalsToTell } from '../../domain/arrival.ts';
import { planFailover } from '../../domain/failover.ts';
import type { Change, Plan } from '../../domain/plan.ts';
import type { RandomScene } from './domain-arbitrary.ts';
import { outcomeOf } from './domain-outcome.ts';

/** Strings as nobody should write them into a tag: control characters, lone surrogates, separators, emoji. */
export const wild = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom('\u0000\r\n', '\u2028\u2029', '\ud800', '👩‍👩‍👧'.repeat(40), '\u202e', ' '.repeat(120)),
  )
  .filter((text) => !/undefined|NaN/.test(text));

export function planOf({ snapshot, trigger, policy }: RandomScene): Plan {
  return planFailover(snapshot, trigger, policy, snapshot.takenAt);
}

/** The scene with names and reasons of people's own making. */
export function renamed(scene: RandomScene, text: string): RandomScene {
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

/** Every alert of moves, looks and late looks that the scene gives reason for. */
export function alertsOf(plan: Plan, { snapshot, trigger }: RandomScene): readonly Alert[] {
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
