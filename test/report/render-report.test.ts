import { createHash } from 'node:crypto';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { pageScript } from '../../report/html/page-script.ts';
import { pageStyle } from '../../report/html/page-style.ts';
import { pageOf } from './page-of.ts';
import { living, sampleFindings } from './sample-findings.ts';
import { sampleReport } from './sample-report.ts';

const page = pageOf(sampleReport());

/** What people read, without markup. */
function wordsOf(html: string): string {
  return html
    .replace(/^[\s\S]*<body>/, '')
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<\/?(bdi|span|b|strong|code)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

test('the page allows its own style and its own script, and nothing else', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hash(pageStyle)}`,
    `script-src ${hash(pageScript)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('the policy stands before anything that it governs', () => {
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
});

test('the page names nothing on a network', () => {
  expect(page).not.toMatch(/\b(src|srcset|action)=|@import|url\(|https?:/);
  expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, to]) => !to?.startsWith('#'))).toEqual([]);
});

test('the script of the page writes text alone', () => {
  expect(pageScript).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function|import|fetch/,
  );
  expect(pageScript).not.toMatch(/<\/|<!--/);
});

test('every finding tells what, why, how to mend it, what it is about, since when and by which code', () => {
  const words = wordsOf(page);
  for (const { finding } of sampleFindings()) {
    expect(words).toContain(finding.what);
    expect(words).toContain(finding.why);
    for (const { id } of finding.resources) expect(words).toContain(id);
  }
  expect(words).toContain('aws ec2 start-instances --instance-ids i-03b10000000000e');
  expect(words).toContain('Since 2026-11-21 10:00 UTC (2 days). Code: route-blackhole.');
  expect(words).toContain('Since 2026-11-23 12:00 UTC (new). Code: standby-not-ready.');
  expect(words).toContain('Accepted until 2026-12-03 12:00 UTC by a tag on i-06b00000000000e.');
});

test('a finding that was not looked at this time says so', () => {
  const [first] = sampleFindings();
  const stale = first && living(first.finding, { lastSeen: Date.UTC(2026, 10, 23, 9) });
  const words = wordsOf(pageOf(sampleReport({}, stale && [stale])));
  expect(words).toContain('Last seen 2026-11-23 09:00 UTC; not looked at since.');
});

test('what could not be read is said before everything else', () => {
  const unread = living({
    code: 'unread',
    severity: 'high',
    resources: [{ kind: 'part', id: 'ec2:DescribeFlowLogs' }],
    what: 'ec2:DescribeFlowLogs could not be read: denied.',
    why: 'It is not known.',
    remedy: 'Allow it.',
  });
  const words = wordsOf(pageOf(sampleReport({}, [...sampleFindings(), unread])));
  expect(words.trim()).toMatch(/^Not everything could be read: ec2:DescribeFlowLogs\. /);
  expect(wordsOf(page)).not.toContain('Not everything could be read');
});

test('where nothing is flagged it says so plainly, with what was looked at', () => {
  const report = sampleReport({}, []);
  const words = wordsOf(pageOf({ ...report, readiness: report.readiness.filter(({ ready }) => ready) }));
  expect(words).toContain('All clear: nothing is flagged');
  expect(words).toContain('Looked at: 3 VPCs, 11 subnets, 66 network interfaces, 69 addresses, 66 instances');
  expect(words).toContain('A route into nothing');
});

test('groups say who is active, who can take over, and why others cannot', () => {
  const words = wordsOf(page);
  expect(words).toContain('database not ready');
  expect(words).toContain('prod-db-a-1');
  expect(words).toMatch(
    /prod-db-a-2\s?i-03b10000000000e eu-west-1a\s?cannot take over: it is stopped, it has 0 free/,
  );
  expect(words).toMatch(/prod-a-2\s?i-00b10000000000e eu-west-1a\s?can take over/);
});

test('the bar of a subnet has its numbers beside it, and the groups whose standby is there', () => {
  expect(wordsOf(page)).toMatch(
    /prod-a\s?subnet-0prod000000 10\.20\.1\.0\/24 · eu-west-1a · prod\s?standby of firewall/,
  );
  expect(wordsOf(page)).toMatch(/99\s% used\s3 of 251 free/);
});

test('however long a list is, everything of it is there, and the fold says how much it hides', () => {
  const report = sampleReport();
  const [subnet] = report.subnets;
  const subnets = Array.from({ length: 1_025 }, (_, index) => ({ ...subnet, subnetId: `subnet-${index}x` }));
  const html = pageOf({ ...report, subnets } as AuditReport);
  expect(wordsOf(html)).toContain('Show 1,005 more subnets');
  expect(subnets.filter(({ subnetId }) => !html.includes(subnetId))).toEqual([]);
});

test('what cannot be seen and turns the direction of a text is named instead', () => {
  const [first] = sampleFindings();
  const turned =
    first && living({ ...first.finding, remedy: 'aws ec2 start-instances --instance-ids i-1\u202etxt.exe' });
  expect(wordsOf(pageOf(sampleReport({}, turned && [turned])))).toContain(
    'aws ec2 start-instances --instance-ids i-1[U+202E]txt.exe',
  );
});

test('the same report is the same page', () => {
  expect(pageOf(sampleReport())).toBe(page);
});

describe.each([
  ['light', 0],
  ['dark', 1],
])('the %s scheme', (_scheme, index) => {
  const [block = ''] = [...pageStyle.matchAll(/:root \{([\s\S]*?)\n\s*\}/g)][index] ?? [];
  const colours = new Map(
    [...block.matchAll(/(--[a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value]),
  );

  test.each([
    ...['critical', 'high', 'warning', 'info', 'clear'].flatMap((tone) => [
      [tone, 'panel'],
      [tone, `${tone}-ground`],
      ['badge', tone],
      ['text', `${tone}-ground`],
      ['quiet', `${tone}-ground`],
    ]),
    ['text', 'page'],
    ['text', 'panel'],
    ['text', 'code'],
    ['quiet', 'page'],
    ['quiet', 'panel'],
    ['link', 'page'],
    ['link', 'panel'],
    ['badge', 'quiet'],
    ['on-taken', 'taken'],
  ])('lets %s be read on %s', (text, ground) => {
    expect(contrast(colours.get(`--${text}`), colours.get(`--${ground}`))).toBeGreaterThanOrEqual(4.5);
  });
});

/** As WCAG 2.2 defines it. */
function contrast(one = '', other = ''): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
