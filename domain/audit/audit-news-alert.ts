import type { Alert, AlertSection } from '../alert.ts';
import { hash64 } from '../hash.ts';
import { formatInstant } from '../instant.ts';
import { type AuditNews, isNews } from './audit-news.ts';
import {
  acceptedLine,
  countsOf,
  inFull,
  inShort,
  severityCounts,
  short,
  titleOf,
} from './audit-news-lines.ts';
import { acceptingSection, readingSection } from './audit-news-sections.ts';
import type { AuditState } from './audit-state.ts';
import { inOrderOfLife, type LivingFinding } from './finding-life.ts';

const heads = {
  critical: { kind: 'audit-news', severity: 'critical' },
  warning: { kind: 'audit-news', severity: 'warning' },
  info: { kind: 'audit-news', severity: 'info' },
} as const;

/** All of a message must fit into what SNS is given (facts 7). */
const freshCharactersMax = 10_000;
const otherCharactersMax = 3_000;
/** So many findings of one kind fit into the data of a message. */
const entriesMax = 25;

/**
 * What people are told of a look: one message, however much has happened. Undefined where there is no news. It is critical
 * only where something critical is news: that is what may wake a person.
 */
export function alertOfNews(news: AuditNews, state: AuditState, bucket: string): Alert | undefined {
  if (!isNews(news)) return undefined;
  const toMend = toMendOf(news);
  const group = onlyGroupOf(news);
  return {
    ...heads[severityOf(toMend)],
    ...(group !== undefined && { group }),
    summary: `audit: ${summaryOf(news, toMend)}`,
    sections: sectionsOf(news, toMend, state, bucket),
    data: dataOf(news, state, bucket),
    // The state remembers what was told: the same thing said again is meant to be heard again.
    fingerprint: `audit-news/${formatInstant(state.takenAt)}/${hash64(JSON.stringify(identityOf(news)))}`,
  };
}

function toMendOf({ fresh, worse, acceptanceOver }: AuditNews): readonly LivingFinding[] {
  return [...fresh, ...worse, ...acceptanceOver].sort(inOrderOfLife);
}

function severityOf([worst]: readonly LivingFinding[]): keyof typeof heads {
  if (worst === undefined) return 'info';
  return worst.finding.severity === 'critical' ? 'critical' : 'warning';
}

/** Where all is about one group, those who listen for that group alone hear of it. */
function onlyGroupOf(news: AuditNews): string | undefined {
  const groups = new Set(
    Object.values(news)
      .flat()
      .map(({ finding }: LivingFinding) => finding.group),
  );
  return groups.size === 1 ? [...groups][0] : undefined;
}

/** What is most important, first: a subject ends after some eighty characters. */
function summaryOf(news: AuditNews, [worst, ...others]: readonly LivingFinding[]): string {
  const { fresh, worse, acceptanceOver, resolved, accepted } = news;
  if (worst !== undefined) {
    const what = short(worst.finding.what).replace(/\.$/, '');
    if (others.length === 0) return what;
    return `${namedCounts([fresh, 'new'], [worse, 'worse'], [acceptanceOver, 'no longer accepted'])}: ${what}`;
  }
  const [first] = [...resolved, ...accepted];
  const counts = namedCounts([resolved, 'resolved'], [accepted, 'accepted']);
  return first === undefined ? counts : `${counts}: ${titleOf(first)}`;
}

function namedCounts(...lists: readonly (readonly [readonly LivingFinding[], string])[]): string {
  return lists.flatMap(([list, words]) => (list.length === 0 ? [] : [`${list.length} ${words}`])).join(', ');
}

function sectionsOf(
  news: AuditNews,
  toMend: readonly LivingFinding[],
  state: AuditState,
  bucket: string,
): readonly AlertSection[] {
  const { fresh, worse, acceptanceOver, resolved, accepted } = news;
  const before = ({ told, firstSeen }: LivingFinding) => [
    `  it was: ${told?.severity ?? 'not told'}, and is known since ${formatInstant(firstSeen)}`,
  ];
  const open = state.findings.filter(({ stage }) => stage === 'open');
  return [
    { heading: 'What is new', lines: inFull(fresh, freshCharactersMax) },
    { heading: 'Worse than before', lines: inFull(worse, otherCharactersMax, before) },
    { heading: 'No longer accepted', lines: inFull(acceptanceOver, otherCharactersMax) },
    {
      heading: 'Resolved',
      lines: inShort(
        resolved,
        (life) => `${titleOf(life)}; was known since ${formatInstant(life.firstSeen)}`,
      ),
    },
    { heading: 'Accepted', lines: inShort(accepted, acceptedLine) },
    acceptingSection(toMend, state.takenAt),
    readingSection(bucket, `Open now: ${open.length === 0 ? 'nothing' : countsOf(open)}.`),
  ];
}

function identityOf(news: AuditNews): unknown {
  return Object.entries(news).map(([name, list]: [string, readonly LivingFinding[]]) => [
    name,
    list.map(({ fingerprint }) => fingerprint),
  ]);
}

function dataOf(news: AuditNews, state: AuditState, bucket: string): Record<string, unknown> {
  const lists = Object.entries(news) as readonly [keyof AuditNews, readonly LivingFinding[]][];
  let room = entriesMax;
  const told = lists.map(([name, list]) => {
    const entries = list.slice(0, room).map(entryOf);
    room -= entries.length;
    return [name, entries] as const;
  });
  return {
    counts: Object.fromEntries(lists.map(([name, list]) => [name, list.length])),
    open: severityCounts(state.findings.filter(({ stage }) => stage === 'open')),
    ...Object.fromEntries(told),
    report: `s3://${bucket}/audit/report.html`,
  };
}

function entryOf({ fingerprint, finding, firstSeen }: LivingFinding): Record<string, unknown> {
  const { code, severity, resources, group, what } = finding;
  return {
    fingerprint,
    code,
    severity,
    ...(group !== undefined && { group }),
    resources: resources.slice(0, 5).map(({ id }) => id),
    what: short(what),
    firstSeen: formatInstant(firstSeen),
  };
}
