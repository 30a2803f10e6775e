import type { Alert } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { foundAlerts } from '../../domain/alert-of-found.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { plannedAlert, startedAlert } from '../../domain/alert-of-start.ts';
import { malformedAlert, unableToLookAlert } from '../../domain/alert-of-trouble.ts';
import { arrivalsToTell } from '../../domain/arrival.ts';
import { weeklyDigest } from '../../domain/audit/audit-digest.ts';
import { alertOfNews } from '../../domain/audit/audit-news-alert.ts';
import { cleanupPolicy } from '../../domain/cleanup/cleanup-policy.ts';
import { digestOf } from '../../domain/cleanup/digest.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { orphan, snapshotOf } from '../domain/cleanup/orphan.ts';
import { auditFinding, firstLife } from './audit-findings.ts';
import { eni, fleet, held, impairedSince, longAgo, member, noon, on, unreadable } from './domain-fleet.ts';
import { look, stateChange, switchover, tick } from './domain-look.ts';
import { outcomeOf } from './domain-outcome.ts';

const day = 86_400_000;
const stopped = { state: 'stopped' } as const;
const fresh = { attachTime: noon - 60_000 };
const failing = fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b')]);

function ofLook(snapshot: Snapshot, trigger: Parameters<typeof alertsOfLook>[2] = tick()): readonly Alert[] {
  return alertsOfLook(look(snapshot, { trigger }), snapshot, trigger);
}

function ofMoves(): readonly (Alert | undefined)[] {
  const { changes } = look(failing);
  const done = changes.map((change) => outcomeOf(change));
  const failed = done.map((outcome) => ({ ...outcome, result: 'failed' as const }));
  return [
    startedAlert(changes, failing, tick()),
    plannedAlert(changes, failing, tick()),
    endedAlert(done, done, failing, tick()),
    endedAlert(failed, [], failing, tick()),
  ];
}

function ofLateLook(): readonly Alert[] {
  const snapshot = fleet([eni('eni-1', on('i-b', { attachTime: noon }))], [member('i-b')]);
  const [trigger, now] = [stateChange('i-a', 'stopped'), noon + 67_000];
  return foundAlerts(
    arrivalsToTell(snapshot, trigger, now, () => false),
    () => true,
    snapshot,
    trigger,
    now,
  );
}

function ofCleanupAndAudit(): readonly (Alert | undefined)[] {
  const policy = cleanupPolicy({});
  const { state, news } = firstLife([auditFinding()]);
  const matter = { readiness: [], bucket: 'b', digestDay: 1, now: noon + 7 * day };
  return [
    digestOf(planCleanup(snapshotOf([orphan()]), policy, noon), [], policy),
    alertOfNews(news, state, 'b'),
    weeklyDigest({ ...state, digestAt: noon }, matter),
  ];
}

/** Alerts as they are told, at least one of every kind. */
export const alertsOfEveryKind: readonly Alert[] = [
  ...ofMoves(),
  ...ofLateLook(),
  ...ofLook(fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped)])),
  ...ofLook(fleet([eni('eni-1', { ...on('i-a'), ...held('x') })], [member('i-a', stopped), member('i-b')])),
  ...ofLook(fleet([eni('eni-1', on('i-a', fresh))], [member('i-a', impairedSince(longAgo)), member('i-b')])),
  ...ofLook(fleet([eni('eni-1', on('i-a'))], [member('i-a', { hold: unreadable('') })]), switchover()),
  malformedAlert(['detail.state: missing'], '{}'),
  unableToLookAlert('UnauthorizedOperation: no', tick()),
  ...ofCleanupAndAudit(),
].filter((alert) => alert !== undefined);
