import { parentPort, workerData } from 'node:worker_threads';
import type { BranchCounts } from './branches.ts';
import type { Result } from './simulate.ts';

/** What a thread is started with. */
export interface Order {
  /** Count how often each branch of the decision is run. */
  readonly countsBranches: boolean;
  /** A bug to switch on before anything is loaded. */
  readonly sabotage?: string;
}

/** To the thread: a seed, or the end. From it: each result, then what it counted. */
export type Request = { readonly seed: string } | { readonly end: true };
export type Reply =
  | { readonly result: Result }
  | { readonly branches: BranchCounts }
  | { readonly ready: true };

async function work(order: Order): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is run as a worker thread.');
  const send = (reply: Reply) => port.postMessage(reply);
  if (order.sabotage !== undefined) {
    const { switchOn } = await import('./sabotages/switch-on.ts');
    switchOn(order.sabotage);
  }
  const { countBranches, branchCounts } = await import('./branches.ts');
  if (order.countsBranches) countBranches();
  const { simulate, warmUp } = await import('./simulate.ts');
  await warmUp();
  port.on('message', async (request: Request) => {
    if ('seed' in request) return send({ result: await simulate(request.seed) });
    if (order.countsBranches) send({ branches: branchCounts() });
    port.close();
  });
  send({ ready: true });
}

await work(workerData as Order);
