import { styleText } from 'node:util';
import type { Check } from './checks.ts';
import { orphanChecks, survivorChecks, tellsOfDeletion } from './cleanup-checks.ts';
import type { CleanupEnding } from './cleanup-story.ts';
import { shorten, shortId } from './cleanup-timeline.ts';
import { mail } from './inbox.ts';
import { paint, type StoryLine } from './story-line.ts';
import { hangingIndent, seconds, table, wrap } from './table.ts';

const dayMs = 86_400_000;

/** What runs on what: not the same as in the other stories. */
export function cleanupIntroduction(
  { sweeps, tookMs, policy: { graceMs, mode } }: Pick<CleanupEnding, 'sweeps' | 'tookMs' | 'policy'>,
  width: number,
): readonly string[] {
  const what = `It needs more than ${Math.floor(graceMs / dayMs)} days, so it ran neither in the zip nor on the machine's clock: while the service was packaged, the same functions, cleanup and restore, ran in this process in an account of their own, where ${sweeps} hourly sweeps took ${seconds(tookMs)}.`;
  return wrap(
    `${what} The mode is ${mode}${mode === 'delete' ? '; the default, observe, changes nothing' : ''}.`,
    width,
  );
}

/** Day, who, what; what does not fit goes on under itself. */
export function cleanupTimeline(
  { lines, startedAt }: Pick<CleanupEnding, 'lines' | 'startedAt'>,
  width: number,
): readonly string[] {
  return lines.flatMap(({ at, who, what, tone }: StoryLine) => {
    const head = `${day(at - startedAt)}  ${who.padEnd(11)}  `;
    return hangingIndent(head, what, width).map(
      (line) => line.slice(0, head.length) + paint(tone, line.slice(head.length)),
    );
  });
}

/** Each ENI, what it looks like and what became of it; below it every reason of the sweep to spare it. */
export function cleanupTable(ending: CleanupEnding, width: number): readonly string[] {
  const { fleet, after, decisions } = ending;
  const spared = decisions.at(-1)?.spared ?? [];
  const rows = [
    [shortId(fleet.orphanId), 'forgotten by an old build agent', fateOfOrphan(ending)],
    ...fleet.survivors.map(({ id, looks }) => [
      shortId(id),
      looks,
      after.has(id) ? 'still there' : 'DELETED',
    ]),
  ];
  const [head = '', orphan = '', ...others] = table([['ENI', 'what it is', 'what became of it'], ...rows]);
  const reasonsOf = (id: string) => spared.find(({ eni }) => eni.id === id)?.reasons ?? [];
  const indent = ' '.repeat(12);
  return [
    head,
    orphan,
    ...others.flatMap((line, index) => [
      line,
      ...reasonsOf(fleet.survivors[index]?.id ?? '').flatMap(({ rule, because }) =>
        hangingIndent(`${indent}${rule}: `, shorten(because), width).map((text) => paint('quiet', text)),
      ),
    ]),
  ];
}

function fateOfOrphan({ deeds, restore, startedAt }: CleanupEnding): string {
  const { deletedAt } = deeds;
  if (deletedAt === undefined) return 'still there';
  const newId = restore?.report.newEniId;
  const deleted = `deleted on ${day(deletedAt - startedAt)}`;
  return newId === undefined ? deleted : `deleted, restored as ${shortId(newId)}`;
}

/** The subjects by day, then the last digest that tells of a deletion, or else the last one, whole. */
export function cleanupInbox({ news, startedAt }: CleanupEnding, width: number): readonly string[] {
  if (news.length === 0) return ['Nothing.'];
  const subjects = news.map(({ at, severity, subject }) => [day(at - startedAt), severity, subject]);
  const last = news.findLast(tellsOfDeletion) ?? news.at(-1);
  return [...table(subjects), ...(last === undefined ? [] : mail(last, width))];
}

/** The titles of the fifth story's two halves, each with its checks. */
export function judgeCleanup(ending: CleanupEnding): readonly CleanupVerdict[] {
  const count = ending.fleet.survivors.length;
  return [
    {
      title: '5       an orphan is marked, deleted after its grace, and restored',
      checks: orphanChecks(ending),
    },
    {
      title: `        ${count === 10 ? 'ten' : count} others that nobody uses live, each spared by its own rule`,
      checks: survivorChecks(ending),
    },
  ];
}

export interface CleanupVerdict {
  readonly title: string;
  readonly checks: readonly Check[];
}

export function cleanupHeading(): string {
  return `Story 5: an ENI is forgotten, deleted, and missed ${styleText('dim', '(simulated time)')}`;
}

function day(ms: number): string {
  return `day ${(ms / dayMs).toFixed(1)}`;
}
