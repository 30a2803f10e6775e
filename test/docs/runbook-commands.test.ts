import { spawnSync } from 'node:child_process';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import { runProgram } from '../../cli/commands/program.ts';
import { matches } from './documents.ts';
import { others } from './other-services.ts';
import { inputOf, kebab, pascal } from './pasted/sdk-schema.ts';
import { type AwsCall, awsCallsOf, blocksOf, page } from './runbook-page.ts';

const blocks = blocksOf(page);
const calls = blocks.flatMap(awsCallsOf);

/** The AWS CLI's own, which every call takes. */
const everywhere = ['query', 'output', 'max-items'];

/** The options of a call as the SDK's own schema has them; undefined for a command that it does not know. */
function optionsInSdk(sdk: object, command: string): readonly string[] | undefined {
  const input = inputOf(sdk, command);
  return input && [...input.members.keys()].map(kebab);
}

function optionsOf({ service, command, operand }: AwsCall): readonly string[] | undefined {
  if (service === 'ec2' && command === 'wait')
    return `waitUntil${pascal(operand)}` in ec2 ? optionsInSdk(ec2, 'describe-instances') : undefined;
  if (service === 'ec2') return optionsInSdk(ec2, command);
  if (service === 'cloudwatch') return optionsInSdk(cloudwatch, command);
  return others[`${service} ${command}`];
}

test('every call of the AWS CLI in the runbook is one that there is, with options that there are', () => {
  expect(calls.length).toBeGreaterThan(50);
  for (const call of calls) {
    const known = optionsOf(call);
    const name = `aws ${call.service} ${call.command} ${call.operand}`;
    expect({ name, known: known !== undefined }).toEqual({ name, known: true });
    const odd = call.options.filter((option) => ![...everywhere, ...(known ?? [])].includes(option));
    expect({ name, odd }).toEqual({ name, odd: [] });
  }
});

test('every block of the runbook is something that bash can read', () => {
  for (const block of blocks) {
    const { stderr, status } = spawnSync('bash', ['--norc', '-n'], { input: block, encoding: 'utf8' });
    expect({ block, stderr, status }).toEqual({ block, stderr: '', status: 0 });
  }
});

test('every word that the runbook says to type is defined at its top', () => {
  const [top = ''] = blocks;
  const defined = matches(top, /^(\w+)\(\) \{/gm);
  expect(defined).toEqual(['checks', 'enis', 'members', 'output', 'said', 'switchover']);
  const later = blocks.slice(1).join('\n');
  const known = [...defined, ...matches(later, /^(\w+)\(\) \{/gm), 'aws', 'npm', 'npx', 'for', 'while'];
  const shell = /^(?:\s|[A-Za-z_]+=|[)}[]|\w+\(\) \{|done\b)/;
  const begins = later.split('\n').filter((line) => line !== '' && !shell.test(line));
  const words = begins.map((line) => line.split(' ')[0] ?? '');
  expect(known).toEqual(expect.arrayContaining([...new Set(words)]));
});

test('a query that asks for what lacks a tag denies the whole filter', () => {
  // In JMESPath, "!" binds more tightly than the filter behind it: without parentheses nothing is ever found.
  expect(matches(page, /(\?!.)/g)).toEqual(['?!(']);
});

/** What a command of ours says of itself, as a person would read it. */
async function helpOf(command: string): Promise<string> {
  const said: string[] = [];
  const terminal = { out: note, err: note, isColoured: false, width: 120 };
  function note(text: string): void {
    said.push(text);
  }
  const connect = () => Promise.reject(new Error('help asks nobody'));
  await runProgram([command, '--help'], { terminal, environment: {}, connect });
  return said.join('\n');
}

test('every command of ours in the runbook is one that there is, with options that there are', async () => {
  const ours = blocks.flatMap((block) => [...block.matchAll(/npx eni-warden ([a-z]+)(.*)/g)]);
  expect(ours.length).toBeGreaterThan(5);
  for (const [, command = '', rest = ''] of ours) {
    const help = await helpOf(command);
    expect(help).toContain(`Usage: eni-warden ${command} `);
    for (const option of matches(rest, /(--[a-z-]+)/g)) expect(help).toContain(`  ${option} `);
  }
  const inText = matches(page, /`npx eni-warden ([a-z]+)`/g);
  for (const command of inText) expect(await helpOf(command)).toContain(`Usage: eni-warden ${command} `);
});
