import { buildFleet } from '../../cli/sandbox-fleet.ts';
import { warmUp, withGroup } from '../cli/commands/desk.ts';
import { read, sectionOf } from './documents.ts';
import { blocksIn, commandsInText, scriptsIn, withExits } from './pasted/blocks.ts';
import { type Clone, openClone } from './pasted/clone.ts';

jest.setTimeout(120_000);
beforeAll(warmUp);

const readme = read('README.md');
const scriptsOf = (...headings: readonly string[]) =>
  headings.flatMap((heading) => scriptsIn(sectionOf(readme, heading)));

const tour = '## Five minutes, without an account';
const trial = '## Try a failover for real';
/** Everything else that there is to paste, in its order. */
const inProduction = ['## Deploy', '## Enrol a group', '## Operate', '## Why trust it', '## Development'];

let clone: Clone;
afterEach(() => clone.close());

async function paste(...scripts: readonly string[]): Promise<string> {
  const { status, out, err } = await clone.paste(withExits(scripts.join('\n')));
  // What is no failure may still be said there: that it takes a minute, for one.
  expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  return out;
}

const holderOf = (eniId: string) => clone.stage.sandbox.world.networkInterface(eniId)?.attachment?.instanceId;
const alertKinds = () => clone.stage.alerts().map(({ kind }) => kind);

describe('The README', () => {
  beforeEach(async () => {
    clone = await openClone();
  });

  test('says of every block whether it is there to be pasted, and no other holds commands', () => {
    for (const { language, text } of blocksIn(readme)) {
      expect(['sh', 'text', 'mermaid']).toContain(language);
      if (language !== 'sh') expect(text).not.toMatch(/^ *(aws|curl|npm|npx) /m);
    }
  });

  test('has no block to paste in a section that nobody walks', () => {
    expect(scriptsOf(tour, trial, ...inProduction).sort()).toEqual([...scriptsIn(readme)].sort());
  });

  test('lets a newcomer break the fleet of the sandbox, and see it mended', async () => {
    await clone.close();
    clone = await openClone({ seed: 'readme' });
    const [fw, nat] = buildFleet(clone.stage.sandbox);
    const [first = '', second = '', ...more] = scriptsOf(tour);
    const [breaks = ''] = more;
    expect([first.trim(), second.trim(), more.length]).toEqual([
      'npm ci && npm start',
      'npm run sandbox -- --seed readme',
      1,
    ]);
    expect(breaks).toContain(fw?.activeId);
    expect(breaks).toContain(nat?.activeId);
    await clone.stage.clock.advance(60_000);
    const out = await paste(first, second, breaks);
    expect(out).toContain('"failover-started"');
    await clone.stage.clock.advance(60_000);
    for (const group of [fw, nat]) {
      const holders = group?.networkInterfaceIds.map(holderOf);
      expect(new Set(holders)).toEqual(new Set([group?.standbyId]));
    }
  });

  test('moves an ENI in the test VPC, and leaves nothing of it behind', async () => {
    const out = await paste(...scriptsOf(trial));
    const [, holder, standby] = /^it was on (\S+), the standby is (\S+)$/m.exec(out) ?? [];
    expect(out).toMatch(new RegExp(`^10\\.99\\.1\\.\\d+\\tin-use\\t${standby}$`, 'm'));
    const { vpcs, subnets, networkInterfaces, instances } = clone.stage.sandbox.world;
    expect([vpcs.size, subnets.size, networkInterfaces.size]).toEqual([0, 0, 0]);
    const states = [...instances.values()].map(({ instanceId, state }) => [instanceId, state]);
    expect(states).toEqual([
      [holder, 'terminated'],
      [standby, 'terminated'],
    ]);
    expect(alertKinds()).toEqual(['failover-started', 'failover-completed']);
    await clone.stage.clock.advance(600_000);
    expect(alertKinds()).toHaveLength(2);
  });

  test('enrols a group, moves it and looks after it', async () => {
    const enis = await fleetOfReadme();
    const out = await paste(...scriptsOf(...inProduction));
    const tags = enis.map((eniId) => clone.stage.sandbox.world.networkInterface(eniId)?.tags);
    expect(tags).toEqual(enis.map(() => ({ 'eni-warden:group': 'fw' })));
    expect(out).toContain('all ready to fail over');
    expect(alertKinds().filter((kind) => kind === 'failover-completed')).toHaveLength(2);
  });

  test('names commands in its text that work', async () => {
    await fleetOfReadme();
    const commands = commandsInText(readme);
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) await paste(command);
  });
});

const pages = [
  'alerts',
  'audit',
  'behaviour',
  'benches',
  'comparison',
  'cost',
  'metrics',
  'parameters',
  'permissions',
  'security',
  'vpc',
];

test.each(pages)('what docs/%s.md shows to be pasted works', async (name) => {
  clone = await openClone();
  await fleetOfReadme();
  for (const script of scriptsIn(read(`docs/${name}.md`))) await paste(script);
});

/** What the README takes for granted: two instances with two ENIs on one of them, a group `nat`, and what the audit has written. */
async function fleetOfReadme(): Promise<readonly string[]> {
  const { desk, stage } = clone;
  const { world } = stage.sandbox;
  const nat = withGroup(desk, 'nat');
  const { subnetId } = nat;
  const [active, standby] = [world.addInstance({ subnetId }), world.addInstance({ subnetId })];
  const enis = [1, 2].map((deviceIndex) =>
    world.addNetworkInterface({ subnetId, attachTo: { instanceId: active.instanceId, deviceIndex } }),
  );
  const [first, second] = enis;
  clone.call('i-0123456789abcdef0', active.instanceId);
  clone.call('i-0123456789abcdef1', standby.instanceId);
  clone.call('eni-0123456789abcdef0', first?.networkInterfaceId ?? '');
  clone.call('eni-0123456789abcdef1', second?.networkInterfaceId ?? '');
  clone.call('10.0.1.7', first?.privateIpAddresses[0]?.privateIpAddress ?? '');
  await desk.put('audit/report.html', '<html></html>');
  await desk.put('audit/addresses.csv', 'kind,vpc');
  await desk.put(`manifests/${first?.networkInterfaceId}/2026-01-05T08:00:00Z.json`, '{}');
  await stage.clock.advance(60_000);
  return enis.map(({ networkInterfaceId }) => networkInterfaceId);
}
