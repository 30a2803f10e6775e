import { functionNames, statementsOf, topicKeyAccess } from '../../deploy/permissions/table.ts';
import { defaultCleanupPolicy } from '../../domain/cleanup/cleanup-policy.ts';
import { defaultFailoverPolicy } from '../../domain/policy.ts';
import { tagKeys } from '../../domain/tags.ts';
import { parseEvent } from '../../events/parse.ts';
import { codeSpans, firstCells, matches, read, sectionOf, tableRows } from './documents.ts';

const readme = read('README.md');
const behaviour = read('docs/behaviour.md');
const parameterPage = read('docs/parameters.md');
const serverless = read('serverless.yml');

const section = (heading: string) => sectionOf(readme, heading);
const parameterRows = tableRows(parameterPage).map((cells) => cells.map((cell) => cell.replaceAll('`', '')));

/** The parameters of serverless.yml and their defaults, as they are written there. */
function parameters(): ReadonlyMap<string, string> {
  const block = /^params:\n {2}default:\n([\s\S]*?)^\S/m.exec(serverless)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/^ {4}(\w+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** The variables that the configuration knows. */
function environmentVariables(): readonly string[] {
  const files = ['environment', 'config', 'cleanup-config', 'audit-config'].map((name) =>
    read(`aws/${name}.ts`),
  );
  return matches(files.join(''), /^ {2}([A-Z][A-Z0-9_]+):/gm);
}

test('the page of the alerts has a row for every kind of alert and severity, and for no other', () => {
  const union = /export type AlertKind =([^;]+);/.exec(read('domain/alert.ts'))?.[1] ?? '';
  const kinds = matches(union, /'([a-z-]+)'/g);
  expect(kinds.length).toBeGreaterThan(5);
  const rows = tableRows(sectionOf(read('docs/alerts.md'), '## Alerts')).map(([kind = '', severity]) => ({
    kind,
    severity,
  }));
  expect([...new Set(rows.map(({ kind }) => kind.replaceAll('`', '')))].sort()).toEqual(kinds);

  const sources = ['look', 'spared', 'trouble', 'start', 'end', 'found'].map((of) =>
    read(`domain/alert-of-${of}.ts`),
  );
  sources.push(
    ...['cleanup/digest', 'audit/audit-news-alert', 'audit/audit-digest'].map((of) =>
      read(`domain/${of}.ts`),
    ),
  );
  const told = matches(sources.join(''), /kind: ('[a-z-]+',\s+severity: '\w+')/g);
  expect(rows.map(({ kind, severity }) => `${kind} ${severity}`).sort()).toEqual(
    told.map((text) => text.replace(/'([a-z-]+)',\s+severity: '(\w+)'/, '`$1` $2')).sort(),
  );
});

test('the page of the alerts has a row for every alarm of the stack, and for no other', () => {
  const templates = serverless + read('deploy/alarms.yml');
  const alarms = matches(templates, /^ *(\w+):\n +Type: AWS::CloudWatch::\w*Alarm$/gm);
  const listed = firstCells(sectionOf(read('docs/alerts.md'), '## Alarms')).flatMap((cell) =>
    codeSpans(cell),
  );
  expect([...listed].sort()).toEqual(alarms);
  // The one on the chat is there with the chat only.
  const always = alarms.filter((name) => name !== 'ChatAlarm');
  const words = ['twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen'];
  expect(read('docs/alerts.md')).toContain(`they are ${words[always.length - 12]}`);
  expect(readme.toLowerCase()).toContain(`${words[always.length - 12]} cloudwatch alarms`);
});

test('the page of the parameters has a row for every parameter, with its default, and for no other', () => {
  const known = parameters();
  expect(known.size).toBeGreaterThan(5);
  const documented = parameterRows.map(([name = '', value = '']): [string, string] => [
    name,
    value === 'empty' ? '""' : value,
  ]);
  expect(new Map(documented)).toEqual(known);
});

test('the page of the parameters names every environment variable, and none that is unknown', () => {
  expect(environmentVariables()).toContain('ENI_WARDEN_MODE');
  for (const name of environmentVariables()) expect(codeSpans(parameterPage)).toContain(name);
  const named = matches(readme + behaviour + parameterPage, /\b(ENI_WARDEN_[A-Z_]+)\b/g);
  expect(environmentVariables()).toEqual(expect.arrayContaining([...named]));
});

test('the page of the parameters puts each environment variable beside the parameter that sets it', () => {
  const wiring = [...serverless.matchAll(/^ {4,}(ENI_WARDEN_\w+): \$\{param:(\w+)\}$/gm)];
  expect(wiring.length).toBeGreaterThan(14);
  for (const [, variable, parameter] of wiring) {
    const row = parameterRows.find(([name]) => name === parameter);
    expect(row?.at(-1)).toBe(variable);
  }
});

test('the defaults on the page of the parameters are those of the policy', () => {
  const inSeconds = (name: string) => Number(parameters().get(name)) * 1_000;
  expect(inSeconds('blockPeriodSeconds')).toBe(defaultFailoverPolicy.blockPeriodMs);
  expect(inSeconds('impairedGraceSeconds')).toBe(defaultFailoverPolicy.impairedGraceMs);
  expect(inSeconds('forceAfterSeconds')).toBe(defaultFailoverPolicy.forceAfterMs);
  const cleanup = defaultCleanupPolicy;
  expect(parameters().get('cleanupMode')).toBe(cleanup.mode);
  expect(inSeconds('cleanupGraceDays') * 86_400).toBe(cleanup.graceMs);
  expect(Number(parameters().get('cleanupDeletionsMax'))).toBe(cleanup.deletionsMax);
  expect(Number(parameters().get('cleanupAccountSharePercent')) / 100).toBe(cleanup.accountShareMax);
  expect([parameters().get('cleanupInterfaceTypes')]).toEqual([...cleanup.interfaceTypes]);
});

test('the periods in the README and on the page of the behaviour are those of the policy', () => {
  const minutes = (ms: number) => `${ms / 60_000} minutes`;
  const seconds = (ms: number) => `${ms / 1_000} s`;
  const policy = defaultFailoverPolicy;
  const text = (readme + behaviour).replaceAll(/\s+/g, ' ');
  expect(text).toContain(`believes it for ${minutes(policy.alarmBelievedMs)}`);
  expect(text).toContain(`counts for ${minutes(policy.spotWarningMs)}`);
  expect(text).toContain(`moved less than ${minutes(policy.followLeaderMs)} ago`);
  expect(text).toContain(`A request counts for ${minutes(policy.switchoverRequestMs)}`);
  expect(text).toContain(`looks again until the alarm is ${seconds(policy.youngEventMs)} old`);
  expect(text).toContain(`not shown by looks at least ${seconds(policy.vanishedAfterMs)} apart`);
});

/** What the framework adds to the role that it makes itself, beside sqs:SendMessage. */
const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:TagResource', 'logs:PutLogEvents'];

/** Policies of their own add these to whoever publishes. */
const toTell = topicKeyAccess.flatMap(({ Action }) => Action);

test.each(functionNames)('the page of the permissions lists every action of the %s, and no other', (name) => {
  const own = statementsOf(name).flatMap(({ Action }) => Action);
  const actions = own.includes('sns:Publish') ? [...own, ...toTell] : own;
  expect(actions).toContain('ec2:DescribeNetworkInterfaces');
  const further = name === 'failover' ? ['sqs:SendMessage', ...logs] : [];
  const listed = firstCells(sectionOf(read('docs/permissions.md'), `## The role of the ${name}`)).flatMap(
    (cell) => codeSpans(cell),
  );
  expect([...new Set(listed)].sort()).toEqual([...new Set([...actions, ...further])].sort());
});

test('the page of the metrics lists every metric, and none that is not written', () => {
  const source = [
    'measures',
    'sweep-measures',
    'audit-measures',
    'announcing',
    'chat-announcer',
    'failover-function',
    'cleanup-function',
    'audit-function',
  ]
    .map((name) => read(`handlers/${name}.ts`))
    .join('');
  const written = matches(source, /addMetric\(\s*'(\w+)'/g);
  expect(written).toContain('EventAge');
  const listed = firstCells(read('docs/metrics.md')).flatMap((cell) => codeSpans(cell));
  expect([...listed].sort()).toEqual(written);
});

test('the README explains every tag, and no other', () => {
  const listed = firstCells(section('## Enrol a group')).flatMap((cell) => codeSpans(cell));
  expect([...new Set(listed)].sort()).toEqual(Object.values(tagKeys).sort());
});

test('the page of the behaviour names the detail-type of every event that comes in', () => {
  const detailTypes = matches(serverless, /detail-type: \[(.+)\]/g);
  expect(detailTypes).toContain('CloudWatch Alarm State Change');
  for (const name of [...detailTypes, 'Scheduled Event']) {
    expect(sectionOf(behaviour, '## What wakes it, and what it does then')).toContain(name);
  }
});

test('the switchover request of the README is one that is understood', () => {
  const entries = /--entries '([\s\S]+?)'/.exec(section('### Ask for a switchover'))?.[1] ?? '';
  const [entry] = JSON.parse(entries) as [{ Source: string; DetailType: string; Detail: string }];
  const parsed = parseEvent({
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    time: '2026-11-23T06:00:00Z',
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail: JSON.parse(entry.Detail),
  });
  expect(parsed).toMatchObject({ kind: 'trigger', trigger: { kind: 'switchover-request' } });
});

test('the outputs that the page of the parameters names are those of the stack', () => {
  const outputs = matches(serverless.slice(serverless.indexOf('\n  Outputs:')), /^ {4}(\w+):$/gm);
  expect(outputs).toContain('AlertTopicArn');
  for (const name of outputs) expect(codeSpans(sectionOf(parameterPage, '## Outputs'))).toContain(name);
});
