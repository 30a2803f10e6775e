import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { InvokeMessage, ProcessMessage } from './function-messages.ts';
import type { FunctionError } from './lambda-types.ts';

export interface ProcessOptions {
  /** Where the packaged code was extracted. */
  readonly folder: string;
  /** Everything the process gets as its environment: nothing of ours leaks into it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called with every line that the function writes. */
  onLine(line: string): void;
}

/** A function's error, as its process told it. */
export class FunctionFailed extends Error {
  constructor({ errorType, errorMessage, trace }: FunctionError) {
    super(errorMessage);
    this.name = errorType ?? 'Error';
    this.stack = trace?.join('\n') ?? errorMessage;
  }
}

/**
 * One execution environment of a function: a process of its own that runs one event at a time and stays warm
 * for the next. Unlike Lambda it is not frozen in between, so that work a handler leaves behind goes on.
 */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #settle: ((message: ProcessMessage) => void) | undefined;
  #ended = false;

  constructor({ folder, environment, onLine }: ProcessOptions) {
    this.#child = fork(fileURLToPath(new URL('./function-process-child.ts', import.meta.url)), {
      cwd: folder,
      env: { ...environment },
      // Lambda switches these two features of Node 24 off (facts 6), so code that needs them must fail here too.
      execArgv: ['--no-experimental-detect-module', '--no-experimental-require-module'],
      silent: true,
    });
    this.#child.on('message', (message) => this.#settle?.(message as ProcessMessage));
    this.#child.on('error', ({ message }) => this.#fail(message));
    this.#child.on('exit', (code, signal) => {
      this.#ended = true;
      this.#fail(
        `Runtime exited with error: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}`,
      );
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    }
    this.#ready = this.#next().then(() => undefined);
    // Whoever invokes the function learns of the failure; until then it must not count as unhandled.
    this.#ready.catch(() => {});
  }

  /** Whether the process is gone and can run nothing more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Runs the handler once. Rejects with FunctionFailed when it throws, cannot be loaded, or the process ends. */
  async invoke(message: InvokeMessage): Promise<unknown> {
    await this.#ready;
    const answer = this.#next();
    this.#child.send(message);
    return answer;
  }

  /** Ends the process at once and waits until it is gone and the last of its lines was read. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  #fail(errorMessage: string): void {
    this.#settle?.({ kind: 'error', error: { errorType: 'Runtime.ExitError', errorMessage } });
  }

  async #next(): Promise<unknown> {
    const message = await new Promise<ProcessMessage>((resolve) => {
      this.#settle = resolve;
    });
    this.#settle = undefined;
    if (message.kind === 'error') throw new FunctionFailed(message.error);
    return message.kind === 'result' ? message.result : undefined;
  }
}
