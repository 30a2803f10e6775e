import { inBatches, readPages } from '../../aws/pages.ts';
import { VirtualClock } from '../../sandbox/clock.ts';

const clock = new VirtualClock(0);

function pagesOf(...pages: readonly (readonly [readonly number[], string | undefined])[]) {
  let asked = 0;
  return async () => {
    const [items, nextToken] = pages[asked++] ?? [[], undefined];
    return { items, nextToken };
  };
}

test('all pages are read, in order, an empty one in between too', async () => {
  const read = pagesOf([[1, 2], 'b'], [[], 'c'], [[3], undefined]);
  expect(await readPages(clock, 'Describe', read)).toEqual([1, 2, 3]);
});

test('an empty token ends the reading, as an absent one does', async () => {
  expect(await readPages(clock, 'Describe', pagesOf([[1], ''], [[2], undefined]))).toEqual([1]);
});

test('every page is asked for with the token of the one before', async () => {
  const asked: (string | undefined)[] = [];
  await readPages(clock, 'Describe', async (token) => {
    asked.push(token);
    return { items: [], nextToken: token === undefined ? 'b' : undefined };
  });
  expect(asked).toEqual([undefined, 'b']);
});

test('the same token twice is an error that names the call', async () => {
  const reading = readPages(clock, 'DescribeThings', async () => ({ items: [1], nextToken: 'again' }));
  await expect(reading).rejects.toThrow(/DescribeThings.*same page token/);
});

test('tokens without end are an error', async () => {
  let page = 0;
  const reading = readPages(clock, 'Describe', async () => ({ items: [], nextToken: `page ${++page}` }));
  await expect(reading).rejects.toThrow(/pages/);
});

test('a page that cannot be read fails the whole: part of an answer is never taken for all of it', async () => {
  const reading = readPages(clock, 'Describe', async (token) => {
    if (token !== undefined) throw new Error('page 2 is lost');
    return { items: [1], nextToken: 'b' };
  });
  await expect(reading).rejects.toThrow('page 2 is lost');
});

test('batches hold everything once, in order, and no more than they may', () => {
  expect(inBatches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inBatches([], 2)).toEqual([]);
});

test('when a page is late, what came before it is read again', async () => {
  const later = new VirtualClock(0);
  const read: string[] = [];
  const readPage = async (token?: string) => {
    await later.sleep(token === 'b' && !read.includes('b') ? 60_000 : 100);
    read.push(token ?? 'a');
    return { items: [later.now()], nextToken: token === undefined ? 'b' : undefined };
  };
  expect(await later.run(readPages(later, 'Describe', readPage))).toEqual([60_200, 60_300]);
});

test('pages that are late each time are taken in the end', async () => {
  const later = new VirtualClock(0);
  const readPage = async (token?: string) => {
    await later.sleep(10_000);
    return { items: [1], nextToken: token === undefined ? 'b' : undefined };
  };
  expect(await later.run(readPages(later, 'Describe', readPage))).toEqual([1, 1]);
});
