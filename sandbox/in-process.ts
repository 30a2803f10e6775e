import { Readable } from 'node:stream';
import type { Sandbox } from './sandbox.ts';

/** What the SDK hands to its request handler, as far as it matters here. */
export interface HttpRequestLike {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null | readonly (string | null)[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface HttpResponseLike {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

interface HandlerOptions {
  readonly abortSignal?: {
    readonly aborted: boolean;
    addEventListener?(type: 'abort', listener: () => void): void;
  };
}

export interface InProcessRequestHandler {
  handle(request: HttpRequestLike, options?: HandlerOptions): Promise<{ response: HttpResponseLike }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
}

/**
 * The in-process door: give it to an SDK client as `requestHandler`. `caller` names who calls, for the log. The
 * SDK's own socket timeouts live in its usual handler, so here a caller that gives up early aborts by signal: the
 * call's effect still happens.
 */
export function requestHandlerFor(sandbox: Sandbox, caller = 'in process'): InProcessRequestHandler {
  return {
    async handle(request, options) {
      const { method } = request;
      const path = request.path + search(request.query ?? {});
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const answer = sandbox.handle({ method, path, headers, body: bodyText(request.body), caller });
      const response = await Promise.race([answer, aborted(options?.abortSignal)]);
      return {
        response: {
          statusCode: response.status,
          headers: { ...response.headers },
          body: Readable.from([Buffer.from(response.body)]),
        },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

/** A parameter without a value is written as one that is empty: no service of the sandbox tells them apart. */
function search(query: NonNullable<HttpRequestLike['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) parameters.append(name, value ?? '');
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function bodyText(body: unknown): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  // The SDK warns when its own kind of bytes is treated as text: only the memory beneath it is read.
  if (body instanceof Uint8Array)
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  throw new Error('The in-process door takes bodies of text or bytes.');
}

/** Rejects when the signal fires, as the SDK's own handler does; never resolves. */
function aborted(signal: HandlerOptions['abortSignal']): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal?.aborted) abort();
    else signal?.addEventListener?.('abort', abort);
  });
}
