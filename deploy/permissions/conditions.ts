/**
 * What the conditions ask for: tags that are there or not, on the resource or in the request. "Null" says of a key whether it
 * has to be missing; the keys of one operator have to hold all together.
 */

export const tagOnResource = (key: string) => `aws:ResourceTag/${key}`;
export const tagInRequest = (key: string) => `aws:RequestTag/${key}`;

type Nulls = Readonly<Record<string, 'false' | 'true'>>;

export const present = (...keys: readonly string[]): Nulls => nulls(keys, 'false');
export const absent = (...keys: readonly string[]): Nulls => nulls(keys, 'true');

function nulls(keys: readonly string[], isNull: 'false' | 'true'): Nulls {
  return Object.fromEntries(keys.map((key) => [key, isNull]));
}
