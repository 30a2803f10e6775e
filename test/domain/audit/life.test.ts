import { afterTelling, isNews } from '../../../domain/audit/audit-news.ts';
import type { AuditState } from '../../../domain/audit/audit-state.ts';
import { type AuditLook, liveOn } from '../../../domain/audit/live-on.ts';
import { auditFinding as found, auditLook as lookOf } from '../../support/audit-findings.ts';
import { noon } from '../../support/audit-fleet.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const critical = found({ severity: 'critical' });
const ofGroup = found({ code: 'standby-not-ready', severity: 'critical', group: 'db' });

/** Looks one after the other; people are told after each. The news of the last. */
function story(...looks: readonly AuditLook[]) {
  let state: AuditState | undefined;
  let news: ReturnType<typeof liveOn>['news'] | undefined;
  for (const look of looks) {
    const lived = liveOn(state, look);
    news = lived.news;
    state = afterTelling(lived.state);
  }
  if (state === undefined || news === undefined) throw new Error('a story needs a look');
  return { state, news };
}

/** How many findings are in each list of the news, where any is. */
function counts(news: ReturnType<typeof liveOn>['news']): Record<string, number> {
  return Object.fromEntries(
    Object.entries(news).flatMap(([name, list]) => (list.length === 0 ? [] : [[name, list.length]])),
  );
}

const accepting = (until: number, resourceId = 'eni-1') => ({
  acceptances: [{ code: 'route-blackhole' as const, until, resourceId }],
});

describe('a finding', () => {
  test('is news once, and then silent while it lasts', () => {
    expect(counts(story(lookOf([found()])).news)).toEqual({ fresh: 1 });
    expect(isNews(story(lookOf([found()]), lookOf([found()], noon + hour)).news)).toBe(false);
  });

  test('keeps when it was first seen, and notes when it was last', () => {
    const { state } = story(lookOf([found()]), lookOf([found()], noon + hour));
    expect(state.findings).toMatchObject([{ firstSeen: noon, lastSeen: noon + hour, stage: 'open' }]);
  });

  test('that is over is told as resolved, once', () => {
    const over = [lookOf([found()]), lookOf([], noon + hour)] as const;
    expect(counts(story(...over).news)).toEqual({ resolved: 1 });
    expect(counts(story(...over, lookOf([], noon + 2 * hour)).news)).toEqual({});
  });

  test('that comes back is news again, with a new beginning', () => {
    const { state, news } = story(lookOf([found()]), lookOf([], noon + hour), lookOf([found()], noon + day));
    expect(counts(news)).toEqual({ fresh: 1 });
    expect(state.findings).toMatchObject([{ firstSeen: noon + day }]);
  });

  test('that has become more severe is told as worse, once', () => {
    const worse = [lookOf([found()]), lookOf([critical], noon + hour)] as const;
    expect(counts(story(...worse).news)).toEqual({ worse: 1 });
    expect(counts(story(...worse, lookOf([critical], noon + day)).news)).toEqual({});
  });

  test('that has become less severe is silent, and worse again later is told', () => {
    const milder = [lookOf([critical]), lookOf([found()], noon + hour)] as const;
    expect(counts(story(...milder).news)).toEqual({});
    expect(counts(story(...milder, lookOf([critical], noon + day)).news)).toEqual({ worse: 1 });
  });

  test('that is only information is never news by itself, and neither is its end', () => {
    const info = found({ severity: 'info' });
    expect(counts(story(lookOf([info])).news)).toEqual({});
    expect(counts(story(lookOf([info]), lookOf([], noon + hour)).news)).toEqual({});
    expect(counts(story(lookOf([info]), lookOf([found()], noon + hour)).news)).toEqual({ fresh: 1 });
  });

  test('that people know and that became information is still told as resolved', () => {
    const info = found({ severity: 'info' });
    const { news } = story(lookOf([found()]), lookOf([info], noon + hour), lookOf([], noon + day));
    expect(counts(news)).toEqual({ resolved: 1 });
  });

  test('is listed worst first, whatever the order of the look', () => {
    const { state } = story(lookOf([found({ detail: 'other' }), ofGroup]));
    expect(state.findings.map(({ finding }) => finding.severity)).toEqual(['critical', 'warning']);
  });
});

describe('an acceptance', () => {
  test('made before anybody was told keeps the finding silent until its date, and then it is news', () => {
    const until = noon + day;
    const accepted = lookOf([found()], noon, accepting(until));
    const { state, news } = story(accepted);
    expect(counts(news)).toEqual({});
    expect(state.findings).toMatchObject([{ stage: 'accepted', acceptedUntil: until, acceptedBy: 'eni-1' }]);
    expect(counts(story(accepted, lookOf([found()], until - 1, accepting(until))).news)).toEqual({});
    const over = story(accepted, lookOf([found()], until, accepting(until)));
    expect(counts(over.news)).toEqual({ acceptanceOver: 1 });
    expect(over.state.findings[0]).not.toHaveProperty('acceptedUntil');
  });

  test('of what people were told is told once; its end too, and then it is silent', () => {
    const looks = [
      lookOf([found()]),
      lookOf([found()], noon + hour, accepting(noon + day)),
      lookOf([found()], noon + 2 * hour, accepting(noon + day)),
      lookOf([found()], noon + 2 * day),
      lookOf([found()], noon + 3 * day),
    ];
    expect(looks.map((_, index) => counts(story(...looks.slice(0, index + 1)).news))).toEqual([
      { fresh: 1 },
      { accepted: 1 },
      {},
      { acceptanceOver: 1 },
      {},
    ]);
  });

  test('ends when its tag is removed', () => {
    const { news } = story(lookOf([found()], noon, accepting(noon + day)), lookOf([found()], noon + hour));
    expect(counts(news)).toEqual({ acceptanceOver: 1 });
  });

  test('does not cover that the finding becomes worse: that is told, and once', () => {
    const looks = [
      lookOf([found()], noon, accepting(noon + day)),
      lookOf([critical], noon + hour, accepting(noon + day)),
      lookOf([critical], noon + 2 * hour, accepting(noon + day)),
    ];
    expect(counts(story(...looks.slice(0, 2)).news)).toEqual({ worse: 1 });
    expect(counts(story(...looks).news)).toEqual({});
  });

  test('of a finding that ends is silent', () => {
    const { news } = story(lookOf([found()], noon, accepting(noon + day)), lookOf([], noon + hour));
    expect(counts(news)).toEqual({});
  });

  test('by several tags lasts as long as the longest', () => {
    const acceptances = [noon + hour, noon + day, noon + 2 * hour].map(
      (until) => accepting(until).acceptances,
    );
    const { state } = story(lookOf([found()], noon, { acceptances: acceptances.flat() }));
    expect(state.findings).toMatchObject([{ acceptedUntil: noon + day }]);
  });

  test.each([
    ['another code', { code: 'vpc-overlap' as const, until: noon + day, resourceId: 'eni-1' }],
    ['another resource', { code: 'route-blackhole' as const, until: noon + day, resourceId: 'eni-2' }],
    ['a day that is over', { code: 'route-blackhole' as const, until: noon, resourceId: 'eni-1' }],
  ])('of %s accepts nothing', (_what, acceptance) => {
    expect(counts(story(lookOf([found()], noon, { acceptances: [acceptance] })).news)).toEqual({ fresh: 1 });
  });
});

describe('what could not be read', () => {
  const without = (part: 'route-tables' | 'enis' | 'vpcs') => ({ unreadParts: new Set([part] as const) });

  test('resolves nothing: the finding stays as it was', () => {
    const { state, news } = story(lookOf([found()]), lookOf([], noon + hour, without('route-tables')));
    expect(counts(news)).toEqual({});
    expect(state.findings).toMatchObject([{ lastSeen: noon, stage: 'open' }]);
  });

  test('of other parts does not matter', () => {
    const { news } = story(lookOf([found()]), lookOf([], noon + hour, without('vpcs')));
    expect(counts(news)).toEqual({ resolved: 1 });
  });

  test('resolves no unreadable tag on it, and does those on the rest', () => {
    const unreadable = found({
      code: 'unreadable-declaration',
      resources: [{ kind: 'route-table', id: 'rtb-1' }],
    });
    const newsWithout = (part: 'route-tables' | 'enis') =>
      counts(story(lookOf([unreadable]), lookOf([], noon + hour, without(part))).news);
    expect([newsWithout('route-tables'), newsWithout('enis')]).toEqual([{}, { resolved: 1 }]);
  });

  test('does not end an acceptance whose tag is among it, but its date does', () => {
    const until = noon + day;
    const accepted = lookOf([found()], noon, accepting(until));
    const unseen = lookOf([found()], noon + hour, without('enis'));
    expect(counts(story(accepted, unseen).news)).toEqual({});
    expect(counts(story(accepted, { ...unseen, now: until }).news)).toEqual({ acceptanceOver: 1 });
  });

  test('ends an acceptance where the tag was on something that was read', () => {
    const accepted = lookOf([found()], noon, accepting(noon + day, 'rtb-1'));
    const removed = lookOf([found()], noon + hour, without('enis'));
    expect(counts(story(accepted, removed).news)).toEqual({ acceptanceOver: 1 });
  });
});

describe('a group under way', () => {
  const moving = { groupsUnderWay: new Map([['db', new Set(['eni-7'])]]) };
  const onItsEni = found({ resources: [{ kind: 'network-interface', id: 'eni-7' }] });

  test.each([
    ['a finding that names the group', ofGroup],
    ['a finding on an ENI of it', onItsEni],
  ])('neither brings nor resolves %s', (_what, finding) => {
    expect(story(lookOf([finding], noon, moving))).toMatchObject({ state: { findings: [] } });
    expect(counts(story(lookOf([finding]), lookOf([], noon + hour, moving)).news)).toEqual({});
    expect(counts(story(lookOf([finding], noon, moving), lookOf([finding], noon + minute)).news)).toEqual({
      fresh: 1,
    });
  });

  test('is told of like any other after a quarter of an hour', () => {
    const looks = [0, 10, 14.9, 15].map((after) => lookOf([ofGroup], noon + after * minute, moving));
    expect(counts(story(...looks.slice(0, 3)).news)).toEqual({});
    expect(counts(story(...looks).news)).toEqual({ fresh: 1 });
  });

  test('that settled in between has its quarter of an hour again', () => {
    const looks = [
      lookOf([], noon, moving),
      lookOf([], noon + 10 * minute),
      lookOf([ofGroup], noon + 20 * minute, moving),
    ];
    expect(counts(story(...looks).news)).toEqual({});
  });

  test('does not touch what is about others', () => {
    expect(counts(story(lookOf([found()], noon, moving)).news)).toEqual({ fresh: 1 });
  });
});

describe('when people could not be told', () => {
  /** The first look is told; after the second, SNS is down. */
  const afterFailure = (first: AuditLook, second: AuditLook) => liveOn(story(first).state, second).state;

  test.each([
    ['what is new', lookOf([]), lookOf([found()], noon + hour), { fresh: 1 }],
    ['what is worse', lookOf([found()]), lookOf([critical], noon + hour), { worse: 1 }],
    [
      'what is no longer accepted',
      lookOf([found()], noon, accepting(noon + 1)),
      lookOf([found()], noon + hour),
      { acceptanceOver: 1 },
    ],
  ])('%s is told by the next run', (_what, first, second, expected) => {
    const untold = afterFailure(first, second);
    expect(counts(liveOn(untold, { ...second, now: noon + day }).news)).toEqual(expected);
  });

  test('what is resolved is told by the next run, and by the one after that if need be', () => {
    const untold = afterFailure(lookOf([found()]), lookOf([], noon + hour));
    const again = liveOn(untold, lookOf([], noon + 2 * hour));
    expect(counts(again.news)).toEqual({ resolved: 1 });
    expect(counts(liveOn(again.state, lookOf([], noon + 3 * hour)).news)).toEqual({ resolved: 1 });
  });

  test('what was resolved and is back before anybody heard of it was never away', () => {
    const untold = afterFailure(lookOf([found()]), lookOf([], noon + hour));
    const { state, news } = liveOn(untold, lookOf([found()], noon + 2 * hour));
    expect(counts(news)).toEqual({});
    expect(state).toMatchObject({ findings: [{ firstSeen: noon }], resolved: [] });
  });

  test('what is over before anybody heard of it is not told', () => {
    const untold = liveOn(undefined, lookOf([found()])).state;
    const { state, news } = liveOn(untold, lookOf([], noon + hour));
    expect(counts(news)).toEqual({});
    expect(state).toMatchObject({ findings: [], resolved: [] });
  });
});

test('losing the state loses no finding: all that is open is told again', () => {
  const findings = [found(), ofGroup, found({ severity: 'info', detail: '10.8.0.0/16' })];
  const lost = liveOn(undefined, lookOf(findings, noon + day));
  expect(lost.state.findings).toHaveLength(3);
  expect(counts(lost.news)).toEqual({ fresh: 2 });
});
