import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readCleanupSnapshot } from '../../../aws/cleanup/read-snapshot.ts';
import { createEc2Client, createS3Client } from '../../../aws/clients.ts';
import { createGentleEc2 } from '../../../aws/gentle/gentle-ec2.ts';
import { VirtualClock } from '../../../sandbox/clock.ts';
import { requestHandlerFor } from '../../../sandbox/in-process.ts';
import { createS3 } from '../../../sandbox/s3/s3.ts';
import { createSandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts';

/** What the network does to a reply of EC2. */
export interface Edits {
  /** Changes the text of each reply to the action. */
  edit?: (action: string, xml: string) => string;
  /** The Date of each reply; absent: EC2 gives none. */
  date?: () => string;
}

export const bucket = 'manifests';

/** A sandbox on virtual time behind the real clients; every call takes 10 ms, so that times can be told. */
export function cloud(options: Partial<SandboxOptions> = {}) {
  const clock = new VirtualClock();
  const timings = { apiCall: { medianMs: 10, p99Ms: 10.001 } };
  const sandbox = createSandbox({ clock, seed: 1, timings, ...options });
  const s3 = createS3(sandbox);
  s3.createBucket(bucket);
  const edits: Edits = {};
  const access = {
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
  };
  const client = createEc2Client({ ...access, requestHandler: editing(requestHandlerFor(sandbox), edits) });
  const s3Client = createS3Client({
    ...access,
    forcePathStyle: true,
    requestHandler: requestHandlerFor(sandbox),
  });
  const ec2 = createGentleEc2(client, clock, () => 0.5);
  const deadline = clock.now() + 600_000;
  const { world } = sandbox;
  return {
    clock,
    sandbox,
    world,
    faults: sandbox.faults,
    s3,
    edits,
    ec2,
    deadline,
    store: { client: s3Client, bucket, clock, chance: () => 0.5 },
    subnets: world.addNetwork().subnets,
    snapshot: () => clock.run(readCleanupSnapshot(ec2, sandbox.account, deadline)),
    calls: (action: string) => sandbox.log.calls.filter((call) => call.action === action).length,
  };
}

export type Cloud = ReturnType<typeof cloud>;

/** Builds `count` ENIs that nobody uses, and returns their ids. */
export function addOrphans({ world, subnets }: Cloud, count: number): string[] {
  const [{ subnetId }] = subnets;
  return Array.from({ length: count }, () => world.addNetworkInterface({ subnetId }).networkInterfaceId);
}

/** The first call of an SDK loads code in real time, which a virtual clock does not wait for. */
export async function warmUp(): Promise<void> {
  await cloud()
    .snapshot()
    .catch(() => undefined);
}

type Handler = ReturnType<typeof requestHandlerFor>;

function editing(inner: Handler, edits: Edits): Handler {
  return {
    ...inner,
    async handle(request, options) {
      const { response } = await inner.handle(request, options);
      const action = new URLSearchParams(String(request.body)).get('Action') ?? '';
      const xml = await text(response.body);
      return {
        response: {
          ...response,
          headers: { ...response.headers, ...(edits.date !== undefined && { date: edits.date() }) },
          body: Readable.from([Buffer.from(edits.edit?.(action, xml) ?? xml)]),
        },
      };
    },
  };
}
