import { stripVTControlCharacters } from 'node:util';
import { orphanChecks, survivorChecks } from '../../cli/cleanup-checks.ts';
import {
  cleanupInbox,
  cleanupIntroduction,
  cleanupTable,
  cleanupTimeline,
  judgeCleanup,
} from '../../cli/cleanup-screen.ts';
import { type CleanupEnding, playCleanup } from '../../cli/cleanup-story.ts';
import { shortId } from '../../cli/cleanup-timeline.ts';
import { judgeCalls } from '../../cli/judged-calls.ts';
import { failing } from './stage.ts';

// The first calls of an SDK load code from the disk, in real time.
jest.setTimeout(60_000);

const width = 78;
const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);
const play = (environment: Readonly<Record<string, string>> = {}) =>
  playCleanup({ ENI_WARDEN_CLEANUP_GRACE_DAYS: '2', ...environment }, new AbortController().signal);

let well: CleanupEnding;
let orphan: string;

beforeAll(async () => {
  well = await play();
  orphan = shortId(well.fleet.orphanId);
});

/** What is wrong when things end like this instead of well: with the orphan, and with the others. */
function wrongWith(change: Partial<CleanupEnding>): readonly [readonly string[], readonly string[]] {
  const ending = { ...well, ...change };
  return [failing(orphanChecks(ending)), failing(survivorChecks(ending))];
}

const nothing: readonly string[] = [];

test('every call of the story is one that the role of its function allows', () => {
  expect(failing(judgeCalls([well.judged]).checks)).toEqual(nothing);
  expect(well.judged.total).toBeGreaterThan(20);
});

describe('the cleanup story, played', () => {
  it('ends well, with one deletion and ten ENIs that live', () => {
    expect(wrongWith({})).toEqual([nothing, nothing]);
    expect(well.deeds.deletedIds).toEqual([well.fleet.orphanId]);
    expect(well.fleet.survivors).toHaveLength(10);
    expect([...well.after.keys()]).toEqual(well.fleet.survivors.map(({ id }) => id));
  });

  it('has a rule of its own for each of the ten', () => {
    const rules = well.fleet.survivors.flatMap((survivor) => survivor.rules);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it('tells day by day what happened, and counts the sweeps between', () => {
    const lines = plain(cleanupTimeline(well, 200));
    const inOrder = [
      /^day 0\.0 {2}EC2 +eni-….{5} \(10\.0\.1\.9, 'old build agent'\) is attached to nothing, and so are 10 others$/,
      /^day 0\.0 {2}ENI Warden +marks eni-….{5}: unattached since 2026-01-05T/,
      /^day 0\.0 {2}SNS +info: cleanup: 1 marked$/,
      /^day 1\.0 {2}ENI Warden +sweeps every hour up to here, 24 times/,
      /^day 1\.0 {2}SNS +info: cleanup: 1 going within a day$/,
      /^day 2\.0 {2}ENI Warden +sweeps every hour up to here, \d+ times/,
      /^day 2\.0 {2}ENI Warden +stores manifests\/eni-/,
      /^day 2\.0 {2}ENI Warden +deletes eni-/,
      /^day 2\.0 {2}EC2 +eni-….{5} is gone/,
      /^day 2\.0 {2}SNS +info: cleanup: 1 deleted$/,
      /^day 2\.2 {2}On-call +misses it: npm run restore -- manifests\//,
      /^day 2\.2 {2}Restore +restored: eni-….{5} is back as eni-….{5} with 10\.0\.1\.9$/,
      /^day 2\.2 {2}Restore +cannot come back: its id .* and its MAC /,
      /^day 2\.2 {2}ENI Warden +marks eni-/,
      /^day 2\.2 {2}SNS +info: cleanup: 1 marked$/,
    ];
    expect(lines).toEqual(inOrder.map((pattern) => expect.stringMatching(pattern)));
  });

  it('shows of each ENI what it is, what became of it, and every reason to spare it', () => {
    const lines = plain(cleanupTable(well, 200));
    expect(lines[1]).toMatch(
      new RegExp(`^${orphan} +forgotten by an old build agent +deleted, restored as eni-`),
    );
    expect(lines.filter((line) => line.endsWith('still there'))).toHaveLength(10);
    const ofLambda = lines.findIndex((line) => line.includes('Lambda'));
    expect(lines[ofLambda + 1]).toMatch(/^ +requester: an AWS service requested it/);
    expect(lines[ofLambda + 2]).toMatch(/^ +description: its description is one that Lambda writes$/);
    expect(lines).toHaveLength(2 + 10 + 11);
  });

  it('shows the digest of the deletion whole, with the command that restores', () => {
    const text = plain(cleanupInbox(well, 200)).join('\n');
    expect(text).toContain(`npm run restore -- manifests/${well.fleet.orphanId}/`);
    expect(text).toContain('│   1 route-target');
    expect(text).toContain('day 1.0  info  [ENI Warden] cleanup: 1 going within a day');
  });

  it('fits on a screen of 80 columns', () => {
    const shown = [
      ...cleanupIntroduction(well, width),
      ...cleanupTimeline(well, width),
      ...cleanupTable(well, width),
    ];
    expect(Math.max(...plain(shown).map((line) => [...line].length))).toBeLessThanOrEqual(width);
  });

  it('says in one sentence that no week has passed, and which mode it was', () => {
    const text = plain(cleanupIntroduction(well, width)).join(' ');
    expect(text).toMatch(/more than 2 days, .* neither in the zip nor on the machine's clock.*hourly sweeps/);
    expect(text).toContain('The mode is delete; the default, observe, changes nothing.');
  });

  it('fails when the environment asks for a mode that deletes nothing', async () => {
    const observed = await play({
      ENI_WARDEN_CLEANUP_MODE: 'observe',
      ENI_WARDEN_CLEANUP_GRACE_DAYS: '1',
    });
    expect(failing(orphanChecks(observed)).join()).toContain('it was never marked');
    expect(observed.after.has(observed.fleet.orphanId)).toBe(true);
    expect(plain(cleanupTable(observed, width))[1]).toMatch(/still there$/);
    expect(plain(cleanupIntroduction(observed, width)).join(' ')).toContain('The mode is observe.');
  });

  it('fails when a setting lets one of the ten be marked', async () => {
    const appliance = well.fleet.survivors.find(({ rules }) => rules.includes('appliance-like'));
    const approved = await play({
      ENI_WARDEN_CLEANUP_APPROVED_ENIS: appliance?.id ?? '',
      ENI_WARDEN_CLEANUP_GRACE_DAYS: '1',
    });
    const failed = failing(survivorChecks(approved));
    expect(failed[0]).toMatch(/^eni-….{5} \(firewall: .*\) is there as it was; it was changed$/);
    expect(failed[1]).toContain('is spared by appliance-like, in each sweep; by no rule');
  });

  it('names the variable when a setting cannot be used', async () => {
    await expect(play({ ENI_WARDEN_CLEANUP_GRACE_DAYS: 'a week' })).rejects.toThrow(
      /ENI_WARDEN_CLEANUP_GRACE_DAYS/,
    );
  });

  it('ends when it is asked to', async () => {
    const reason = new Error('Ctrl-C');
    await expect(playCleanup({}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the verdict on the orphan', () => {
  const expectOrphan = (change: Partial<CleanupEnding>, words: string) =>
    expect(wrongWith(change)).toEqual([[expect.stringContaining(words)], nothing]);

  it('fails when it was deleted before its grace was over', () => {
    const since = well.deeds.marked?.since ?? 0;
    const deletedAt = since + 2 * 86_400_000 - 1_000;
    const manifest = { key: 'k', storedAt: deletedAt, text: well.deeds.manifest?.text ?? '' };
    expectOrphan({ deeds: { ...well.deeds, deletedAt, manifest } }, 'not before 2.00 days');
  });

  it('fails when it was not marked, or by no early sweep', () => {
    const { marked: _marked, ...unmarked } = well.deeds;
    expect(wrongWith({ deeds: unmarked })[0][0]).toContain('it was never marked');
    const late = { at: well.startedAt + 86_400_000, since: well.deeds.marked?.since ?? 0 };
    expectOrphan({ deeds: { ...well.deeds, marked: late } }, 'it was marked 1.00 days later');
  });

  it('fails when the manifest came after the deletion, or tells of another ENI', () => {
    const { manifest, deletedAt = 0 } = well.deeds;
    if (manifest === undefined) throw new Error('There is no manifest.');
    for (const wrong of [
      { ...manifest, storedAt: deletedAt + 1 },
      { ...manifest, text: '{}' },
    ]) {
      expectOrphan({ deeds: { ...well.deeds, manifest: wrong } }, 'is stored before it is deleted');
    }
  });

  it.each([
    ['an address', { privateIpAddresses: [{ privateIpAddress: '10.0.1.99', primary: true }] }],
    ['a tag', { tags: { Name: 'old build agent' } }],
    ['a security group', { groups: [] }],
  ])('fails when it comes back without %s that it had', (_what, lost) => {
    const { restore } = well;
    if (restore?.eni === undefined) throw new Error('Nothing was restored.');
    expectOrphan({ restore: { ...restore, eni: { ...restore.eni, ...lost } } }, 'with the same addresses');
  });

  it('fails when the restore did not end, when a run failed, and when people were not told', () => {
    const { restore, news } = well;
    if (restore === undefined) throw new Error('Nothing was restored.');
    const report = { ...restore.report, outcome: 'unfinished', problems: ['no way'] } as const;
    expectOrphan({ restore: { ...restore, report } }, 'unfinished; no way');
    expectOrphan({ problems: ['no way'] }, 'no way');
    expect(wrongWith({ news: [] })).toEqual([
      [expect.stringContaining('what was marked'), expect.stringContaining('what was deleted')],
      [expect.stringContaining('there is no such digest')],
    ]);
    expect(news.length).toBeGreaterThan(2);
  });
});

describe('the verdict on the ten', () => {
  const expectOthers = (change: Partial<CleanupEnding>, words: string) =>
    expect(wrongWith(change)).toEqual([nothing, [expect.stringContaining(words)]]);

  it('fails when one of them is gone, or is not as it was', () => {
    for (const { id } of well.fleet.survivors) {
      const record = well.before.get(id);
      if (record === undefined) throw new Error(`There is no ${id}.`);
      const gone = new Map([...well.after].filter(([each]) => each !== id));
      expectOthers({ after: gone }, 'it no longer exists');
      const tags = { ...record.tags, 'eni-warden:unattached-since': '2026-01-05T09:00:00Z' };
      expectOthers({ after: new Map([...well.after, [id, { ...record, tags }]]) }, 'it was changed');
    }
  });

  it('fails when a second rule spared one, or none did, or a sweep was not seen', () => {
    const reason = { rule: 'other', number: 99, because: 'it says so' };
    const [held] = well.fleet.survivors.filter(({ rules }) => rules.includes('held'));
    const withReasons = (reasons: readonly (typeof reason)[]) =>
      well.decisions.map((decision) => ({
        ...decision,
        spared: decision.spared.map((spared) =>
          spared.eni.id === held?.id ? { ...spared, reasons } : spared,
        ),
      }));
    expectOthers({ decisions: withReasons([{ ...reason, rule: 'held' }, reason]) }, 'by held, other');
    expectOthers({ decisions: withReasons([]) }, 'by no rule');
    expect(wrongWith({ decisions: [] })[1]).toHaveLength(10);
  });

  it('fails when another was deleted, and when anything was detached', () => {
    const deletedIds = [well.fleet.orphanId, 'eni-00000000000000001'];
    expectOthers({ deeds: { ...well.deeds, deletedIds } }, 'deleted: eni-…00001');
    expectOthers({ deeds: { ...well.deeds, detaches: 1 } }, 'detached: 1');
  });

  it('fails when the digest counts one less', () => {
    const news = well.news.map((item) => ({ ...item, text: item.text.replace('1 held', '2 held') }));
    expectOthers({ news }, 'it does not count one by held');
  });

  it('stands beside the verdict on the orphan', () => {
    expect(judgeCleanup(well).map(({ title }) => title.trim())).toEqual([
      '5       an orphan is marked, deleted after its grace, and restored',
      'ten others that nobody uses live, each spared by its own rule',
    ]);
  });
});
