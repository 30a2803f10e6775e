import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { deployedRole } from '../../deploy/permissions/deployed.ts';
import type { Statement as TableStatement } from '../../deploy/permissions/permission.ts';
import {
  callsOf,
  type FunctionName,
  functionNames,
  never,
  permissions,
  statementsOf,
  topicKeyAccess,
  vpcAccess,
} from '../../deploy/permissions/table.ts';
import type { Statement } from '../../sandbox/iam/policy.ts';
import { ofSomebody, type PackagedService, packageService, topicOfSomebody } from './packaged-service.ts';
import { roleOf } from './roles.ts';

let plain: PackagedService;
let inVpc: PackagedService;

beforeAll(async () => {
  [plain, inVpc] = await Promise.all([packageService(), packageService(...ofSomebody)]);
}, 120_000);

type Named = Statement & { readonly Sid?: string };

/** The role as packaged; what the framework writes has no Sid. */
function packaged(service: PackagedService, name: FunctionName): readonly Named[] {
  return roleOf(service.template, name.charAt(0).toUpperCase() + name.slice(1)).statements;
}

const places = { region: 'eu-west-1', account: '123456789012', bucket: 'stack-store' };
const topicKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/stack-AlertTopicKey';
const chatTopicArn = 'arn:aws:sns:eu-west-1:123456789012:stack-ChatTopic';
const ownTopic = 'arn:aws:sns:eu-west-1:123456789012:stack-AlertTopic';
const ofLambda = ({ Action }: Statement) => [Action].flat().every((action) => /^(logs|sqs):/.test(action));
const sids = (statements: readonly (Named | TableStatement)[]) => statements.flatMap(({ Sid }) => Sid ?? []);

test.each(functionNames)(
  'the packaged role of %s is what the table says, with the places of the stack filled in',
  (name) => {
    const statements = packaged(plain, name);
    expect(statements.filter((each) => !ofLambda(each))).toEqual(
      deployedRole(name, { ...places, topicArn: ownTopic, topicKeyArn }),
    );
    const own = statementsOf(name);
    const toTell = callsOf(name).includes('sns:Publish') ? topicKeyAccess : [];
    expect(sids(statements)).toEqual(sids([...own, ...toTell, ...never]));
  },
);

test.each(functionNames)(
  'in a VPC, with the topic of somebody and a chat, %s has what Lambda needs there besides',
  (name) => {
    const statements = packaged(inVpc, name);
    expect(statements.filter((each) => !ofLambda(each))).toEqual([
      ...deployedRole(name, { ...places, topicArn: topicOfSomebody, topicKeyArn, chatTopicArn }),
      ...vpcAccess,
    ]);
  },
);

test('what the table leaves to Lambda is its logs, its queues and its interfaces', () => {
  const rows = Object.values(permissions).flat();
  const actions = rows.flatMap(({ for: whom, actions = [] }) => (whom === 'Lambda' ? actions : []));
  expect([...new Set(actions)].sort()).toEqual([
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
  ]);
});

test('every row says why, and every function has each of its rows once', () => {
  for (const rows of Object.values(permissions)) {
    for (const { why } of rows) expect(why).toMatch(/^[A-Z].{15,}\.$/);
    expect(new Set(rows.map(({ sid }) => sid)).size).toBe(rows.length);
  }
});

/** The S3 client's own, for directory buckets: it sends it for no other, and ours is none. */
const ofTheClient = ['s3:CreateSession'];

/** The commands whose code is in the bundle once everything unused has fallen out. */
function commandsIn(output: Metafile['outputs'][string] | undefined): readonly string[] {
  const commands = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => {
    const [, client, command] = /@aws-sdk\/client-([\w-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(path) ?? [];
    return command === undefined || bytesInOutput === 0 ? [] : [`${client}:${command}`];
  });
  return commands.filter((command) => !ofTheClient.includes(command)).sort();
}

describe('the code', () => {
  let outputs: Metafile['outputs'];

  beforeAll(async () => {
    const { metafile } = await build({
      entryPoints: functionNames.map((name) => join(__dirname, `../../handlers/${name}.ts`)),
      outdir: 'none',
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    outputs = metafile.outputs;
  }, 60_000);

  test.each(functionNames)('of %s can send the calls that the table lists for it, and no others', (name) => {
    expect(commandsIn(outputs[`none/${name}.js`])).toEqual(callsOf(name));
  });
});
