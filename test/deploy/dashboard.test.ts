import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { only, type PackagedService, packageService } from './packaged-service.ts';

let service: PackagedService;
let body: string;

beforeAll(async () => {
  service = await packageService();
  body = only(service.template, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Sub'];
}, 60_000);

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly region?: string;
  };
}

const widgets = (): readonly Widget[] => JSON.parse(body).widgets;
const metrics = () => widgets().flatMap(({ properties }) => properties.metrics ?? []);

const handlers = join(__dirname, '../../handlers');
const source = readdirSync(handlers)
  .map((name) => readFileSync(join(handlers, name), 'utf8'))
  .join('\n');

const found = (pattern: RegExp) => [...source.matchAll(pattern)].map((match) => match.slice(1).join(' '));

/** The metrics that have the dimension `service` alone, by name. */
const plain = new Set(found(/\bmetrics\s*\.addMetric\(\s*'(\w+)'/g));
/** Those with a further one: its name, then theirs. */
const further = new Set(found(/\.addDimension\('(\w+)',[^;]*;\s*\w+\.addMetric\(\s*'(\w+)'/g));

test('it answers five questions, in this order', () => {
  const questions = widgets().flatMap(({ properties }) => properties.markdown ?? []);
  expect(questions.map((text) => text.replace(/^## ([^?]+\?).*$/, '$1'))).toEqual([
    'Is it alive?',
    'Are the groups ready?',
    'What happened in the last day?',
    'What did the cleanup free?',
    'What is open?',
  ]);
});

test('every metric of ours that it shows is one that a function writes, with these dimensions', () => {
  const own = metrics().filter(([namespace]) => namespace === 'EniWarden');
  expect(own.length).toBeGreaterThan(20);
  for (const [, name, dimension, value] of own) {
    expect([...plain]).toContain(name);
    expect([dimension, value]).toEqual(['service', 'eni-warden']);
  }
});

test('every search is for a metric that a function writes, with these dimensions', () => {
  const searches = metrics().flatMap(([first]) =>
    typeof first === 'object' && first !== null && 'expression' in first ? [String(first.expression)] : [],
  );
  const asked = searches.map((text) =>
    /^SEARCH\('\{EniWarden,(\w+),service\} MetricName="(\w+)"', '\w+', \d+\)$/.exec(text)?.slice(1).join(' '),
  );
  expect(asked.sort()).toEqual(['Group StandbyReady', 'group Candidates', 'outcome Moves']);
  for (const search of asked) expect([...further]).toContain(search);
});

test('what is left are metrics of AWS', () => {
  const others = metrics().flatMap(([namespace, name]) =>
    typeof namespace === 'string' && namespace !== 'EniWarden' ? [`${namespace} ${name}`] : [],
  );
  expect([...new Set(others)].sort()).toEqual([
    'AWS/Lambda AsyncEventAge',
    'AWS/Lambda Errors',
    'AWS/Lambda Invocations',
    'AWS/Lambda Throttles',
    'AWS/SQS ApproximateNumberOfMessagesVisible',
  ]);
});

test('it shows every alarm of the stack', () => {
  const shown = widgets().flatMap(({ properties }) => properties.alarms ?? []);
  const ids = Object.entries(service.template.Resources).flatMap(([id, { Type }]) =>
    Type === 'AWS::CloudWatch::Alarm' ? [`\${${id}.Arn}`] : [],
  );
  expect([...shown].sort()).toEqual(ids.sort());
  expect(ids.length).toBeGreaterThan(13);
});

test('it refers to nothing that is not in the stack', () => {
  const names = [...body.matchAll(/\$\{([\w:]+)/g)].map(([, name = '']) => name);
  for (const name of new Set(names)) {
    if (name !== 'AWS::Region') expect(service.template.Resources).toHaveProperty(name);
  }
});

test('no widget lies over another or beyond the edge, and every graph says its Region', () => {
  const cells = widgets().flatMap(({ x, y, width, height }) =>
    Array.from(
      { length: width * height },
      (_, cell) => `${x + (cell % width)}:${y + Math.floor(cell / width)}`,
    ),
  );
  expect(new Set(cells).size).toBe(cells.length);
  for (const { type, x, width, properties } of widgets()) {
    expect(x + width).toBeLessThanOrEqual(24);
    if (type === 'metric') expect(properties.region).toBe(`\${AWS::Region}`);
  }
});
