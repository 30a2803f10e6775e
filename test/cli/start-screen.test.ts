import { stripVTControlCharacters } from 'node:util';
import { inbox } from '../../cli/inbox.ts';
import { fleetShown, introduction, lastLine, movesTable, verdicts } from '../../cli/start-screen.ts';
import { failing, news, stage } from './stage.ts';

const width = 110;
const { ending, names, stories, fleet } = stage();
const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the screen of npm start', () => {
  it('shows every ENI with what it carries and who holds it', () => {
    const [head, first, ...others] = fleetShown(ending.before, names, width);
    expect(head).toMatch(/^ENI +group +zone +private IP +Elastic IP +MAC +holder$/);
    expect(first).toMatch(/^eni-….{5} +fw +eu-west-1a +10\.\S+ +203\.\S+ +02:\S+ +fw-a$/);
    expect(others.filter((line) => line.startsWith('eni-…') && line.includes(':'))).toHaveLength(5);
  });

  it('shows afterwards who holds each ENI, who did, and for how long it could not be reached', () => {
    const [licEni = ''] = fleet.lic.networkInterfaceIds;
    const rows = movesTable(ending, new Map([[licEni, 25_600]]), names);
    expect(rows.find((row) => row.includes(' lic '))).toMatch(/lic-b +lic-a +25\.6 s$/);
    expect(rows.find((row) => row.includes(' nat '))).toMatch(/nobody +nat-a +still$/);
  });

  it('says that an ENI was deleted', () => {
    const rows = movesTable({ before: ending.before, after: new Map() }, new Map(), names);
    expect(rows[1]).toMatch(/deleted +fw-a +still$/);
  });

  it('says of a story that failed what was expected and what is so', () => {
    const checks = stories.map(({ checks }) => checks({ ...ending, forcedOff: new Map() }, names));
    expect(failing(checks.flat())).toHaveLength(1);
    const lines = plain(verdicts(stories, [...checks, []], width));
    expect(lines.map((line) => line.slice(0, 8))).toEqual([
      '✓ 1  fw ',
      '✗ 2  db ',
      '    expe',
      '    but ',
      '✓ 3  lic',
      '✓ 4  nat',
      '✓ no run',
    ]);
    expect(lines[3]).toBe('    but       EC2 knows of no forced detach');
  });

  it('lists each subject once, with the number of times it came, and one whole alert of each kind', () => {
    const item = news({ group: 'nat', kind: 'no-standby', severity: 'critical', at: 4_500 });
    const later = news({
      group: 'fw',
      kind: 'no-standby',
      severity: 'critical',
      text: `Body\n\n  ${'word '.repeat(40)}\n`,
    });
    const lines = plain(inbox([item, { ...item, at: 9_000 }, later], 0, width));
    expect(lines[0]).toBe(' +4.5 s  critical  [ENI Warden] nat: no-standby (2 times)');
    expect(lines.filter((line) => line.startsWith('│'))[0]).toBe('│ Body');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('says so when nobody was told anything', () => {
    expect(inbox([], 0, width)).toEqual(['Nothing.']);
  });

  it('shows that EC2 is quicker here, and every setting that is not as deployed', () => {
    const text = stripVTControlCharacters(introduction(2_100, { ENI_WARDEN_MODE: 'observe' }, width));
    expect(text.replaceAll('\n', ' ')).toContain('detach 1.0 s instead of 3.0 s');
    expect(text).toContain('ENI_WARDEN_MODE=observe');
  });

  it('ends with the exit status', () => {
    expect(stripVTControlCharacters(lastLine(true, 18_000))).toContain('Exit status 0.');
    expect(stripVTControlCharacters(lastLine(false, 18_000))).toContain('Exit status 1.');
  });
});
