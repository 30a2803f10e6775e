import { inBatches, readPages } from '../../aws/pages.ts';

function pagesOf(...pages: readonly (readonly [readonly number[], string | undefined])[]) {
  let asked = 0;
  return async () => {
    const [items, nextToken] = pages[asked++] ?? [[], undefined];
    return { items, nextToken };
  };
}

test('all pages are read, in order, an empty one in between too', async () => {
  const read = pagesOf([[1, 2], 'b'], [[], 'c'], [[3], undefined]);
  expect(await readPages('Describe', read)).toEqual([1, 2, 3]);
});

test('an empty token ends the reading, as an absent one does', async () => {
  expect(await readPages('Describe', pagesOf([[1], ''], [[2], undefined]))).toEqual([1]);
});

test('every page is asked for with the token of the one before', async () => {
  const asked: (string | undefined)[] = [];
  await readPages('Describe', async (token) => {
    asked.push(token);
    return { items: [], nextToken: token === undefined ? 'b' : undefined };
  });
  expect(asked).toEqual([undefined, 'b']);
});

test('the same token twice is an error that names the call', async () => {
  const reading = readPages('DescribeThings', async () => ({ items: [1], nextToken: 'again' }));
  await expect(reading).rejects.toThrow(/DescribeThings.*same page token/);
});

test('tokens without end are an error', async () => {
  let page = 0;
  const reading = readPages('Describe', async () => ({ items: [], nextToken: `page ${++page}` }));
  await expect(reading).rejects.toThrow(/pages/);
});

test('a page that cannot be read fails the whole: part of an answer is never taken for all of it', async () => {
  const reading = readPages('Describe', async (token) => {
    if (token !== undefined) throw new Error('page 2 is lost');
    return { items: [1], nextToken: 'b' };
  });
  await expect(reading).rejects.toThrow('page 2 is lost');
});

test('batches hold everything once, in order, and no more than they may', () => {
  expect(inBatches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inBatches([], 2)).toEqual([]);
});
