import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BranchCounts } from './branches.ts';
import type { Result } from './simulate.ts';
import type { Order, Reply, Request } from './worker.ts';

export interface RunOptions {
  /** As many as there are processors when omitted. */
  readonly threads?: number;
  readonly countsBranches?: boolean;
  readonly sabotage?: string;
  /** Called with each result as it comes; true ends the run. */
  readonly onResult?: (result: Result) => boolean | undefined;
}

export interface Run {
  readonly results: readonly Result[];
  readonly branches: readonly BranchCounts[];
}

/** Runs the histories of these seeds in worker threads, and gives the results in the order of the seeds. */
export async function runSeeds(seeds: readonly string[], options: RunOptions = {}): Promise<Run> {
  const waiting = [...seeds];
  const results = new Map<string, Result>();
  const branches: BranchCounts[] = [];
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), seeds.length));
  await Promise.all(
    Array.from({ length: threads }, () =>
      runThread(options, waiting, (reply) => {
        if ('branches' in reply) branches.push(reply.branches);
        if (!('result' in reply)) return;
        results.set(reply.result.seed, reply.result);
        if (options.onResult?.(reply.result) === true) waiting.length = 0;
      }),
    ),
  );
  return { results: seeds.flatMap((seed) => results.get(seed) ?? []), branches };
}

/** One thread, until no seed is left. Rejects when the thread fails, with the seed at which it did. */
function runThread(
  { countsBranches = false, sabotage }: RunOptions,
  waiting: string[],
  onReply: (reply: Reply) => void,
): Promise<void> {
  const order: Order = { countsBranches, ...(sabotage !== undefined && { sabotage }) };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order });
  let seed: string | undefined;
  const next = () => {
    seed = waiting.shift();
    const request: Request = seed === undefined ? { end: true } : { seed };
    worker.postMessage(request);
  };
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: Reply) => {
      onReply(reply);
      if (!('branches' in reply)) next();
    });
    worker.on('error', (error) =>
      reject(new Error(`The simulation of seed ${seed} failed: ${error.message}`, { cause: error })),
    );
    worker.on('exit', () => resolve());
  });
}
