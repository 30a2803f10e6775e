import { s3On } from './s3-on.ts';

const keysIn = (body: string) => [...body.matchAll(/<Key>([^<]*)</g)].map(([, key]) => key);
const tokenIn = (body: string) => /<NextContinuationToken>([^<]+)</.exec(body)?.[1];

async function withObjects(...keys: string[]) {
  const on = s3On();
  for (const key of keys) await on.put(encodeURIComponent(key), 'x');
  const list = (query: Record<string, string> = {}) =>
    on.call('GET', `/manifests?${new URLSearchParams({ 'list-type': '2', ...query })}`);
  return { ...on, list };
}

describe('A list of objects', () => {
  test('holds the latest version of each, by the bytes of their keys', async () => {
    const { list, put } = await withObjects('b', 'B', 'ä', 'a/2', 'a/10');
    await put('b', 'longer');
    const { body } = await list();
    expect(keysIn(body)).toEqual(['B', 'a/10', 'a/2', 'b', 'ä']);
    expect(body).toContain('<KeyCount>5</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>');
    expect(body).toContain('<Key>b</Key><LastModified>2026-01-05T09:00:00.000Z</LastModified>');
    expect(body).toContain('<Size>6</Size>');
  });

  test('is narrowed by a prefix and begins after a key', async () => {
    const { list } = await withObjects('a/1', 'a/2', 'a/3', 'b');
    expect(keysIn((await list({ prefix: 'a/', 'start-after': 'a/1' })).body)).toEqual(['a/2', 'a/3']);
  });

  test('comes in pages that together hold everything once', async () => {
    const { list } = await withObjects('a', 'b', 'c', 'd', 'e');
    const pages: unknown[] = [];
    let token: string | undefined;
    do {
      const { body } = await list({ 'max-keys': '2', ...(token && { 'continuation-token': token }) });
      pages.push(keysIn(body));
      token = tokenIn(body);
    } while (token !== undefined);
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('holds no more than 1,000 at a time, whatever is asked', async () => {
    const { list } = await withObjects(...Array.from({ length: 1001 }, (_, index) => `k${index}`));
    const { body } = await list({ 'max-keys': '5000' });
    expect(keysIn(body)).toHaveLength(1000);
    expect(body).toContain('<IsTruncated>true</IsTruncated>');
  });

  test('writes keys as they are, or so that they survive XML', async () => {
    const { list } = await withObjects('a & b/<ü>');
    expect(keysIn((await list()).body)).toEqual(['a &#38; b/&#60;ü&#62;']);
    expect(keysIn((await list({ 'encoding-type': 'url' })).body)).toEqual(['a%20%26%20b/%3C%C3%BC%3E']);
  });

  test('refuses what is no number and no token', async () => {
    const { list } = await withObjects('a');
    expect((await list({ 'max-keys': 'many' })).code).toBe('InvalidArgument');
    expect((await list({ 'continuation-token': 'x' })).code).toBe('InvalidArgument');
  });
});
