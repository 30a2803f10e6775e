import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import type { Lambda } from './lambda.ts';

type Answer = Omit<WireResponse, 'headers'> & { readonly error?: string };

const functionsPath = '/2015-03-31/functions';
/** The most that one page of ListFunctions has, whatever is asked for. */
const pageMax = 50;

/**
 * Of Lambda's REST API, GetFunction and ListFunctions, and of their answers what tells the functions apart, when each was changed
 * last, and its variables. Registers itself as the service `lambda`.
 */
export function addLambdaApi({ random, region, account, services }: Sandbox, lambda: Lambda): void {
  const ids = random.stream('lambda API');

  const arnOf = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;

  const configurationOf = (name: string) => ({
    FunctionName: name,
    FunctionArn: arnOf(name),
    // Lambda writes its times with an offset and not with a Z.
    LastModified: new Date(lambda.modifiedAt.get(name) ?? 0).toISOString().replace('Z', '+0000'),
    Environment: { Variables: lambda.functions.get(name)?.environment ?? {} },
  });

  const get = (name: string): Answer =>
    lambda.functions.has(name)
      ? succeeded({ Configuration: configurationOf(name) })
      : refused(404, 'ResourceNotFoundException', `Function not found: ${arnOf(name)}`);

  /** The marker is the last name of the page before. */
  const list = (query: URLSearchParams): Answer => {
    const unknown = [...query.keys()].find((key) => key !== 'Marker' && key !== 'MaxItems');
    if (unknown !== undefined)
      return refused(501, 'NotImplemented', `The sandbox does not know ${unknown} of ListFunctions.`);
    const marker = query.get('Marker');
    const names = [...lambda.functions.keys()].sort().filter((name) => marker === null || name > marker);
    const page = names.slice(0, Math.min(pageMax, Number(query.get('MaxItems') ?? pageMax)));
    const NextMarker = names.length > page.length ? page.at(-1) : undefined;
    return succeeded({ Functions: page.map(configurationOf), ...(NextMarker && { NextMarker }) });
  };

  const answer = (method: string, { pathname, searchParams }: URL): Answer => {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)$/.exec(pathname) ?? [];
    if (method === 'GET' && name !== undefined) return get(decodeURIComponent(name));
    // The SDK asks for the folder, with a slash at its end.
    if (method === 'GET' && pathname.replace(/\/$/, '') === functionsPath) return list(searchParams);
    return refused(501, 'NotImplemented', `The sandbox does not know ${method} ${pathname}.`);
  };

  const service: Service = async ({ method, path }) => {
    const { error, ...response } = answer(method, new URL(path, 'http://lambda'));
    const requestId = { 'x-amzn-requestid': newUuid(ids) };
    const kind = error === undefined ? {} : { 'x-amzn-errortype': error };
    return { ...response, headers: { 'content-type': 'application/json', ...requestId, ...kind } };
  };
  services.set('lambda', service);
}

function succeeded(body: object): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

function refused(status: number, error: string, message: string): Answer {
  return { status, error, body: JSON.stringify({ Type: 'User', Message: message, __type: error }) };
}
