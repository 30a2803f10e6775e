import {
  type AuditFile,
  type AuditStore,
  createAuditStore,
  type StoredState,
} from '../aws/audit/audit-store.ts';
import { readAuditSnapshot } from '../aws/audit/read-audit-snapshot.ts';
import type { Alert } from '../domain/alert.ts';
import { type AuditContext, prepareAudit } from '../domain/audit/audit-context.ts';
import { weeklyDigest } from '../domain/audit/audit-digest.ts';
import { type AuditNews, afterTelling } from '../domain/audit/audit-news.ts';
import { alertOfNews } from '../domain/audit/audit-news-alert.ts';
import type { AuditReport } from '../domain/audit/audit-report.ts';
import type { AuditState } from '../domain/audit/audit-state.ts';
import { declarationsOf } from '../domain/audit/declarations-of.ts';
import { conflictsIn } from '../domain/audit/find-conflicts.ts';
import { groupsUnderWay } from '../domain/audit/groups-under-way.ts';
import { liveOn, settlingGroups } from '../domain/audit/live-on.ts';
import type { Readiness } from '../domain/audit/readiness.ts';
import { reportOf, withFindings } from '../domain/audit/report-of.ts';
import { addressesCsv } from '../report/addresses-csv.ts';
import { addressesJson } from '../report/addresses-json.ts';
import { renderReport } from '../report/html/render-report.ts';
import { noNews } from './announcer.ts';
import { createAnnouncer, failWith, toError, undeliveredAlerts } from './announcing.ts';
import type { AuditInvocation } from './audit-function.ts';
import { isReadinessKnown, measureFindings, measureReadiness, measureTime } from './audit-measures.ts';

/** Kept back at the end: for the news, and after that for the register, the report and the state. */
const tellingMs = 60_000;
const writingMs = 30_000;

/**
 * What one run has seen and thinks of it. The snapshot is no part of it: in a large account it is most of what is in memory,
 * and the register and the report need the room.
 */
interface Verdict {
  readonly look: Parameters<typeof liveOn>[1];
  /** Still without its findings. */
  readonly report: AuditReport;
  /** Absent where not all that it rests on could be read: then nothing is known of it. */
  readonly readiness?: readonly Readiness[];
  readonly groups: number;
}

/**
 * One run: look, judge, remember what people know, tell them what they do not, write the register and the report, and last
 * of all the state. A crash before that only repeats the news. Throws what went wrong, all of it, and GaveWay or
 * DeadlinePassed where the account could not be read.
 */
export async function audit(invocation: AuditInvocation): Promise<void> {
  const { runtime, endsAt } = invocation;
  const { clock, chance, config, metrics, logger, s3Client: client } = runtime;
  const startedAt = clock.now();
  const store = createAuditStore({ client, bucket: config.bucket, clock, chance, deadline: endsAt });
  // Before the look, so that what was written meanwhile is newer than this look, and is not overwritten with it.
  const remembered = await store.readState().catch(toError);
  const verdict = await look(invocation);
  const previous = remembered instanceof Error ? undefined : previousOf(remembered, invocation);
  const { state, news } = liveOn(previous, verdict.look);
  if (verdict.readiness !== undefined) measureReadiness(verdict.readiness, settlingGroups(state), metrics);
  if (remembered instanceof Error) throw remembered;
  measureFindings(state, verdict.look.unreadParts.size, metrics);
  const telling = await tell(state, news, verdict, invocation);
  const unwritten = await writeFiles(store, telling.state, verdict).catch((error) => [toError(error)]);
  const unkept = await keep(store, telling.state, remembered.etag, invocation);
  measureTime(clock.now() - startedAt, metrics);
  logger.info('audited', { open: state.findings.length, groups: verdict.groups });
  failWith([...telling.problems, ...unwritten, unkept]);
}

async function look({ runtime, ec2, accountId, endsAt }: AuditInvocation): Promise<Verdict> {
  const { clock, cloudWatchClient: cloudWatch } = runtime;
  // Where the whole invocation is short, the looking has half of it.
  const deadline = Math.max(endsAt - tellingMs - writingMs, (clock.now() + endsAt) / 2);
  const snapshot = await readAuditSnapshot({ ec2, cloudWatch, accountId, deadline });
  const declarations = declarationsOf(snapshot);
  const context = prepareAudit(snapshot, declarations, clock.now());
  const known = isReadinessKnown(snapshot.unread);
  const readiness = known ? [...context.readiness.values()] : undefined;
  const { region } = runtime.config;
  return {
    look: lookAt(context),
    groups: context.groups.length,
    report: reportOf(context, { living: [], readiness: readiness ?? [], region }),
    ...(readiness !== undefined && { readiness }),
  };
}

function lookAt(context: AuditContext): Verdict['look'] {
  const { snapshot, declarations, fleet } = context;
  return {
    findings: conflictsIn(context),
    acceptances: declarations.acceptances,
    unreadParts: new Set(snapshot.unread.map(({ part }) => part)),
    groupsUnderWay: groupsUnderWay(fleet),
    now: snapshot.takenAt,
  };
}

function previousOf({ state, problem }: StoredState, { runtime }: AuditInvocation): AuditState | undefined {
  if (problem !== undefined)
    runtime.logger.error('the state cannot be read: the news is repeated', { problem });
  return state;
}

/** What SNS does not take stays untold in the state, and the next run tells it. */
async function tell(
  state: AuditState,
  news: AuditNews,
  { readiness }: Verdict,
  invocation: AuditInvocation,
): Promise<{ readonly state: AuditState; readonly problems: readonly (Error | undefined)[] }> {
  const { clock, config } = invocation.runtime;
  const { bucket, digestDay } = config;
  const now = clock.now();
  const untold = await deliver(alertOfNews(news, state, bucket), invocation);
  const told = untold === undefined ? afterTelling(state) : state;
  const digest = weeklyDigest(state, { readiness, bucket, digestDay, now });
  const unsent = await deliver(digest, invocation);
  const isSent = digest !== undefined && unsent === undefined;
  return { state: isSent ? { ...told, digestAt: now } : told, problems: [untold, unsent] };
}

async function deliver(
  alert: Alert | undefined,
  { runtime, announcers, endsAt }: AuditInvocation,
): Promise<Error | undefined> {
  if (alert === undefined) return undefined;
  const deadline = Math.min(runtime.clock.now() + tellingMs / 2, endsAt - writingMs);
  const announcer = createAnnouncer(runtime, noNews(), deadline);
  void announcer.announce(alert);
  const untold = await undeliveredAlerts(announcer, runtime);
  // What stays untold is told anew by the next run, in other words: the chat then hears it, too, and once.
  if (untold === undefined) void announcers.chat?.announce(alert);
  return untold;
}

/** They are written anew by every run, so that one which fails keeps neither the others nor the state from being written. */
async function writeFiles(
  store: AuditStore,
  { findings }: AuditState,
  verdict: Verdict,
): Promise<readonly (Error | undefined)[]> {
  const report = withFindings(verdict.report, findings);
  const bodies = {
    'report.html': () => renderReport(report),
    'addresses.csv': () => addressesCsv(report.addresses),
    'addresses.json': () => addressesJson(report.addresses, report),
  };
  const failures: (Error | undefined)[] = [];
  // One after the other, so that only one is in memory; the page first, which takes the most beside itself.
  for (const [name, bodyOf] of Object.entries(bodies) as readonly [AuditFile, () => Iterable<string>][]) {
    failures.push(await noting(async () => store.writeFile(name, bodyOf())));
  }
  return failures;
}

async function keep(
  store: AuditStore,
  state: AuditState,
  etag: string | undefined,
  { runtime }: AuditInvocation,
): Promise<Error | undefined> {
  return noting(async () => {
    const result = await store.writeState(state, etag);
    if (result === 'overtaken')
      runtime.logger.info('another run has written its state meanwhile: it is as good');
  });
}

function noting(work: () => Promise<void>): Promise<Error | undefined> {
  return work().then(() => undefined, toError);
}
