import { styleText } from 'node:util';
import { breakChecks, mendChecks } from './audit-checks.ts';
import type { AuditEnding } from './audit-story.ts';
import type { Check } from './checks.ts';
import { mail } from './inbox.ts';
import { paint, type StoryLine } from './story-line.ts';
import { hangingIndent, seconds, table, wrap } from './table.ts';

export function auditHeading(): string {
  return `Story 6: three things break, and the next failover would fail ${styleText('dim', '(simulated time)')}`;
}

/** What runs on what: not the same as in the other stories. */
export function auditIntroduction(
  { tookMs, after, startedAt }: AuditEnding,
  width: number,
): readonly string[] {
  const minutes = Math.round((after.at - startedAt) / 60_000);
  return wrap(
    `CloudTrail tells of a call minutes later, so time is simulated here, too: ${minutes} minutes took ${seconds(tookMs)}. The rules, the queue and the environment are those of the packaged template; the function itself ran in this process, in an account of its own. Two groups of three, a route to a firewall, and a proxy that claims an address: all is in order.`,
    width,
  );
}

/** The time of day, as in the alerts, who, what; what does not fit goes on under itself. */
export function auditTimeline({ lines }: Pick<AuditEnding, 'lines'>, width: number): readonly string[] {
  return lines.flatMap(({ at, who, what, tone }: StoryLine) => {
    const head = `${timeOf(at)}  ${who.padEnd(11)}  `;
    return hangingIndent(head, what, width).map(
      (line) => line.slice(0, head.length) + paint(tone, line.slice(head.length)),
    );
  });
}

/** Each alert whole: what a person on call reads is what this story is about. */
export function auditInbox({ news }: Pick<AuditEnding, 'news'>, width: number): readonly string[] {
  if (news.length === 0) return ['Nothing.'];
  const subjects = news.map(({ at, severity, subject }) => [timeOf(at), severity, subject]);
  return [...table(subjects), ...news.flatMap((item) => mail(item, width))];
}

/** Whether the next failover of each group would succeed, before, between and after. */
export function readinessTable({ before, broken, after }: AuditEnding): readonly string[] {
  const moments = [before, broken, after];
  const groups = [...new Set(moments.flatMap(({ readiness }) => [...readiness.keys()]))].sort();
  const rows = groups.map((group) => [
    group,
    ...moments.map(({ readiness }) => inWords(readiness.get(group))),
  ]);
  return table([['group', 'at first', 'broken', 'mended'], ...rows]);
}

function inWords(isReady: boolean | undefined): string {
  if (isReady === undefined) return 'not known';
  return isReady ? 'ready' : 'NOT READY';
}

export interface AuditVerdict {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** The titles of the sixth story's two halves, each with its checks. */
export function judgeAudit(ending: AuditEnding): readonly AuditVerdict[] {
  return [
    {
      title: '6       three things break, and people are told how to mend each',
      checks: breakChecks(ending),
    },
    {
      title: '        they are mended with those commands, and that is told, too',
      checks: mendChecks(ending),
    },
  ];
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
