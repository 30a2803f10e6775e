/**
 * Aborts when the process is asked to end: Ctrl-C, a kill, the terminal or the reader of a pipe gone. The program then
 * ends in order; a second request does not wait for that.
 */
export function untilSignal(): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupted());
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
  process.stdout.on('error', () => controller.abort(new Interrupted()));
  return controller.signal;
}

/** Somebody ended the program. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('Ended before it was done.');
  }
}
