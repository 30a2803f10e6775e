import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { breakChecks, mendChecks } from '../../cli/audit-checks.ts';
import {
  auditInbox,
  auditIntroduction,
  auditTimeline,
  judgeAudit,
  readinessTable,
} from '../../cli/audit-screen.ts';
import { type AuditEnding, playAudit } from '../../cli/audit-story.ts';
import { judgeCalls } from '../../cli/judged-calls.ts';
import { packageService } from '../deploy/packaged-service.ts';
import { failing } from './stage.ts';

// The template is packaged, and the first calls of an SDK load code from the disk, in real time.
jest.setTimeout(120_000);

const width = 78;
const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

let folder: string;
let templatePath: string;
let well: AuditEnding;

const play = (environment: Readonly<Record<string, string>> = {}, path = templatePath) =>
  playAudit(path, environment, new AbortController().signal);

beforeAll(async () => {
  const { template } = await packageService();
  folder = mkdtempSync(join(tmpdir(), 'eni-warden-test-'));
  templatePath = join(folder, 'template.json');
  writeFileSync(templatePath, JSON.stringify(template));
  well = await play();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong when things end like this instead of well: with the breaks, and with the mending. */
function wrongWith(change: Partial<AuditEnding>): readonly [readonly string[], readonly string[]] {
  const ending = { ...well, ...change };
  return [failing(breakChecks(ending)), failing(mendChecks(ending))];
}

function templateWith(change: (json: string) => string): string {
  const path = join(folder, 'changed.json');
  writeFileSync(path, change(readFileSync(templatePath, 'utf8')));
  return path;
}

const nothing: readonly string[] = [];

test('every call of the story is one that the role of its function allows', () => {
  expect(failing(judgeCalls([well.judged]).checks)).toEqual(nothing);
  expect(well.judged.total).toBeGreaterThan(20);
});

describe('the story of the audit, played', () => {
  it('ends well: three findings, three commands, and nothing left', () => {
    expect(wrongWith({})).toEqual([nothing, nothing]);
    expect(well.broken.state?.findings.map(({ finding }) => finding.code)).toEqual([
      'claim-squatted',
      'standby-not-ready',
      'route-to-idle',
    ]);
    expect(well.news.map(({ severity }) => severity)).toEqual(['critical', 'info']);
  });

  it('is the same story each time', async () => {
    const again = await play();
    expect(again.lines).toEqual(well.lines);
    expect(again.report).toBe(well.report);
  });

  it('tells in the order of time who breaks what, what wakes the audit, what it says, and who mends it', () => {
    const lines = plain(auditTimeline(well, 400));
    expect(lines.map((line) => line.slice(0, 8))).toEqual(lines.map((line) => line.slice(0, 8)).toSorted());
    const inOrder = [
      /On-call +asks for a first look: aws lambda invoke --function-name eni-warden-dev-audit /,
      /ENI Warden +has looked: all is in order; fw ready, lic ready to fail over$/,
      /EventBridge +the schedule: rule audit$/,
      /Colleague +aws ec2 attach-network-interface /,
      /Colleague +aws ec2 replace-route /,
      /Other team +aws ec2 assign-private-ip-addresses /,
      /EventBridge +CloudTrail tells of AttachNetworkInterface after .*: rule address-call$/,
      /SNS +critical: audit: 3 new: /,
      /ENI Warden +has looked: 3 findings open; fw ready, lic NOT READY to fail over$/,
      /On-call +aws ec2 detach-network-interface --attachment-id eni-attach-/,
      /On-call +aws ec2 replace-route /,
      /On-call +aws ec2 assign-private-ip-addresses /,
      /SNS +info: audit: 3 resolved: /,
      /ENI Warden +has looked: all is in order; fw ready, lic ready to fail over$/,
    ];
    let next = 0;
    for (const line of lines) if (inOrder[next]?.test(line) === true) next++;
    expect(inOrder.slice(next)).toEqual([]);
  });

  it('makes one look of the calls that were told within a minute', () => {
    const told = well.lines.filter(({ what }) => what.startsWith('CloudTrail tells of'));
    const looks = well.lines.filter(({ what }) => what.startsWith('has looked'));
    expect(told).toHaveLength(6);
    // Of the calls four, of the schedule two, and the first one.
    expect(looks).toHaveLength(7);
  });

  it('shows each alert whole, with the commands that mend', () => {
    const text = plain(auditInbox(well, 400)).join('\n');
    for (const { line } of well.mends) expect(text).toContain(line);
    expect(text).toContain('│ Resolved');
    expect(plain(auditInbox({ news: [] }, width))).toEqual(['Nothing.']);
  });

  it('shows of each group whether its next failover would succeed, before, between and after', () => {
    expect(plain(readinessTable(well))).toEqual([
      'group  at first  broken     mended',
      'fw     ready     ready      ready',
      'lic    ready     NOT READY  ready',
    ]);
    const blind = { ...well, broken: { ...well.broken, readiness: new Map() } };
    expect(plain(readinessTable(blind))[1]).toContain('not known');
  });

  it('fits on a screen of 80 columns', () => {
    const shown = [...auditIntroduction(well, width), ...auditTimeline(well, width), ...readinessTable(well)];
    expect(Math.max(...plain(shown).map((line) => [...line].length))).toBeLessThanOrEqual(width);
  });

  it('says in one sentence which part is the packaged one, and which is not', () => {
    const text = plain(auditIntroduction(well, width)).join(' ');
    expect(text).toMatch(
      /simulated here, too: \d+ minutes took .* those of the packaged template; .* in this process/,
    );
  });

  it('fails when no rule hears of the calls: the schedule finds it, and too late', async () => {
    const deaf = await play(
      {},
      templateWith((json) =>
        json
          .replaceAll('"CreateNetworkInterface"', '"-"')
          .replaceAll(/"(Attach|Replace|Assign|Detach)\w+"(?=[,\]])/g, '"-"'),
      ),
    );
    expect(failing(breakChecks(deaf))).toEqual([expect.stringContaining('there was no event, or no alert')]);
    expect(failing(mendChecks(deaf))).toEqual([]);
  });

  it('fails when the window in which calls are gathered is too long', async () => {
    const slow = await play(
      {},
      templateWith((json) => json.replace(/("MaximumBatchingWindowInSeconds":)60/, '$1300')),
    );
    expect(failing(breakChecks(slow))).toEqual([expect.stringContaining('it took ')]);
  });

  it('names the variable when a setting cannot be used', async () => {
    await expect(play({ ENI_WARDEN_AUDIT_DIGEST_DAY: 'someday' })).rejects.toThrow(
      /ENI_WARDEN_AUDIT_DIGEST_DAY/,
    );
  });

  it('ends when it is asked to', async () => {
    const reason = new Error('Ctrl-C');
    await expect(playAudit(templatePath, {}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the verdict on the breaks', () => {
  const expectWrong = (change: Partial<AuditEnding>, ...words: readonly string[]) =>
    expect(wrongWith(change)[0]).toEqual(words.map((each) => expect.stringContaining(each)));

  it('fails when something was found where all was in order, or a group was not ready', () => {
    expectWrong({ before: { ...well.before, state: well.broken.state } }, 'at first nothing is found');
    expectWrong({ before: { ...well.before, readiness: well.broken.readiness } }, 'not ready: lic of 2');
    expectWrong({ before: { ...well.before, readiness: new Map() } }, 'of 0');
    expectWrong({ before: { ...well.before, state: undefined } }, 'at first nothing is found');
  });

  it('fails when people were told before there was anything to tell', () => {
    const early = well.news.map((item) => ({ ...item, at: well.before.at }));
    const [isQuiet] = wrongWith({ news: early })[0];
    expect(isQuiet).toContain('where all is in order, nobody is told');
  });

  it('fails when a finding is missing, or there is one too many', () => {
    const { state } = well.broken;
    if (state === undefined) throw new Error('There is no state.');
    const [first, ...others] = state.findings;
    if (first === undefined) throw new Error('There is no finding.');
    const other = { ...first, finding: { ...first.finding, code: 'vpc-overlap' as const } };
    for (const findings of [others, [...state.findings, other]]) {
      expectWrong({ broken: { ...well.broken, state: { ...state, findings } } }, 'and nothing else');
    }
  });

  it('fails when an alert does not name the command, comes twice, or does not come', () => {
    const [first, resolved] = well.news;
    if (first === undefined || resolved === undefined) throw new Error('There are no alerts.');
    const without = { ...first, text: first.text.replace('--allow-reassignment', '') };
    expectWrong({ news: [without, resolved] }, 'claim-squatted');
    expect(wrongWith({ news: [first, first, resolved] })[0]).toHaveLength(3);
    expect(wrongWith({ news: [] })[0]).toHaveLength(4);
  });

  it('fails when the wrong group is said to be ready, or none is measured', () => {
    const swapped = new Map([...well.broken.readiness].map(([group, ready]) => [group, !ready]));
    for (const readiness of [swapped, new Map(), new Map([['lic', false]])]) {
      expectWrong({ broken: { ...well.broken, readiness } }, 'StandbyReady is 0 for the group');
    }
  });

  it('fails when the report does not name one of the resources', () => {
    const id = well.fleet.batchEniId;
    expectWrong({ report: well.report.replaceAll(id, '') }, `it does not name ${id}`);
    expectWrong({ report: '' }, 'it does not name');
  });

  it('fails when the audit changed something, or asked nothing', () => {
    const [call] = well.calls;
    if (call === undefined) throw new Error('There is no call.');
    expectWrong(
      { calls: [...well.calls, { ...call, service: 'ec2', action: 'DeleteRoute' }] },
      'DeleteRoute',
    );
    expectWrong({ calls: [] }, 'it asked nothing');
  });
});

describe('the verdict on the mending', () => {
  const expectWrong = (change: Partial<AuditEnding>, ...words: readonly string[]) =>
    expect(wrongWith(change)[1]).toEqual(words.map((each) => expect.stringContaining(each)));

  it('fails when something is left, or people were not told that nothing is', () => {
    expectWrong({ after: { ...well.after, state: well.broken.state } }, 'in the end nothing is found');
    expectWrong({ after: { ...well.after, readiness: well.broken.readiness } }, 'not ready: lic');
    expectWrong({ news: well.news.slice(0, 1) }, 'they are told of 0');
    const fewer = well.news.map((item) => ({
      ...item,
      summary: item.summary.replace('3 resolved', '2 resolved'),
    }));
    expectWrong({ news: fewer }, 'they are told of 2');
  });

  it('fails when a run failed, or an event was given up', () => {
    expectWrong({ problems: ['failed: no way', 'failed: no way'] }, 'failed: no way');
  });

  it('stands beside the verdict on the breaks', () => {
    expect(judgeAudit(well).map(({ title }) => title.trim())).toEqual([
      '6       three things break, and people are told how to mend each',
      'they are mended with those commands, and that is told, too',
    ]);
  });
});
