import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleControl, isControlRequest } from './stack/control.ts';
import type { Controlled } from './stack/control-route.ts';
import { ConnectionLost, type WireRequest, type WireResponse } from './wire-types.ts';

/** The sandbox's door for other processes. */
export interface Server {
  /** `http://127.0.0.1:4599`: what AWS_ENDPOINT_URL has to be. */
  readonly url: string;
  /** Breaks the connections there are and takes no new ones. */
  stop(): Promise<void>;
}

/** In bytes: more than the address register of a large account, which is the largest thing that is put into S3. */
const bodyBytesMax = 64 * 1024 * 1024;
/** Longer than any AWS SDK keeps an idle connection, so that it is never the server who closes it. */
const keepAliveMs = 75_000;

/** Serves AWS and the control API on the loopback interface. Rejects when the port is taken; port 0 takes any. */
export async function serve(controlled: Controlled, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, outgoing) => {
    void answer(incoming, outgoing, (request) =>
      isControlRequest(request)
        ? Promise.resolve(handleControl(request, controlled, url))
        : controlled.sandbox.handle(request),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: WireRequest) => Promise<WireResponse>,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    const response = body === undefined ? tooLarge : await handle(requestOf(incoming, body));
    outgoing.writeHead(response.status, { ...response.headers });
    outgoing.end(response.body);
  } catch (error) {
    if (!(error instanceof ConnectionLost) && !outgoing.headersSent) {
      const message = error instanceof Error ? error.message : String(error);
      outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: `The sandbox itself failed: ${message}` }));
      return;
    }
    incoming.socket.destroy();
  }
}

const tooLarge: WireResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ error: `A request has at most ${bodyBytesMax} bytes.` }),
};

/** Undefined when the body is too large. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, bytes: Buffer): WireRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const caller = callerOf(headers['user-agent'] ?? '');
  const body = bytes.toString('utf8');
  return { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers, body, bytes, caller };
}

/**
 * The application that the AWS SDK names in its user agent, or else the program: `aws-cli`, `curl`. Powertools adds
 * its own mark to the application's name, which is of no use here.
 */
export function callerOf(userAgent: string): string {
  const application = /(?:^|\s)app\/(\S+)/.exec(userAgent)?.[1];
  return application?.replace(/\WPT\W.*$/, '') ?? userAgent.split(/[/\s]/)[0] ?? '';
}
