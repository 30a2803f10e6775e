import type { AuditEnding, AuditMoment } from './audit-story.ts';
import type { Check } from './checks.ts';
import type { News } from './news.ts';
import { seconds } from './table.ts';

/** A batch is gathered for a minute, and a look takes seconds. */
const toldAfterMs = 90_000;

/** All was in order at first; then each break was told, once, soon, and with the command that mends it. */
export function breakChecks(ending: AuditEnding): readonly Check[] {
  const { breaks, broken, before, calls } = ending;
  const found = codesIn(broken);
  const wanted = breaks.map(({ code }) => code).sort();
  const writes = calls.filter(({ service, action }) => service === 'ec2' && !/^(Describe|Get)/.test(action));
  return [
    isInOrder(before, 'at first'),
    isQuiet(ending),
    {
      holds: found.join() === wanted.join(),
      expected: `the look finds ${wanted.join(', ')}, and nothing else`,
      found: `it finds ${found.join(', ') || 'nothing'}`,
    },
    ...breaks.map((_break, index) => wasTold(ending, index)),
    wasToldSoon(ending),
    groupsAre(broken, 'broken', ({ group }) => !concernedGroups(broken).has(group)),
    isInTheReport(ending),
    {
      holds: calls.length > 0 && writes.length === 0,
      expected: 'the audit asks EC2 only to describe, and changes nothing',
      found: [...new Set(writes.map(({ action }) => action))].join(', ') || 'it asked nothing',
    },
  ];
}

/** The commands of the alert have mended all, and people were told that too. */
export function mendChecks(ending: AuditEnding): readonly Check[] {
  const { after, breaks, news, problems } = ending;
  const resolved = news.filter(({ at, text }) => at > ending.broken.at && /^Resolved$/m.test(text));
  const counts = resolved.map(({ summary }) => Number(/(\d+) resolved/.exec(summary)?.[1] ?? 0));
  const count = counts.reduce((sum, each) => sum + each, 0);
  return [
    isInOrder(after, 'in the end'),
    {
      holds: count === breaks.length && resolved.every(({ severity }) => severity === 'info'),
      expected: `people are told that ${breaks.length} are resolved`,
      found: `they are told of ${count}: ${summaries(resolved)}`,
    },
    {
      holds: problems.length === 0,
      expected: 'no run of the audit fails, and no event is given up',
      found: [...new Set(problems)].join('; '),
    },
  ];
}

function codesIn({ state }: AuditMoment): readonly string[] {
  return (state?.findings ?? []).map(({ finding }) => finding.code).sort();
}

function isInOrder(moment: AuditMoment, when: string): Check {
  const groups = [...moment.readiness];
  const unready = groups.filter(([, ready]) => !ready).map(([name]) => name);
  const codes = codesIn(moment);
  return {
    holds: moment.state !== undefined && codes.length === 0 && groups.length > 1 && unready.length === 0,
    expected: `${when} nothing is found, and every group is ready to fail over`,
    found: `found: ${codes.join(', ') || 'nothing'}; not ready: ${unready.join(', ') || 'none'} of ${groups.length}`,
  };
}

function isQuiet({ news, before }: AuditEnding): Check {
  const early = news.filter(({ at }) => at <= before.at);
  return {
    holds: early.length === 0,
    expected: 'where all is in order, nobody is told',
    found: summaries(early),
  };
}

/** As news it stands behind its code; a reminder of the same would be a second time. */
function wasTold({ news, breaks, mends, broken }: AuditEnding, index: number): Check {
  const { code = '', title = '' } = breaks[index] ?? {};
  const command = mends[index]?.line ?? '';
  const told = news.filter(({ text }) => text.includes(`[${code}]`));
  const [first] = told;
  const isWhole = first !== undefined && first.at <= broken.at && first.text.includes(command);
  return {
    holds: told.length === 1 && isWhole,
    expected: `it is told, once, that ${title} (${code}), with: ${command}`,
    found:
      first === undefined
        ? `it is not told; ${summaries(news)}`
        : `told ${told.length} times, ${isWhole ? 'with' : 'but in time not with'} that command; ${summaries(told)}`,
  };
}

function wasToldSoon({ news, heardAt, before }: AuditEnding): Check {
  const toldAt = news.find(({ at }) => at > before.at)?.at;
  const tookMs = (toldAt ?? Number.NaN) - (heardAt ?? Number.NaN);
  return {
    holds: tookMs >= 0 && tookMs <= toldAfterMs,
    expected: `it is told within ${seconds(toldAfterMs)} of the first event that CloudTrail sends`,
    found: Number.isNaN(tookMs) ? 'there was no event, or no alert' : `it took ${seconds(tookMs)}`,
  };
}

/** The groups of which the audit says that their next failover would fail. */
function concernedGroups({ state }: AuditMoment): ReadonlySet<string> {
  const findings = (state?.findings ?? []).map(({ finding }) => finding);
  return new Set(
    findings.flatMap(({ code, group }) =>
      code === 'standby-not-ready' && group !== undefined ? [group] : [],
    ),
  );
}

function groupsAre(
  { readiness }: AuditMoment,
  when: string,
  isReady: (of: { readonly group: string }) => boolean,
): Check {
  const wrong = [...readiness].filter(([group, ready]) => ready !== isReady({ group }));
  const hasBoth = new Set(readiness.values()).size === 2;
  return {
    holds: wrong.length === 0 && hasBoth,
    expected: `${when}, StandbyReady is 0 for the group without a free slot, and 1 for the other`,
    found: [...readiness].map(([group, ready]) => `${group}: ${ready ? 1 : 0}`).join(', ') || 'not measured',
  };
}

function isInTheReport({ report, breaks }: AuditEnding): Check {
  const missing = breaks.flatMap(({ resourceIds }) => resourceIds).filter((id) => !report.includes(id));
  return {
    holds: report.length > 0 && missing.length === 0,
    expected: 'the report of the broken state names everything that is broken',
    found: `it does not name ${missing.join(', ')}`,
  };
}

function summaries(news: readonly News[]): string {
  return `published: ${news.map(({ summary }) => summary).join('; ') || 'nothing'}`;
}
