import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type QuickCloud, startQuickCloud } from '../support/quick-cloud.ts';
import { type PackagedService, packageService } from './packaged-service.ts';

let service: PackagedService;
const folder = mkdtempSync(join(tmpdir(), 'eni-warden-bundles-'));

beforeAll(async () => {
  service = await packageService();
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bundleOf(name: string): string {
  return Buffer.from(service.filesOf(name)[`handlers/${name}.mjs`] ?? []).toString('utf8');
}

describe('the bundle', () => {
  // Every schema of a client says of which service it is; so do those of the clients behind a chain of credentials.
  test.each([
    ['failover', ['ec2', 'sns']],
    ['cleanup', ['ec2', 's3', 'sns']],
    ['restore', ['ec2', 's3']],
    ['audit', ['cloudwatch', 'ec2', 's3', 'sns']],
  ])('of %s carries the clients of %j and no others', (name, clients) => {
    const found = [...bundleOf(name).matchAll(/com\.amazonaws\.(\w+)/g)].map(([, client]) => client);
    expect([...new Set(found)].toSorted()).toEqual(clients);
  });

  test.each([
    ['failover', 'DetachNetworkInterface'],
    ['cleanup', 'DeleteNetworkInterface'],
    ['restore', 'CreateNetworkInterface'],
    ['audit', 'GetSubnetCidrReservations'],
  ])('of %s can name %s, and not the calls that nobody makes', (name, own) => {
    const bundle = bundleOf(name);
    expect(bundle).toContain(own);
    for (const other of ['TerminateInstances', 'RunInstances', 'ModifyVpcAttribute']) {
      expect(bundle).not.toContain(other);
    }
  });

  test('of failover holds nothing with which an ENI could be deleted', () => {
    expect(bundleOf('failover')).not.toContain('DeleteNetworkInterface');
  });

  // An import of one reads all of its exports, and some are whole libraries that Node loads when they are read.
  test.each(['failover', 'cleanup', 'restore', 'audit'])(
    "of %s imports none of Node's own modules",
    (name) => {
      expect(bundleOf(name).match(/\b(?:from|import|require)\s*\(?\s*["'](?:node:)?[\w/]+["']/g)).toBeNull();
    },
  );

  // The failover must start fast; the others would grow by 500 KB if what nobody calls came back.
  test.each([
    ['failover', 750],
    ['cleanup', 750],
    ['restore', 750],
    ['audit', 900],
  ])('of %s is at most %i KB', (name, kilobytesMax) => {
    expect(service.filesOf(name)[`handlers/${name}.mjs`]?.length).toBeLessThanOrEqual(kilobytesMax * 1_000);
  });
});

function eventOf(detailType: string, source: string, detail: object = {}): object {
  const time = new Date().toISOString();
  return {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': detailType,
    source,
    time,
    detail,
  };
}

/** Has the packaged function handle an event in a fresh process, and returns what it wrote; not to the end where `enough` says so. */
async function handle(
  name: string,
  event: object,
  environment: Record<string, string>,
  enough: () => boolean = () => false,
): Promise<string> {
  const program = join(folder, 'handlers', `${name}.mjs`);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, bundleOf(name));
  const child = join(__dirname, '../../bench/cold-start-child.mjs');
  const running = spawn(process.execPath, [child, program, '300000', JSON.stringify(event)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ignore'],
  });
  const watching = setInterval(() => enough() && running.kill('SIGKILL'), 20);
  const closed = once(running, 'close');
  const written = [running.stdout, running.stderr].map((stream) => text(stream as Readable));
  await closed;
  clearInterval(watching);
  return (await Promise.all(written)).join('');
}

describe('in a fresh process, over HTTP, the bundle', () => {
  let cloud: QuickCloud;
  let subnetId: string;

  beforeEach(async () => {
    cloud = await startQuickCloud();
    subnetId = cloud.sandbox.world.addNetwork().subnets[0].subnetId;
  });

  afterEach(() => cloud.stop());

  test('of failover moves an ENI from a member that stopped, and tells', async () => {
    const { world } = cloud.sandbox;
    const tags = { 'eni-warden:group': 'firewall' };
    const [active, standby] = [world.addInstance({ subnetId, tags }), world.addInstance({ subnetId, tags })];
    const attachTo = { instanceId: active.instanceId, deviceIndex: 1 };
    const { networkInterfaceId } = world.addNetworkInterface({ subnetId, tags, attachTo });
    world.stop(active.instanceId);
    const detail = { 'instance-id': active.instanceId, state: 'stopped' };
    const event = eventOf('EC2 Instance State-change Notification', 'aws.ec2', detail);
    const holder = () => world.networkInterface(networkInterfaceId).attachment?.instanceId;
    // The rest is a wait of seconds for the attachment to be shown.
    const log = await handle('failover', event, cloud.environment, () => holder() === standby.instanceId);
    expect({ log, holder: holder(), told: cloud.told() }).toEqual({
      log,
      holder: standby.instanceId,
      told: 1,
    });
  }, 60_000);

  test('of cleanup marks an unattached ENI', async () => {
    const { world } = cloud.sandbox;
    const { networkInterfaceId } = world.addNetworkInterface({ subnetId });
    await handle('cleanup', eventOf('Scheduled Event', 'aws.events'), {
      ...cloud.environment,
      ENI_WARDEN_CLEANUP_MODE: 'quarantine',
    });
    expect(Object.keys(world.networkInterface(networkInterfaceId).tags)).toContain(
      'eni-warden:unattached-since',
    );
  }, 60_000);

  test('of audit writes its register and its state', async () => {
    const { networkInterfaceId } = cloud.sandbox.world.addNetworkInterface({ subnetId });
    await handle('audit', eventOf('Scheduled Event', 'aws.events'), cloud.environment);
    expect(cloud.s3.object('store', 'audit/addresses.csv')?.body).toContain(networkInterfaceId);
    expect(cloud.s3.object('store', 'audit/state.json')).toBeDefined();
  }, 60_000);

  test('of restore asks S3 for the manifest, and says that there is none', async () => {
    const event = { key: 'manifests/eni-0123456789abcdef0/2026-11-02T09:00:00.000Z.json' };
    expect(await handle('restore', event, cloud.environment)).toContain('there is none (NoSuchKey');
  }, 60_000);
});
