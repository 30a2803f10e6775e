import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ColdStartCloud } from './cold-start-cloud.ts';

const child = fileURLToPath(new URL('./cold-start-child.mjs', import.meta.url));

/** What the function is told that it has, and when a child that hangs is ended. */
const timeoutMs = 300_000;
const longestMs = 60_000;

/** What a child says of itself; neither the start of Node is in it nor its end. */
export interface ColdStart {
  readonly importMs: number;
  readonly handleMs: number;
  /** User and system time of both, of all threads. */
  readonly cpuMs: number;
}

/** Loads a bundle in a fresh process and has it handle an event. Rejects where it fails, or did not look at the fleet. */
export async function coldStart(program: string, cloud: ColdStartCloud): Promise<ColdStart> {
  const callsBefore = cloud.calls();
  const child = spawn(process.execPath, argumentsFor(program, cloud.nextEvent()), {
    env: cloud.environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: longestMs,
  });
  const closed = once(child, 'close');
  const [log, errors, figures] = await Promise.all(
    child.stdio.slice(1).map((stream) => text(stream as Readable)),
  );
  const [code] = await closed;
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${log}${errors}`);
  // An event that was ignored would be handled very fast.
  if (cloud.calls() - callsBefore < 3) throw new Error(`${program} did not look at the fleet:\n${log}`);
  return JSON.parse(figures ?? '');
}

function argumentsFor(program: string, event: object): string[] {
  return [child, program, String(timeoutMs), JSON.stringify(event)];
}
