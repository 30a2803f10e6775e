import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFleet } from '../../cli/sandbox-fleet.ts';
import { realClock } from '../../sandbox/clock.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { startEmptyAccount } from '../../sandbox/stack/empty-account.ts';
import { folderWithSources, runServerless } from './packaged-service.ts';

const quick = {
  apiCall: { medianMs: 1, p99Ms: 1 },
  detach: { medianMs: 100, p99Ms: 100 },
  attach: { medianMs: 100, p99Ms: 100 },
};

/** An empty account with a fleet, and `serverless deploy` as a person would type it. Whoever opens it stops it. */
export async function openAccount(environment: Readonly<Record<string, string>> = {}) {
  const sandbox = createSandbox({ clock: realClock, seed: 'deployment', timings: quick });
  const [fw, nat] = buildFleet(sandbox);
  if (fw === undefined || nat === undefined) throw new Error('the fleet has two groups');
  const account = await startEmptyAccount({ sandbox, environment, port: 0, onLog() {} });
  const folder = folderWithSources();
  const asIfAws = {
    AWS_ENDPOINT_URL: account.server.url,
    AWS_REGION: sandbox.region,
    AWS_ACCESS_KEY_ID: 'deployer',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    // How often the tool asks how far the stack is, in milliseconds.
    SLS_AWS_MONITORING_FREQUENCY: '100',
  };
  const packaged = (name: string) => JSON.parse(readFileSync(join(folder, '.serverless', name), 'utf8'));
  return {
    ...account,
    fw,
    nat,
    deploy: (...parameters: readonly string[]) => runServerless('deploy', folder, parameters, asIfAws),
    template: () => packaged('cloudformation-template-update-stack.json'),
    /** Who holds the ENIs of a group. */
    holdersOf: ({ networkInterfaceIds }: { readonly networkInterfaceIds: readonly string[] }) =>
      networkInterfaceIds.map((id) => sandbox.world.networkInterfaces.get(id)?.attachment?.instanceId),
    async stop() {
      await account.stop();
      sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const patienceMs = 25_000;

/** Looks again and again until it finds what it looks for. Rejects when it has not after 25 seconds. */
export async function eventually<T>(what: string, look: () => T | undefined): Promise<T> {
  const givesUpAt = realClock.now() + patienceMs;
  while (realClock.now() < givesUpAt) {
    const found = look();
    if (found !== undefined) return found;
    await realClock.sleep(20);
  }
  throw new Error(`In ${patienceMs / 1000} s there was no ${what}.`);
}
