import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DeleteNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { storeManifest } from '../../aws/cleanup/manifests.ts';
import { createEc2Client, createS3Client } from '../../aws/clients.ts';
import { systemClock } from '../../aws/clock.ts';
import type { Manifest } from '../../domain/cleanup/manifest.ts';
import { realClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { type ServedSandbox, serveSandbox } from '../../sandbox/served-sandbox.ts';

jest.setTimeout(60_000);

const instant = { medianMs: 1, p99Ms: 1 };
const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_REGION: 'eu-west-1' };
const bucket = 'manifests-of-the-stack';

let sandbox: Sandbox;
let served: ServedSandbox;
let manifest: Manifest;
let key: string;

beforeAll(async () => {
  sandbox = createSandbox({ clock: realClock, seed: 'cli', timings: { apiCall: instant, create: instant } });
  const { region, account, world } = sandbox;
  served = await serveSandbox(sandbox);
  served.s3.createBucket(bucket);
  const { vpc, subnets } = world.addNetwork();
  const { subnetId } = subnets[0];
  const eni = world.addNetworkInterface({ subnetId, privateIpAddress: '10.0.0.9', sourceDestCheck: false });
  manifest = {
    version: 1,
    writtenAt: '2026-11-23T12:00:00Z',
    eniId: eni.networkInterfaceId,
    macAddress: eni.macAddress,
    accountId: account,
    vpcId: vpc.vpcId,
    subnetId,
    availabilityZone: eni.availabilityZone,
    interfaceType: 'interface',
    description: '',
    sourceDestCheck: false,
    privateIpv4Addresses: [{ address: '10.0.0.9', primary: true }],
    ipv6Addresses: [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    securityGroupIds: eni.groups.map(({ groupId }) => groupId),
    tags: {},
    elasticIps: [],
    routes: [],
  };
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  const client = { region, endpoint: served.server.url, credentials };
  const ec2 = createEc2Client(client);
  const store = {
    client: createS3Client({ ...client, forcePathStyle: true }),
    bucket,
    clock: systemClock,
    chance: () => 0.5,
  };
  key = await storeManifest(store, manifest, Date.now() + 30_000);
  await storeManifest(store, { ...manifest, writtenAt: '2026-11-24T12:00:00Z' }, Date.now() + 30_000);
  await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: eni.networkInterfaceId }));
  ec2.destroy();
  store.client.destroy();
});

afterAll(() => served.stop());

/** Runs the command as `npm run restore` does, against the sandbox. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const path = join(__dirname, '../../cli/restore.ts');
  const { ENI_WARDEN_MANIFEST_BUCKET: _none, ...inherited } = process.env;
  const child = spawn(process.execPath, [path, ...args], { env: { ...inherited, ...keys, ...environment } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, out, err };
}

const here = () => ['--bucket', bucket, '--endpoint', served.server.url];

test('the manifests of an ENI are listed, the newest first', async () => {
  const { status, out } = await run(['--list', manifest.eniId, ...here()]);
  expect(status).toBe(0);
  expect(out.trim().split('\n')).toEqual([key.replace('2026-11-23', '2026-11-24'), key]);
});

test('an ENI without a manifest is told as such', async () => {
  const { status, err } = await run(['--list', 'eni-0123456789abcdef0', ...here()]);
  expect(status).toBe(1);
  expect(err).toContain(`${bucket} holds no manifest of eni-0123456789abcdef0`);
});

test('an ENI is brought back, and told in words; again as JSON, and it is the same one', async () => {
  const first = await run([key, '--endpoint', served.server.url], { ENI_WARDEN_MANIFEST_BUCKET: bucket });
  expect(first.err).toBe('');
  expect(first.status).toBe(0);
  expect(first.out).toMatch(new RegExp(`^${manifest.eniId} is back as eni-\\w+ with 10\\.0\\.0\\.9\\.`));
  expect(first.out).toContain('Cannot come back');
  const second = await run([key, '--json', ...here()]);
  const report = JSON.parse(second.out);
  expect(report).toMatchObject({ outcome: 'restored', done: [] });
  expect(sandbox.world.networkInterface(report.newEniId)).toMatchObject({
    sourceDestCheck: false,
    privateIpAddresses: [{ privateIpAddress: '10.0.0.9' }],
  });
  // Another manifest of the same ENI: its address is held by the one that is back.
  const other = await run([key.replace('2026-11-23', '2026-11-24'), ...here()]);
  expect(other.status).toBe(1);
  expect(other.out).toMatch(new RegExp(`Nothing was changed[\\s\\S]*held by ${report.newEniId}`));
});

test('a key that does not exist is an error with what to do', async () => {
  const { status, err } = await run(['manifests/eni-1/none.json', ...here()]);
  expect(status).toBe(1);
  expect(err).toMatch(/manifests\/eni-1\/none\.json.*--list eni-…/);
});

test.each([
  ['nothing at all', [], /which manifest/],
  ['an ENI instead of a key', ['eni-1'], /list them with --list eni-1/],
  ['something else than a key', ['README.md'], /a key looks like/],
  ['two keys', ['manifests/eni-1/a.json', 'manifests/eni-1/b.json'], /one key at a time/],
  ['a key and --list', ['manifests/eni-1/a.json', '--list', 'eni-1'], /not both/],
  ['no ENI to list', ['--list', 'manifests/'], /takes the id of an ENI/],
  ['an unknown option', ['--force'], /--force/],
  ['no bucket', ['manifests/eni-1/a.json'], /outputs/],
])('%s is answered with the usage', async (_what, args, words) => {
  const { status, out, err } = await run(args);
  expect(status).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(words);
  expect(err).toContain('Usage: npm run restore');
});
