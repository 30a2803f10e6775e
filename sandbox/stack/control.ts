import type { WireRequest, WireResponse } from '../wire-types.ts';
import { faultRoutes } from './control-faults.ts';
import { functionRoutes } from './control-functions.ts';
import { instanceRoutes } from './control-instances.ts';
import { ControlError, type Controlled, type Route } from './control-route.ts';
import { shows } from './control-shows.ts';

const prefix = '/_sandbox';
const routes: readonly Route[] = [...shows, ...instanceRoutes, ...functionRoutes, ...faultRoutes];

/** Whether a request is for the sandbox itself and not for AWS. */
export function isControlRequest({ path }: WireRequest): boolean {
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);
}

/** Answers a request of the control API. `baseUrl` is where its caller can reach the sandbox, for the help text. */
export function handleControl(request: WireRequest, controlled: Controlled, baseUrl: string): WireResponse {
  const name = new URL(request.path, baseUrl).pathname.slice(prefix.length + 1);
  if (name === '' && request.method === 'GET') {
    return {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: controlHelp(baseUrl),
    };
  }
  try {
    return json(200, findRoute(request.method, name).run(bodyOf(request), controlled));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return json(error.status, { error: error.message });
  }
}

/** Every route in a line that can be pasted into a shell. */
export function controlHelp(baseUrl: string): string {
  const lines = routes.map((route) => `# ${route.says}\n${commandFor(route, baseUrl)}\n`);
  return `The sandbox beside its AWS services. Bodies and answers are JSON.\n\n${lines.join('\n')}`;
}

function commandFor({ method, name, example }: Route, baseUrl: string): string {
  const url = `${baseUrl}${prefix}/${name}`;
  return method === 'GET' ? `curl ${url}` : `curl ${url} -d '${JSON.stringify(example)}'`;
}

function findRoute(method: string, name: string): Route {
  const sameName = routes.filter((route) => route.name === name);
  const route = sameName.find((candidate) => candidate.method === method);
  if (route !== undefined) return route;
  const [other] = sameName;
  if (other !== undefined) throw new ControlError(404, `${name} wants ${other.method}, and not ${method}.`);
  const names = routes.map((known) => known.name).join(', ');
  throw new ControlError(
    404,
    `There is no ${prefix}/${name}. There are: ${names}. GET ${prefix} explains them.`,
  );
}

function bodyOf({ body }: WireRequest): unknown {
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}

function json(status: number, value: unknown): WireResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: `${JSON.stringify(value, null, 2)}\n` };
}
