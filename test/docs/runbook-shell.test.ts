import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEvent } from '../../events/parse.ts';
import { failureRecord } from '../../sandbox/lambda/lambda-failure.ts';
import { fixture } from '../events/fixtures.ts';
import { sectionOf } from './documents.ts';
import { blocksOf, page } from './runbook-page.ts';

const [top = ''] = blocksOf(page);
const [redrive = ''] = blocksOf(sectionOf(page, '### Redrive the failure queue'));
const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:eni-warden-prod-${name}`;

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

interface Call {
  readonly args: readonly string[];
  readonly payload: unknown;
}

/** A queue and functions behind the commands of the AWS CLI, which keeps every call that is made of it. */
const cli = `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const file = (name) => join(process.env.CLOUD, name);
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1] ?? '';
const isGiven = (name) => args.includes(name);
const queue = JSON.parse(readFileSync(file('queue.json'), 'utf8'));
const payload = isGiven('--payload') ? JSON.parse(readFileSync(option('--payload').replace('fileb://', ''), 'utf8')) : undefined;
appendFileSync(file('calls.jsonl'), JSON.stringify({ args, payload }) + '\\n');
if (args[1] === 'describe-stacks') console.log(/OutputKey=='(\\w+)'/.exec(option('--query'))[1]);
if (args[1] === 'receive-message' && queue.visible.length > 0) {
  const [message, ...visible] = queue.visible;
  writeFileSync(file('queue.json'), JSON.stringify({ visible, hidden: [...queue.hidden, message] }));
  console.log(JSON.stringify({ Messages: [message] }));
}
if (args[1] === 'delete-message') {
  const hidden = queue.hidden.filter(({ ReceiptHandle }) => ReceiptHandle !== option('--receipt-handle'));
  writeFileSync(file('queue.json'), JSON.stringify({ ...queue, hidden }));
}
if (args[1] === 'invoke' && option('--function-name') === process.env.REFUSES) process.exit(254);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eni-warden-runbook-'));
  writeFileSync(join(folder, 'aws'), cli);
  chmodSync(join(folder, 'aws'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs what a person would paste: the calls that were made, and what is in the queue then, seen or hidden. */
function paste(script: string, visible: readonly Message[] = [], refuses = '') {
  writeFileSync(join(folder, 'queue.json'), JSON.stringify({ visible, hidden: [] }));
  writeFileSync(join(folder, 'calls.jsonl'), '');
  const { stderr } = spawnSync('bash', ['--norc', '-c', `${top}\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${folder}:${process.env.PATH}`, CLOUD: folder, REFUSES: refuses, USER: 'jo' },
  });
  expect(stderr).toBe('');
  const lines = readFileSync(join(folder, 'calls.jsonl'), 'utf8').trim().split('\n');
  const calls = lines.map((line) => JSON.parse(line) as Call);
  const queue = JSON.parse(readFileSync(join(folder, 'queue.json'), 'utf8'));
  return { calls, left: [...queue.visible, ...queue.hidden] as readonly Message[] };
}

const option = ({ args }: Call, name: string) => args[args.indexOf(name) + 1] ?? '';

function invocationsIn(calls: readonly Call[]) {
  return calls
    .filter(({ args }) => args[1] === 'invoke')
    .map((call) => ({ name: option(call, '--function-name'), payload: call.payload }));
}

/** The message of an event that a function failed for good. */
function givenUp(name: string, event: unknown): Message {
  const about = { at: 0, requestId: 'r', functionArn: arnOf(name), event, attempts: 3 };
  const record = failureRecord({ ...about, lastError: { errorMessage: 'left' } }, 'RetriesExhausted');
  return { Body: JSON.stringify(record), ReceiptHandle: `of ${name}` };
}

/** The message of an event that EventBridge could not deliver. */
function deadLetter(target: string, event: unknown): Message {
  const of = (StringValue: string) => ({ StringValue });
  const attributes = {
    RULE_ARN: of('arn:aws:events:…'),
    TARGET_ARN: of(target),
    ERROR_CODE: of('NO_PERMISSIONS'),
  };
  return { Body: JSON.stringify(event), ReceiptHandle: `to ${target}`, MessageAttributes: attributes };
}

const hasJq = spawnSync('jq', ['--version']).status === 0;
if (!hasJq) process.stderr.write('jq is not installed: the shell of the runbook is not tried.\n');

(hasJq ? describe : describe.skip)('Where jq is installed, what the runbook says to paste', () => {
  const stopped = fixture('instance-state-change-stopped');
  const call = fixture('cloudtrail-call');

  test('redrives every kind of message to where it belongs, and empties the queue', () => {
    const letters = [
      givenUp('failover', stopped),
      deadLetter(arnOf('cleanup'), call),
      deadLetter('arn:aws:sqs:eu-west-1:123456789012:audit', call),
      { Body: JSON.stringify(call), ReceiptHandle: 'of the audit queue' },
    ];
    const { calls, left } = paste(redrive, letters);
    expect(left).toEqual([]);
    expect(invocationsIn(calls)).toEqual([
      { name: `${arnOf('failover')}:$LATEST`, payload: stopped },
      { name: arnOf('cleanup'), payload: call },
      { name: 'AuditFunctionName', payload: undefined },
    ]);
    expect(parseEvent(invocationsIn(calls)[0]?.payload)).toMatchObject({ kind: 'trigger' });
  });

  test('asks for no audit where nothing was for it', () => {
    expect(invocationsIn(paste(redrive, [givenUp('restore', { key: 'k' })]).calls)).toEqual([
      { name: `${arnOf('restore')}:$LATEST`, payload: { key: 'k' } },
    ]);
    expect(invocationsIn(paste(redrive).calls)).toEqual([]);
  });

  test('keeps in the queue what it cannot hand on, and what is behind that', () => {
    const letters = [givenUp('failover', stopped), givenUp('cleanup', call)];
    expect(paste(redrive, letters, `${arnOf('failover')}:$LATEST`).left).toHaveLength(2);
  });

  test.each([
    [`switchover 'a "kernel" update' i-0123456789abcdef1`, 'i-0123456789abcdef1'],
    [`switchover 'a "kernel" update'`, undefined],
  ])('asks for a switchover that is understood: %s', (script, target) => {
    const { calls } = paste(script);
    const [entry] = JSON.parse(option(calls[0] ?? { args: [], payload: undefined }, '--entries'));
    const parsed = parseEvent({
      version: '0',
      id: '7bf73129-1428-4cd3-a780-95db273d1602',
      time: '2026-11-23T06:00:00Z',
      source: entry.Source,
      'detail-type': entry.DetailType,
      detail: JSON.parse(entry.Detail),
    });
    expect(parsed).toMatchObject({
      kind: 'trigger',
      trigger: { kind: 'switchover-request', group: 'fw', reason: 'a "kernel" update', requester: 'jo' },
    });
    expect(JSON.parse(entry.Detail).target).toBe(target);
  });
});
