import type { WireResponse } from '../../sandbox/wire-types.ts';
import type { Draw } from './draw.ts';

/** What AWS might answer and the sandbox never does: values that it may add, and things that it leaves out. */
const oddities: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/<code>16<\/code><name>running<\/name>/g, '<code>128</code><name>hibernating</name>'],
  [/<status>available<\/status>/g, '<status>associated</status>'],
  [/<status>available<\/status>/g, '<status>pending</status>'],
  [/<status>attached<\/status>/g, '<status>reattaching</status>'],
  [/<instanceId>i-[0-9a-f]+<\/instanceId>(?=<instanceOwnerId>)/g, ''],
  [/<impairedSince>[^<]+<\/impairedSince>/g, ''],
];

/** The answer in which the instance that holds an ENI is left out, as if it were none of this account. */
export function withoutHolder(response: WireResponse, networkInterfaceId: string): WireResponse {
  const attached = new RegExp(
    `(<networkInterfaceId>${networkInterfaceId}</networkInterfaceId>[\\s\\S]*?)<instanceId>i-[0-9a-f]+</instanceId>(?=<instanceOwnerId>)`,
  );
  return { ...response, body: response.body.replace(attached, '$1') };
}

/** The answer with one thing in it changed into something odd; unchanged where nothing in it could be. */
export function makeOdd(response: WireResponse, draw: Draw): WireResponse {
  const [pattern, instead] = draw.of(oddities);
  const places = [...response.body.matchAll(pattern)];
  if (places.length === 0) return response;
  const { index, 0: found } = draw.of(places);
  return {
    ...response,
    body: response.body.slice(0, index) + instead + response.body.slice(index + found.length),
  };
}
