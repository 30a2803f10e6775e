import type { Alert } from '../alert.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { acceptedLine, countsOf, dayOf, inShort, severityCounts, short } from './audit-news-lines.ts';
import { readingSection } from './audit-news-sections.ts';
import type { AuditState } from './audit-state.ts';
import type { LivingFinding } from './finding-life.ts';
import type { Readiness } from './readiness.ts';

const dayMs = 86_400_000;
/** The weekday of 1970-01-01, as `Date` counts: Thursday. */
const firstWeekday = 4;

const head = { kind: 'audit-digest', severity: 'info' } as const;

/** So many groups are named; the report has them all. */
const groupsMax = 12;

/** What the digest tells of beside the findings. */
export interface DigestMatter {
  /** Undefined where it is not known, because something that it rests on could not be read. */
  readonly readiness: readonly Readiness[] | undefined;
  readonly bucket: string;
  /** The day of the week on which it is due, in UTC: 0 for Sunday. */
  readonly digestDay: number;
  readonly now: Instant;
}

/**
 * Once a week: what is open and since when, what is accepted and until when, and which groups are not ready. It comes too
 * where nothing is open, so that silence never has to mean that all is well. Undefined where it is not due.
 */
export function weeklyDigest(
  state: AuditState,
  { readiness, bucket, digestDay, now }: DigestMatter,
): Alert | undefined {
  const due = lastDueAt(digestDay, now);
  if (state.digestAt >= due) return undefined;
  const open = state.findings.filter(({ stage }) => stage === 'open');
  const toMend = open.filter(({ finding }) => finding.severity !== 'info');
  const accepted = state.findings.filter(({ stage }) => stage === 'accepted');
  return {
    ...head,
    summary: `audit, this week: ${summaryOf(open, accepted, readiness)}`,
    sections: [
      { heading: 'Groups', lines: groupLines(readiness) },
      { heading: 'Open', lines: inShort(toMend, openLine) },
      { heading: 'Accepted', lines: inShort(accepted, acceptedLine) },
      readingSection(bucket, `Only for information: ${open.length - toMend.length}.`),
    ],
    data: {
      open: severityCounts(open),
      accepted: accepted.length,
      groups: readiness?.length ?? null,
      notReady: notReady(readiness ?? [])
        .slice(0, 50)
        .map(({ group }) => group),
      report: `s3://${bucket}/audit/report.html`,
    },
    fingerprint: `audit-digest/${formatInstant(due)}`,
  };
}

/** When the latest digest was due, whether or not it was told: when its day began. */
function lastDueAt(digestDay: number, now: Instant): Instant {
  const today = Math.floor(now / dayMs);
  const daysAgo = (today + firstWeekday - digestDay + 7) % 7;
  return (today - daysAgo) * dayMs;
}

function summaryOf(
  open: readonly LivingFinding[],
  accepted: readonly LivingFinding[],
  readiness: readonly Readiness[] | undefined,
): string {
  const counts = countsOf(open);
  return [
    counts === '' ? 'nothing open' : `open: ${counts}`,
    ...(accepted.length === 0 ? [] : [`${accepted.length} accepted`]),
    readinessInWords(readiness),
  ].join('; ');
}

function readinessInWords(readiness: readonly Readiness[] | undefined): string {
  if (readiness === undefined) return 'not known which groups are ready';
  const [count, unready] = [readiness.length, notReady(readiness).length];
  if (count === 0) return 'no groups';
  if (unready > 0) return `${unready} of ${count} groups not ready`;
  return count === 1 ? 'the one group is ready' : `all ${count} groups are ready`;
}

function groupLines(readiness: readonly Readiness[] | undefined): readonly string[] {
  if (readiness === undefined) return ['Not all that readiness rests on could be read.'];
  const unready = notReady(readiness);
  const lines = unready
    .slice(0, groupsMax)
    .map(({ group, reasons }) => short(`${group} is not ready: ${reasons.join('; ')}`));
  const rest = unready.length > groupsMax ? [`… and ${unready.length - groupsMax} more that are not`] : [];
  return [...lines, ...rest, `${readiness.length - unready.length} of ${readiness.length} can fail over now`];
}

function notReady(readiness: readonly Readiness[]): readonly Readiness[] {
  return readiness.filter(({ ready }) => !ready);
}

function openLine({ finding, firstSeen }: LivingFinding): string {
  const { severity, code, what } = finding;
  return `${severity}: ${short(what)} [${code}], since ${dayOf(firstSeen)}`;
}
