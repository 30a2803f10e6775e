import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { auditTagKeys, cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { codeSpans, matches, read, root, sectionOf, tableRows } from './documents.ts';
import { anchorsOf, blocksOf, entriesOf, page } from './runbook-page.ts';

const serverless = read('serverless.yml');
const alerts = entriesOf('## Alerts');
const alarms = entriesOf('## Alarms');
const parts = ['Already done', 'Check', 'Do', 'Over when', 'Concerns'];
const outputs = matches(serverless.slice(serverless.indexOf('\n  Outputs:')), /^ {4}(\w+):$/gm);

/** Where resources of the stack are written; the deployment's own tests hold that all of them are in the packaged template. */
const templates = [
  'serverless.yml',
  ...readdirSync(join(root, 'deploy')).flatMap((name) => (name.endsWith('.yml') ? [`deploy/${name}`] : [])),
].map(read);
const alarmsOfTheStack = templates
  .flatMap((text) => matches(text, /^ *(\w+):\n +Type: AWS::CloudWatch::\w*Alarm$/gm))
  .sort();

/** What the functions are told by variables. */
const variables = matches(
  readdirSync(join(root, 'aws'))
    .filter((name) => /^(environment|.*config)\.ts$/.test(name))
    .map((name) => read(`aws/${name}`))
    .join(''),
  /\b(ENI_WARDEN_[A-Z_]+)\b/g,
);

test('the runbook has an entry for every kind of alert, and for no other', () => {
  const union = /export type AlertKind =([^;]+);/.exec(read('domain/alert.ts'))?.[1] ?? '';
  const kinds = matches(union, /'([a-z-]+)'/g);
  expect(kinds.length).toBeGreaterThan(10);
  expect(alerts.map(({ name }) => name).sort()).toEqual(kinds);
});

test('the runbook has an entry for every alarm of the template, and for no other', () => {
  expect(alarmsOfTheStack).toContain('FailureQueueAlarm');
  const all = [...templates.join('').matchAll(/AWS::CloudWatch::\w*Alarm\b/g)];
  expect(alarmsOfTheStack).toHaveLength(all.length);
  expect(alarms.map(({ name }) => name).sort()).toEqual(alarmsOfTheStack);
});

describe.each([...alerts, ...alarms])('the entry $name', ({ name, text }) => {
  test('says first whether traffic is down and whether to act now', () => {
    expect(text).toMatch(
      /^\*\*Traffic: (down|may be down|not affected)\. (Act now|Act in office hours|Nothing to do yet)\.\*\* \S/,
    );
  });

  test('says what was done, what to check, what to do, when it is over and whom it concerns', () => {
    expect([...text.matchAll(/^- \*\*(.+?):\*\* \S/gm)].map(([, part]) => part)).toEqual(parts);
  });

  test('has a command to copy', () => {
    expect(blocksOf(text).join('').trim()).not.toBe('');
  });

  test('does not let an alert wait that can be critical', () => {
    const severities = tableRows(sectionOf(read('docs/alerts.md'), '## Alerts'))
      .filter(([kind]) => kind === `\`${name}\``)
      .map(([, severity]) => severity);
    if (severities.includes('critical')) expect(text).toMatch(/Act now\.\*\*/);
  });
});

test('every tag that the runbook names exists', () => {
  const known = [tagKeys, cleanupTagKeys, auditTagKeys].flatMap((keys) => Object.values(keys));
  const named = matches(page, /(eni-warden:[\w-]+)/g);
  expect(named).toContain('eni-warden:hold');
  expect(known).toEqual(expect.arrayContaining([...named]));
});

test('every parameter and variable that the runbook names exists', () => {
  const block = /^params:\n {2}default:\n([\s\S]*?)^\S/m.exec(serverless)?.[1] ?? '';
  // The fields of Lambda's own record are written like parameters.
  const known = [...matches(block, /^ {4}(\w+): /gm), 'requestContext', 'requestPayload'];
  const named = [
    ...matches(page, /--param="?(\w+)=/g),
    ...codeSpans(page).flatMap((span) => /^([a-z]\w*)=|^([a-z]+[A-Z]\w*)$/.exec(span)?.slice(1) ?? []),
  ].filter((name) => name !== undefined && name !== 'index' && name !== 'FORCE');
  expect(named).toContain('mode');
  expect(known).toEqual(expect.arrayContaining(named));
  expect(variables).toEqual(expect.arrayContaining([...matches(page, /\b(ENI_WARDEN_[A-Z_]+)\b/g)]));
});

test('every metric, alarm, output and error that the runbook names exists', () => {
  const metrics = readdirSync(join(root, 'handlers')).flatMap((name) =>
    matches(read(`handlers/${name}`), /addMetric\(\s*'(\w+)'/g),
  );
  const errors = matches(read('aws/failures.ts') + read('aws/attach.ts'), /\b([A-Z][a-z]+[A-Z]\w+)\b/g);
  const known = [...metrics, ...alarmsOfTheStack, ...outputs, ...errors];
  const named = codeSpans(page).filter((span) => /^[A-Z][a-z]+[A-Z]\w+$/.test(span));
  expect(named).toContain('StandbyReady');
  expect(known).toEqual(expect.arrayContaining(named));
  expect(known).toEqual(expect.arrayContaining([...matches(page, /--metric-name (\w+)/g)]));
  expect(outputs).toEqual(expect.arrayContaining([...matches(page, /\$\(output (\w+)\)/g)]));
});

test('every function and rule of the stack that a command names exists', () => {
  const functions = matches(/^functions:\n([\s\S]*?)^\S/m.exec(serverless)?.[1] ?? '', /^ {2}(\w+):$/gm);
  const rules = matches(serverless, /ame: \$\{self:service\}-\$\{sls:stage\}-([\w-]+)$/gm);
  expect([functions.length, rules.length > 5]).toEqual([4, true]);
  const code = blocksOf(page).join('');
  const named = [
    ...matches(code, /\$STACK-([a-z][\w-]*)/g),
    ...matches(code, /^said (\w+)/gm),
    ...matches(code, /for name in ([a-z ]+); do/g).flatMap((names) => names.split(' ')),
  ];
  expect(named).toContain('failover');
  expect([...functions, ...rules]).toEqual(expect.arrayContaining(named));
  for (const prefix of matches(code, /\$STACK-([A-Z]\w*)/g)) {
    expect(alarmsOfTheStack).toContainEqual(expect.stringMatching(new RegExp(`^${prefix}`)));
  }
});

test('every heading that is linked to exists', () => {
  for (const [, path = '', anchor = ''] of page.matchAll(/\]\(([\w./]*)#([^)]+)\)/g)) {
    const target = path === '' ? page : read(join('docs', path));
    expect(anchorsOf(target)).toContain(anchor);
  }
});
