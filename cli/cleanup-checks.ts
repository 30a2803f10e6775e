import { isDeepStrictEqual } from 'node:util';
import type { NetworkInterface } from '../sandbox/world/records.ts';
import type { Check } from './checks.ts';
import type { Survivor } from './cleanup-fleet.ts';
import type { CleanupEnding } from './cleanup-story.ts';
import { shortId } from './cleanup-timeline.ts';
import type { News } from './news.ts';

const dayMs = 86_400_000;

/** The orphan was marked, stayed for its grace, went with a manifest behind it, and came back as it was. */
export function orphanChecks(ending: CleanupEnding): readonly Check[] {
  const { fleet, problems } = ending;
  return [
    wasMarked(ending),
    stayedForItsGrace(ending),
    wentBehindItsManifest(ending),
    ...cameBack(ending),
    wasToldOf(ending, 'marked', /^ {2}eni-\w+ .* goes on /m),
    wasToldOf(ending, 'deleted', new RegExp(`npm run restore -- manifests/${fleet.orphanId}/`)),
    {
      holds: problems.length === 0,
      expected: 'no run of the cleanup and of the restore fails',
      found: [...new Set(problems)].join('; '),
    },
  ];
}

/** Each of the others is as it was, and was spared by the rules that its part of the story is about, and no other. */
export function survivorChecks(ending: CleanupEnding): readonly Check[] {
  const { fleet, deeds } = ending;
  const others = deeds.deletedIds.filter((id) => id !== fleet.orphanId);
  return [
    {
      holds: others.length === 0 && deeds.detaches === 0,
      expected: 'nothing but the orphan is deleted, and nothing is detached',
      found: `deleted: ${others.map(shortId).join(', ') || 'no other'}; detached: ${deeds.detaches}`,
    },
    ...fleet.survivors.flatMap((survivor) => [
      isAsItWas(survivor, ending),
      wasSparedByItsRules(survivor, ending),
    ]),
    areCountedInTheDigest(ending),
  ];
}

function wasMarked({ fleet, deeds, startedAt }: CleanupEnding): Check {
  const { marked } = deeds;
  return {
    holds: marked !== undefined && marked.at - startedAt < 60_000 && marked.since >= startedAt,
    expected: `${shortId(fleet.orphanId)} is marked by the first sweep, with the time`,
    found:
      marked === undefined ? 'it was never marked' : `it was marked ${days(marked.at - startedAt)} later`,
  };
}

function stayedForItsGrace({ fleet, deeds, policy: { graceMs } }: CleanupEnding): Check {
  const { marked, deletedAt } = deeds;
  const stayedMs = (deletedAt ?? Number.NaN) - (marked?.since ?? Number.NaN);
  return {
    holds: stayedMs >= graceMs,
    expected: `${shortId(fleet.orphanId)} is deleted, and not before ${days(graceMs)} of its mark`,
    found: deletedAt === undefined ? 'it was not deleted' : `it was deleted after ${days(stayedMs)}`,
  };
}

function wentBehindItsManifest({ fleet, deeds }: CleanupEnding): Check {
  const { manifest, deletedAt } = deeds;
  const isFirst = manifest !== undefined && deletedAt !== undefined && manifest.storedAt <= deletedAt;
  return {
    holds: isFirst && manifest.text.includes(fleet.orphanId),
    expected: `the manifest of ${shortId(fleet.orphanId)} is stored before it is deleted`,
    found:
      manifest === undefined ? 'none was stored' : `${manifest.key} was stored later, or says nothing of it`,
  };
}

function cameBack({ fleet, before, restore }: CleanupEnding): readonly Check[] {
  const had = before.get(fleet.orphanId);
  const has = restore?.eni;
  const outcome = restore?.report.outcome ?? 'nothing to restore';
  const lost = had === undefined || has === undefined ? [] : lostOf(had, has);
  return [
    {
      holds: outcome === 'restored' && has !== undefined && has.networkInterfaceId !== fleet.orphanId,
      expected: `${shortId(fleet.orphanId)} is restored as another ENI`,
      found: [outcome, ...(restore?.report.problems ?? [])].join('; '),
    },
    {
      holds: has !== undefined && lost.length === 0,
      expected: 'it comes back with the same addresses, tags, security groups and settings',
      found: has === undefined ? 'it is not back' : `it has another: ${lost.join(', ')}`,
    },
  ];
}

const restorable = [
  'subnetId',
  'privateIpAddresses',
  'ipv6Addresses',
  'groups',
  'description',
  'sourceDestCheck',
] as const;

/** What is not as it was; the restore may add tags. */
function lostOf(had: NetworkInterface, has: NetworkInterface): readonly string[] {
  const settings = restorable.filter((name) => !isDeepStrictEqual(had[name], has[name]));
  const tags = Object.keys(had.tags).filter((key) => had.tags[key] !== has.tags[key]);
  return [...settings, ...tags.map((key) => `tag ${key}`)];
}

function wasToldOf({ news }: CleanupEnding, what: string, sign: RegExp): Check {
  const told = news.filter(({ kind, text }) => kind === 'cleanup-digest' && sign.test(text));
  return {
    holds: told.length > 0,
    expected: `a digest says what was ${what}`,
    found: `published: ${[...new Set(news.map(({ summary }) => summary))].join('; ') || 'nothing'}`,
  };
}

function isAsItWas({ id, looks }: Survivor, { before, after }: CleanupEnding): Check {
  return {
    holds: after.has(id) && isDeepStrictEqual(before.get(id), after.get(id)),
    expected: `${shortId(id)} (${looks}) is there as it was`,
    found: after.has(id) ? 'it was changed' : 'it no longer exists',
  };
}

function wasSparedByItsRules(survivor: Survivor, ending: CleanupEnding): Check {
  const wanted = survivor.rules.toSorted().join(', ');
  const rules = ending.decisions.map((decision) => {
    const spared = decision.spared.find(({ eni }) => eni.id === survivor.id);
    return (spared?.reasons ?? [])
      .map(({ rule }) => rule)
      .sort()
      .join(', ');
  });
  return {
    holds: rules.length > 1 && rules.every((names) => names === wanted),
    expected: `${shortId(survivor.id)} (${survivor.looks}) is spared by ${wanted}, in each sweep`,
    found: `by ${[...new Set(rules)].map((names) => names || 'no rule').join(' | ')}`,
  };
}

/** In the words of the function itself: each rule spares one ENI of the account. */
function areCountedInTheDigest({ fleet, news }: CleanupEnding): Check {
  const text = news.findLast(tellsOfDeletion)?.text;
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  const missing = fleet.survivors
    .flatMap(({ rules }) => rules)
    .filter((rule) => !lines.includes(`1 ${rule}`));
  return {
    holds: missing.length === 0,
    expected: 'the digest of the deletion counts one ENI as spared by each of the rules',
    found: text === undefined ? 'there is no such digest' : `it does not count one by ${missing.join(', ')}`,
  };
}

/** Whether the alert is the digest of a sweep that deleted something. */
export function tellsOfDeletion({ text }: Pick<News, 'text'>): boolean {
  return /^Deleted$/m.test(text);
}

function days(ms: number): string {
  return `${(ms / dayMs).toFixed(2)} days`;
}
