import { codeSpans, firstCells, matches, read, sectionOf, tableRows } from './documents.ts';

const page = read('docs/cost.md');
const serverless = read('serverless.yml');
const minutesOfMonth = 30 * 24 * 60;

/** `2,880 × 2 s × 1 GB`, multiplied; `0.20 / 1,000,000`, divided. */
const number = (text: string) => Number(/[\d,.]+/.exec(text)?.[0]?.replaceAll(',', ''));
const product = (text: string) => text.split('×').reduce((result, factor) => result * number(factor), 1);
const price = (text: string) =>
  text
    .split('/')
    .map(number)
    .reduce((dividend, divisor) => dividend / divisor);

interface Line {
  readonly what: string;
  readonly amount: string;
  readonly price: string;
  readonly dollars: string;
}

function linesOf(text: string): readonly Line[] {
  return tableRows(text).map(([what = '', amount = '', price = '', dollars = '']) => ({
    what,
    amount,
    price,
    dollars,
  }));
}

const month = linesOf(page.slice(0, page.indexOf('## Where')));
const trial = linesOf(sectionOf(page, '## A trial'));
const amountOf = (what: string) => month.find((line) => line.what === what)?.amount ?? '';

test.each([
  ['a month', month, 2],
  ['the trial', trial, 3],
])('every line of %s is what its factors give, and so is the sum', (_what, lines, digits) => {
  expect(lines.length).toBeGreaterThan(3);
  const [together, ...others] = [...lines].reverse();
  for (const { what, amount, price: asked, dollars } of others)
    expect(`${what} ${dollars}`).toBe(`${what} ${(product(amount) * price(asked)).toFixed(digits)}`);
  const sum = others.reduce((result, { dollars }) => result + Number(dollars), 0);
  expect(together).toMatchObject({ what: 'Together', dollars: sum.toFixed(digits) });
});

test('what the README says of the cost is the sum', () => {
  const [together] = month.slice(-1);
  const readme = sectionOf(read('README.md'), '## Cost per month');
  expect(readme).toContain(`about $${Math.round(Number(together?.dollars))} a month`);
  expect(trial.at(-2)?.price).toBe(`${together?.dollars} / 730`);
  const cents = Math.round(Number(trial.at(-1)?.dollars) * 100);
  const words = ['no', 'one cent', 'two cents', 'three cents', 'four cents'];
  expect(sectionOf(read('README.md'), '## Try a failover for real').replaceAll('\n', ' ')).toContain(
    `${words[cents]} an hour`,
  );
});

/** Runs in a month of what a rate comes to. */
function runsOf(rate: string): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour)s?\)$/.exec(rate) ?? [];
  return minutesOfMonth / (Number(count) * (unit === 'hour' ? 60 : 1));
}

const parameter = (name: string) => new RegExp(`^ {4}${name}: (.+)$`, 'm').exec(serverless)?.[1] ?? '';

test('the numbers of runs are those of the schedules, and the memory that of the parameters', () => {
  const ticks = runsOf(/-tick\n[\s\S]*?schedule: (.+)/.exec(serverless)?.[1] ?? '');
  const [sweeps, audits] = [runsOf(parameter('cleanupSchedule')), runsOf(parameter('auditSchedule'))];
  expect(product(amountOf('Lambda, requests'))).toBe(ticks + sweeps + audits);
  const gigabytes = (name: string) => Number(parameter(name)) / 1_024;
  const factors = (what: string) => amountOf(what).split('×').map(number);
  expect([factors('Lambda, ticks')[0], factors('Lambda, ticks')[2]]).toEqual([ticks, gigabytes('memoryMB')]);
  expect([factors('Lambda, sweeps')[0], factors('Lambda, sweeps')[2]]).toEqual([
    sweeps,
    gigabytes('cleanupMemoryMB'),
  ]);
  expect([factors('Lambda, audits')[0], factors('Lambda, audits')[2]]).toEqual([
    audits,
    gigabytes('auditMemoryMB'),
  ]);
  expect(factors('S3, objects written')[0]).toBe(audits);
  expect(page).toContain(`logs kept for ${parameter('logRetentionDays')} days`);
});

test('every alarm and every metric that is there all the time is counted', () => {
  const alarms = matches(
    serverless + read('deploy/alarms.yml'),
    /^ *(\w+):\n +Type: AWS::CloudWatch::\w*Alarm$/gm,
  );
  // The one by a query is billed by what it follows, and that of the chat is there with the chat only.
  expect(number(amountOf('CloudWatch, alarms'))).toBe(alarms.length - 2);
  const metrics = firstCells(read('docs/metrics.md')).flatMap((cell) => codeSpans(cell));
  const [, paragraph = ''] =
    /- \*\*Custom metrics are most of it\.\*\*([\s\S]*?)The others come/.exec(page) ?? [];
  const listed = codeSpans(paragraph);
  expect(metrics).toEqual(expect.arrayContaining([...listed]));
  expect(number(amountOf('CloudWatch, metrics of the program'))).toBe(listed.length);
});
