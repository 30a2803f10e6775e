import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import type { Lambda } from './lambda.ts';

/**
 * Of Lambda's REST API, GetFunction, and of its answer what tells the functions apart and when each was changed last.
 * Registers itself as the service `lambda`.
 */
export function addLambdaApi({ random, region, account, services }: Sandbox, lambda: Lambda): void {
  const ids = random.stream('lambda API');

  const answer = (
    method: string,
    path: string,
  ): Omit<WireResponse, 'headers'> & { readonly error?: string } => {
    const [, asked = ''] = /^\/2015-03-31\/functions\/([^/?]+)$/.exec(path) ?? [];
    if (method !== 'GET' || asked === '')
      return refused(501, 'NotImplemented', `The sandbox does not know ${method} ${path}.`);
    const name = decodeURIComponent(asked);
    const FunctionArn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    const modifiedAt = lambda.modifiedAt.get(name);
    if (modifiedAt === undefined)
      return refused(404, 'ResourceNotFoundException', `Function not found: ${FunctionArn}`);
    // Lambda writes its times with an offset and not with a Z.
    const LastModified = new Date(modifiedAt).toISOString().replace('Z', '+0000');
    return {
      status: 200,
      body: JSON.stringify({ Configuration: { FunctionName: name, FunctionArn, LastModified } }),
    };
  };

  const service: Service = async ({ method, path }) => {
    const { error, ...response } = answer(method, path);
    const requestId = { 'x-amzn-requestid': newUuid(ids) };
    const kind = error === undefined ? {} : { 'x-amzn-errortype': error };
    return { ...response, headers: { 'content-type': 'application/json', ...requestId, ...kind } };
  };
  services.set('lambda', service);
}

function refused(status: number, error: string, message: string) {
  return { status, error, body: JSON.stringify({ Type: 'User', Message: message, __type: error }) };
}
