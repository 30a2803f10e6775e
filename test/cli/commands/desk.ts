import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Access, type Account, s3Of } from '../../../cli/commands/account.ts';
import { runProgram } from '../../../cli/commands/program.ts';
import { VirtualClock } from '../../../sandbox/clock.ts';
import { createCloudWatch } from '../../../sandbox/cloudwatch/cloud-watch.ts';
import { createEventBus } from '../../../sandbox/events/bus.ts';
import { addEventBridge } from '../../../sandbox/events/event-bridge.ts';
import { requestHandlerFor } from '../../../sandbox/in-process.ts';
import { createLambda } from '../../../sandbox/lambda/lambda.ts';
import { addLambdaApi } from '../../../sandbox/lambda/lambda-api.ts';
import { createS3 } from '../../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';

// The first calls of an SDK load code from the disk, in real time.
jest.setTimeout(60_000);

export const bucket = 'eni-warden-bucket';

/** What one command wrote, and how it ended. */
export interface Written {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface DeskOptions {
  readonly colours?: boolean;
  /** What somebody who sits there answers; nobody does when omitted. */
  readonly answer?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An operator's desk: the whole program, parsing and all, with real clients before a sandbox on virtual time. */
export function desk() {
  const clock = new VirtualClock();
  const timings = { apiCall: { medianMs: 10, p99Ms: 10.001 } };
  const sandbox = createSandbox({ clock, seed: 'desk', timings });
  addEventBridge(sandbox, createEventBus(sandbox));
  return deskBefore(sandbox, clock);
}

/** The same before a sandbox that is there already, with a bus of its own. */
export function deskBefore(sandbox: Sandbox, clock: VirtualClock) {
  const s3 = createS3(sandbox);
  s3.createBucket(bucket);
  createCloudWatch(sandbox);
  const { random, region, account: accountId } = sandbox;
  const lambda = createLambda({ clock, random, region, account: accountId });
  addLambdaApi(sandbox, lambda);
  const access: Access = {
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox, 'operator'),
  };
  const account: Account = { region: sandbox.region, access, clock, chance: () => 0.5 };
  const begin = async (args: readonly string[], options: DeskOptions = {}): Promise<Written> => {
    const [out, err]: [string[], string[]] = [[], []];
    const { answer, colours = false, environment = {} } = options;
    const status = await runProgram(args, {
      connect: async () => account,
      environment,
      terminal: {
        out: (text) => void out.push(text),
        err: (text) => void err.push(text),
        isColoured: colours,
        width: 120,
        ...(answer !== undefined && { ask: async () => answer }),
      },
    });
    return { status, out: out.join('\n'), err: err.join('\n') };
  };
  return {
    clock,
    sandbox,
    world: sandbox.world,
    faults: sandbox.faults,
    s3,
    account,
    begin,
    /** A function of the stack is deployed, with these variables. */
    deploy(name: string, environment: Readonly<Record<string, string>> = {}): void {
      lambda.addFunction({ name, timeoutMs: 1_000, invoke: async () => undefined, environment });
    },
    /** EC2 says, from now on, that the caller may not do this. */
    deny(action: string): void {
      const [code, message] = ['UnauthorizedOperation', 'You are not authorized to perform this operation.'];
      sandbox.faults.failNext({ action, times: 1_000, code, status: 403, message });
    },
    /** Somebody puts an object into the bucket of the stack. */
    async put(key: string, body: string): Promise<void> {
      await clock.run(s3Of(account).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })));
    },
    /** Runs one command line, and lets time pass until it has ended. */
    run: (line: string, options?: DeskOptions) => clock.run(begin(wordsOf(line), options)),
    async json(line: string, options?: DeskOptions) {
      const { out, status } = await clock.run(begin([...wordsOf(line), '--json'], options));
      return { status, answer: JSON.parse(out) };
    },
  };
}

export type Desk = ReturnType<typeof deskBefore>;

/** Words, or what stands between quotes. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}

const hour = 3_600_000;

/** A group of two members that is in order: `active` holds its ENI since an hour, `standby` could take it. */
export function withGroup(here: Desk, name = 'fw') {
  const { world, clock } = here;
  const network = world.addNetwork();
  const { subnetId } = network.subnets[0];
  const member = (role: string) =>
    world.addInstance({ subnetId, tags: { Name: `${name}-${role}`, 'eni-warden:group': name } });
  const [active, standby] = [member('a'), member('b')];
  const attachTo = { instanceId: active.instanceId, deviceIndex: 1, attachTime: clock.now() - hour };
  const eni = world.addNetworkInterface({ subnetId, tags: { 'eni-warden:group': name }, attachTo });
  return {
    network,
    subnetId,
    activeId: active.instanceId,
    standbyId: standby.instanceId,
    eniId: eni.networkInterfaceId,
    address: eni.privateIpAddresses[0]?.privateIpAddress ?? '',
  };
}

/** The first call of an SDK loads code in real time, which a virtual clock does not wait for. */
export async function warmUp(): Promise<void> {
  const here = desk();
  withGroup(here);
  for (const line of ['status', 'findings']) await here.run(line).catch(() => undefined);
}
