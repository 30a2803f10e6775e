/**
 * The inside of a function's process, in the place of Lambda's Node runtime: loads the handler that `_HANDLER`
 * names from the task root and runs it for one event at a time. It imports nothing of ours at run time.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InvokeMessage, ProcessMessage } from './function-messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

// Ctrl-C goes to every process of the terminal; the parent decides when this one ends, and nothing outlives it.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

/** `handlers/failover.handler` is the export `handler` of handlers/failover.js, .mjs or .cjs, in this order. */
async function loadHandler(): Promise<Handler> {
  const name = process.env._HANDLER ?? '';
  const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
  const dot = name.lastIndexOf('.');
  const paths = ['.js', '.mjs', '.cjs'].map((extension) => join(root, name.slice(0, dot) + extension));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined)
    throw runtimeError('Runtime.ImportModuleError', `Cannot find module '${name.slice(0, dot)}'`);
  const loaded = (await import(pathToFileURL(path).href)) as Record<string, unknown> & { default?: object };
  const exported = dot > 0 ? name.slice(dot + 1) : '';
  const handler = loaded[exported] ?? (loaded.default as Record<string, unknown> | undefined)?.[exported];
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  return handler as Handler;
}

async function run(handler: Handler, { event, context, deadline }: InvokeMessage): Promise<ProcessMessage> {
  try {
    const remaining = { getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    return { kind: 'result', result: await handler(event, { ...context, ...remaining }) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): ProcessMessage {
  if (!(error instanceof Error)) {
    return { kind: 'error', error: { errorType: typeof error, errorMessage: String(error), trace: [] } };
  }
  const trace = (error.stack ?? '').split('\n');
  return { kind: 'error', error: { errorType: error.name, errorMessage: error.message, trace } };
}

function runtimeError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function tell(message: ProcessMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
}

try {
  const handler = await loadHandler();
  process.on('message', async (message) => tell(await run(handler, message as InvokeMessage)));
  await tell({ kind: 'ready' });
} catch (error) {
  await tell(failure(error));
  process.exit(1);
}
