import { peakRssBytes } from './peak-rss.ts';

/** What a child says of itself when it is done. */
export interface ChildFigures {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of the thread that runs JavaScript, from when its code is loaded: what else the machine does is not in it. */
  readonly threadCpuMs: number;
  readonly peakRssBytes: number;
}

/**
 * Measures this process, and adds what it says of itself beyond that. Loading its code counts for its memory and its CPU, but
 * not for its time.
 */
export async function measureChild(
  work: () => Promise<void>,
  more: () => object = () => ({}),
): Promise<void> {
  const from = performance.now();
  const threadFrom = process.threadCpuUsage();
  await work();
  const wallMs = performance.now() - from;
  const thread = process.threadCpuUsage(threadFrom);
  const { user, system } = process.cpuUsage();
  const figures: ChildFigures = {
    wallMs,
    cpuMs: (user + system) / 1_000,
    threadCpuMs: (thread.user + thread.system) / 1_000,
    peakRssBytes: peakRssBytes(),
  };
  process.send?.({ ...figures, ...more() });
  process.disconnect?.();
}
