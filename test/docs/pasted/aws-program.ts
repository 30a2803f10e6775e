import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import type { Access } from '../../../cli/commands/account.ts';
import type { VirtualClock } from '../../../sandbox/clock.ts';
import { others } from '../other-services.ts';
import { type AwsCall, optionsOf, readCall } from './aws-call.ts';
import { asText, query } from './query.ts';
import { pascal } from './sdk-schema.ts';
import type { Answer, Program } from './shell.ts';

/** The AWS that `aws` reaches. */
export interface Cloud {
  readonly access: Access;
  readonly clock: VirtualClock;
  /** What DescribeStacks tells of the stack; the sandbox has no CloudFormation. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Where `aws s3 cp` puts what it fetches. */
  folder(): string;
}

const sdks = { ec2, events, s3api: s3, sns } as const;

/** What the sandbox does not have: the options are held against the SDK, nothing happens, and this is the answer. */
const onlyRead: Readonly<Record<string, object>> = {
  'sns subscribe': {},
  's3api list-object-versions': { Versions: [{ Key: 'audit/state.json', VersionId: 'one' }] },
  's3api delete-objects': {},
};

/** `aws`, for as much of it as the documents use, in front of the sandbox. */
export function awsProgram(cloud: Cloud): Program {
  return async ([service = '', command = '', ...words]) => {
    const name = `${service} ${command}`;
    if (name === 's3 cp') return copy(cloud, words);
    if (name === 's3 rb') return removeBucket(words);
    if (name === 'ec2 wait') return waitFor(cloud, words);
    if (name === 'cloudformation describe-stacks') return printed(stacks(cloud, words));
    const options = others[name];
    if (service === 'lambda' && options !== undefined) return held(optionsOf(words), options);
    const sdk: object | undefined = sdks[service as keyof typeof sdks];
    if (sdk === undefined) throw new Error(`Nobody knows aws ${service} here`);
    const call = readCall(sdk, service, command, words);
    return printed({ ...call, answer: onlyRead[name] ?? (await send(cloud, call)) });
  };
}

/** Of a service without an SDK here nothing but the names of the options is known. */
function held(given: ReadonlyMap<string, readonly string[]>, known: readonly string[]): Answer {
  const odd = [...given.keys()].filter((option) => !known.includes(option));
  if (odd.length > 0) throw new Error(`Unknown options: ${odd.join(', ')}`);
  return { status: 0, out: '{}' };
}

interface Client {
  send(command: object): Promise<object>;
}

async function send({ access, clock }: Cloud, { service, command, input }: AwsCall): Promise<object> {
  const sdk = sdks[service as keyof typeof sdks] as Readonly<Record<string, unknown>>;
  const clients = {
    ec2: 'EC2Client',
    events: 'EventBridgeClient',
    s3api: 'S3Client',
    sns: 'SNSClient',
  } as const;
  const Client = sdk[clients[service as keyof typeof clients]] as new (options: object) => Client;
  const Command = sdk[`${pascal(command)}Command`] as new (input: object) => object;
  const { $metadata: _, ...answer } = (await clock.run(
    new Client({ ...access, maxAttempts: 1 }).send(new Command(input)),
  )) as Readonly<Record<string, unknown>>;
  return answer;
}

function printed({
  answer,
  query: asked,
  output,
}: Pick<AwsCall, 'query' | 'output'> & { readonly answer: object }): Answer {
  const shown = asked === undefined ? answer : query(answer, asked);
  if (output === 'text') return { status: 0, out: asText(shown) };
  return { status: 0, out: JSON.stringify(shown, null, 2) };
}

function stacks({ outputs }: Cloud, words: readonly string[]) {
  const options = optionsOf(words);
  const [stack = ''] = options.get('stack-name') ?? [];
  const odd = [...options.keys()].filter(
    (name) => !['stack-name', 'query', 'output', 'region'].includes(name),
  );
  if (odd.length > 0 || !/^eni-warden-[a-z]+$/.test(stack))
    throw new Error(`DescribeStacks of ${stack}: ${odd}`);
  const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  const [output = 'json'] = options.get('output') ?? [];
  return { answer: { Stacks: [{ Outputs }] }, query: options.get('query')?.[0], output };
}

/** What can be waited for: the call that is made, what it shows, and what that should be. */
const waited = {
  'instance-running': ['describe-instances', 'Reservations[].Instances[].State.Name', 'running'],
  'instance-terminated': ['describe-instances', 'Reservations[].Instances[].State.Name', 'terminated'],
  'network-interface-available': ['describe-network-interfaces', 'NetworkInterfaces[].Status', 'available'],
} as const;

/** Looks every 15 s, at most 40 times: for an instance, as the AWS CLI does. */
async function waitFor(cloud: Cloud, [what = '', ...words]: readonly string[]): Promise<Answer> {
  const wait = waited[what as keyof typeof waited];
  if (wait === undefined) throw new Error(`Nobody knows how to wait for ${what} here`);
  const [command, shown, wanted] = wait;
  const call = readCall(ec2, 'ec2', command, words);
  for (let look = 0; look < 40; look++) {
    const states = query(await send(cloud, call), shown) as readonly unknown[];
    if (states.flat().every((state) => state === wanted)) return { status: 0 };
    await cloud.clock.advance(15_000);
  }
  return { status: 255, err: `Waiter ${what} failed: Max attempts exceeded` };
}

async function copy(cloud: Cloud, [from = '', to = '', ...more]: readonly string[]): Promise<Answer> {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([\w.-]+)\/(.+)$/.exec(from) ?? [];
  if (Bucket === '' || to === '' || more.length > 0)
    throw new Error(`aws s3 cp ${from} ${to} ${more.join(' ')}`);
  const client = new s3.S3Client({
    ...cloud.access,
    forcePathStyle: true,
    maxAttempts: 1,
  } as s3.S3ClientConfig);
  const { Body } = await cloud.clock.run(client.send(new s3.GetObjectCommand({ Bucket, Key })));
  const text = (await Body?.transformToString()) ?? '';
  if (to === '-') return { status: 0, out: text };
  writeFileSync(join(cloud.folder(), to === '.' ? basename(Key) : to), text);
  return { status: 0, out: `download: ${from} to ${to}` };
}

function removeBucket([bucket = '', ...more]: readonly string[]): Answer {
  if (!/^s3:\/\/[\w.-]+$/.test(bucket) || more.length > 0)
    throw new Error(`aws s3 rb ${bucket} ${more.join(' ')}`);
  return { status: 0 };
}
