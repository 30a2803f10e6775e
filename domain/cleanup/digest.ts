import type { Alert, AlertSection } from '../alert.ts';
import { hash64 } from '../hash.ts';
import { cleanupTagKeys } from '../tags.ts';
import { type CleanupOutcome, trippedBecause } from './cleanup-outcome.ts';
import type { CleanupPlan, WaitingEni } from './cleanup-plan.ts';
import type { CleanupPolicy } from './cleanup-policy.ts';
import {
  atMost,
  deletedLine,
  freedLines,
  markedLine,
  releasedLine,
  sparedLines,
  waitingLine,
  withResult,
} from './digest-lines.ts';
import { describeSwept, type SweptEni } from './swept-eni.ts';

const heads = {
  trouble: { kind: 'cleanup-digest', severity: 'warning' },
  news: { kind: 'cleanup-digest', severity: 'info' },
} as const;

/** An ENI that goes within this time is said to go soon. */
const soonMs = 86_400_000;
/** So many ids of one kind fit into the data of a message. */
const idsMax = 50;

/**
 * What people are told of a sweep. Undefined where there is nothing to say. The fingerprint is that of the sweep before
 * where nothing has been added to it, so that a sweep without news is silent; it is calm: a reminder a day is enough.
 */
export function digestOf(
  plan: CleanupPlan,
  outcomes: readonly CleanupOutcome[],
  policy: CleanupPolicy,
): Alert | undefined {
  const news = newsOf(plan, outcomes, policy);
  if (!isWorthTelling(news)) return undefined;
  const isTrouble = news.bars.length > 0 || news.failed.length > 0;
  return {
    ...(isTrouble ? heads.trouble : heads.news),
    summary: `cleanup${plan.mode === 'delete' ? '' : ` (${plan.mode})`}: ${summaryOf(news)}`,
    sections: sectionsOf(news, plan),
    data: dataOf(news, plan),
    fingerprint: `cleanup/${plan.mode}/${hash64(JSON.stringify(identityOf(news)))}`,
    calm: true,
  };
}

/** What is new or needs somebody, ready to be told. */
interface News {
  readonly bars: readonly { readonly name: string; readonly because: string; readonly remedy: string }[];
  readonly deleted: ReturnType<typeof deletionsOf>;
  readonly marked: CleanupPlan['quarantine'];
  readonly released: CleanupPlan['release'];
  readonly raced: readonly CleanupOutcome[];
  readonly failed: readonly CleanupOutcome[];
  /** In `observe`: what would be marked. */
  readonly wouldBeMarked: readonly WaitingEni[];
  readonly due: readonly WaitingEni[];
  readonly soon: readonly WaitingEni[];
}

function newsOf(plan: CleanupPlan, outcomes: readonly CleanupOutcome[], policy: CleanupPolicy): News {
  const tripped = trippedBecause(outcomes, policy);
  const remedy = 'Find out what brought them to life; the next sweep looks at everything anew.';
  return {
    bars: [...plan.bars, ...(tripped === undefined ? [] : [{ name: 'races', because: tripped, remedy }])],
    deleted: deletionsOf(plan, outcomes),
    marked: withResult(plan.quarantine, outcomes, 'mark', 'done').map(({ entry }) => entry),
    released: withResult(plan.release, outcomes, 'release', 'done').map(({ entry }) => entry),
    raced: outcomes.filter(({ result }) => result === 'raced'),
    failed: outcomes.filter(({ result }) => result === 'failed'),
    wouldBeMarked: plan.mode === 'observe' ? plan.waiting.filter(({ stage }) => stage === 'unmarked') : [],
    due: plan.waiting.filter(({ stage }) => stage === 'due'),
    soon: plan.waiting.filter(
      ({ stage, until }) => stage === 'marked' && until !== undefined && until - plan.decidedAt <= soonMs,
    ),
  };
}

function deletionsOf(plan: CleanupPlan, outcomes: readonly CleanupOutcome[]) {
  return withResult(plan.delete, outcomes, 'delete', 'done');
}

function isWorthTelling(news: News): boolean {
  return Object.values(news).some((list) => list.length > 0);
}

/** By ids and names, not by words: those change with every number in them. */
function identityOf(news: News): readonly (readonly string[])[] {
  const idsOf = (entries: readonly { readonly eni: SweptEni }[]) => entries.map(({ eni }) => eni.id);
  return [
    news.bars.map(({ name }) => name),
    news.deleted.map(({ outcome }) => `${outcome.eniId} ${outcome.manifestKey ?? ''}`),
    news.marked.map(({ eni, tags }) => `${eni.id} ${Object.values(tags).join(' ')}`),
    idsOf(news.released),
    [...news.raced, ...news.failed].map(({ eniId, action }) => `${eniId} ${action}`),
    ...[news.wouldBeMarked, news.due, news.soon].map((entries) => idsOf(entries).toSorted()),
  ];
}

function countsOf(news: News): readonly (readonly [string, number])[] {
  return [
    ['deleted', news.deleted.length],
    ['marked', news.marked.length],
    ['would be marked', news.wouldBeMarked.length],
    ['released', news.released.length],
    ['due, but not deleted', news.due.length],
    ['going within a day', news.soon.length],
    ['used again at the last moment', news.raced.length],
    ['failed', news.failed.length],
  ];
}

function summaryOf(news: News): string {
  const counts = countsOf(news).flatMap(([words, count]) => (count === 0 ? [] : [`${count} ${words}`]));
  const [bar] = news.bars;
  return [...(bar === undefined ? [] : [bar.because]), ...counts].join(', ');
}

function sectionsOf(news: News, plan: CleanupPlan): readonly AlertSection[] {
  return [
    {
      heading: 'What stands in the way',
      lines: atMost(news.bars.map(({ because, remedy }) => `${because}. ${remedy}`)),
    },
    { heading: 'Deleted', lines: atMost(news.deleted.map(deletedLine)) },
    { heading: 'What came free', lines: atMost(freedLines(news.deleted.map(({ entry }) => entry))) },
    {
      heading: 'Not done',
      lines: atMost(
        [...news.failed, ...news.raced].map(
          ({ eniId, action, because }) => `${eniId}, ${action}: ${because}`,
        ),
      ),
    },
    { heading: 'Due, but not deleted', lines: atMost(news.due.map(waitingLine)) },
    { heading: 'Goes within a day', lines: atMost(news.soon.map(waitingLine)) },
    { heading: 'Marked', lines: atMost(news.marked.map(markedLine)) },
    { heading: 'Would be marked', lines: atMost(news.wouldBeMarked.map(({ eni }) => describeSwept(eni))) },
    { heading: 'Released', lines: atMost(news.released.map(releasedLine)) },
    { heading: 'Spared, by rule', lines: atMost(sparedLines(plan), 30) },
    { heading: 'What to do', lines: remediesOf(news) },
  ];
}

function remediesOf(news: News): readonly string[] {
  return [
    'To keep an ENI: aws ec2 create-tags --resources eni-…',
    `  --tags 'Key=${cleanupTagKeys.keep},Value=<a reason, or a date such as 2027-01-31>'`,
    ...(news.deleted.length === 0
      ? []
      : ['To bring one back with its addresses: npm run restore -- <its key above>']),
  ];
}

function dataOf(news: News, plan: CleanupPlan): Record<string, unknown> {
  const idsOf = (entries: readonly { readonly eni: SweptEni }[]) =>
    entries.slice(0, idsMax).map(({ eni }) => eni.id);
  return {
    mode: plan.mode,
    counts: {
      ...Object.fromEntries(countsOf(news)),
      spared: plan.spared.length,
      waiting: plan.waiting.length,
    },
    bars: news.bars.slice(0, idsMax).map(({ name, because }) => ({ name, because })),
    deleted: news.deleted
      .slice(0, idsMax)
      .map(({ outcome }) => ({ eniId: outcome.eniId, manifestKey: outcome.manifestKey })),
    marked: idsOf(news.marked),
    released: idsOf(news.released),
    failed: news.failed.slice(0, idsMax).map(({ eniId, action, because }) => ({ eniId, action, because })),
  };
}
