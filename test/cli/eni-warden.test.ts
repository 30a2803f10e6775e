import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { type ServedSandbox, serveSandbox } from '../../sandbox/served-sandbox.ts';

jest.setTimeout(60_000);

const instant = { medianMs: 1, p99Ms: 1 };

let sandbox: Sandbox;
let served: ServedSandbox;
let eniId: string;

beforeAll(async () => {
  sandbox = createSandbox({ clock: realClock, seed: 'cli', timings: { apiCall: instant } });
  const { world } = sandbox;
  served = await serveSandbox(sandbox);
  const { subnetId } = world.addNetwork().subnets[0];
  const tags = { 'eni-warden:group': 'fw' };
  const [active] = [world.addInstance({ subnetId, tags }), world.addInstance({ subnetId, tags })];
  const attachTo = { instanceId: active.instanceId, deviceIndex: 1 };
  eniId = world.addNetworkInterface({ subnetId, tags, attachTo }).networkInterfaceId;
});

afterAll(() => served.stop());

/** Runs the bin of the package, as `npx eni-warden` does, with this environment and nothing of ours. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const path = join(__dirname, '../../cli/eni-warden.js');
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...environment,
  };
  const child = spawn(process.execPath, [path, ...args], { env });
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

const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' };
const here = () => ({ ...keys, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: served.server.url });

test('it asks the AWS that AWS_ENDPOINT_URL names, over the network', async () => {
  const { status, out, err } = await run(['status', '--json'], here());
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ region: 'eu-west-1', groups: [{ group: 'fw', ready: true }] });
});

test('--profile takes credentials and region from the files of the AWS CLI', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eni-warden-profile-'));
  try {
    const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
    writeFileSync(config, '[profile ops]\nregion = eu-west-1\n');
    writeFileSync(credentials, '[ops]\naws_access_key_id = x\naws_secret_access_key = y\n');
    const environment = {
      AWS_ENDPOINT_URL: served.server.url,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
    };
    const { status, out } = await run(['status', '--json', '--profile', 'ops'], environment);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ region: 'eu-west-1', groups: [{ group: 'fw' }] });
    const nobody = await run(['status', '--profile', 'nobody', '--region', 'eu-west-1'], environment);
    expect(nobody.status).toBe(3);
    expect(nobody.err).toMatch(/credentials.*--profile/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a hold is put on, shown as something wrong, and taken off', async () => {
  expect((await run(['hold', eniId, '--reason', 'a while'], here())).status).toBe(0);
  const held = await run(['status', '--region', 'eu-west-1'], { ...here(), AWS_REGION: '' });
  expect(held.status).toBe(1);
  expect(held.out).toContain('it is on hold: a while');
  expect((await run(['release', eniId], here())).status).toBe(0);
  expect(sandbox.world.networkInterface(eniId)?.tags).toEqual({ 'eni-warden:group': 'fw' });
});

test.each([
  ['no region', keys, 2, /which region\? Name it with --region/],
  ['no credentials', { AWS_REGION: 'eu-west-1' }, 3, /Give it working credentials/],
])('%s is said in a line, with what to do', async (_what, environment, expected, words) => {
  const { status, out, err } = await run(['status'], environment);
  expect([status, out]).toEqual([expected, '']);
  expect(err).toMatch(words);
  expect(err.trim().split('\n').length).toBeLessThan(4);
});

test('the help needs neither credentials nor a region', async () => {
  const { status, out } = await run(['--help']);
  expect(status).toBe(0);
  expect(out).toContain('Usage: eni-warden');
});
