import { TextBytes } from '../../../aws/audit/text-bytes.ts';

function* partsOf(texts: readonly string[]) {
  yield* texts;
}

test('texts become the bytes of all of them, one after the other', () => {
  const texts = ['a', '', 'Straße ', '東京', '🦊', 'x'.repeat(100_000), '東'.repeat(50_000), 'end'];
  expect(Buffer.from(new TextBytes().of(partsOf(texts))).toString()).toBe(texts.join(''));
});

test('many short texts become their bytes, however often the room for them has to grow', () => {
  const texts = Array.from({ length: 300_000 }, (_, index) => `é${index}\n`);
  expect(Buffer.from(new TextBytes().of(texts)).equals(Buffer.from(texts.join('')))).toBe(true);
});

test('no text becomes no byte', () => {
  expect(new TextBytes().of([])).toHaveLength(0);
});

test('a shorter text after a longer one leaves nothing of that behind', () => {
  const bytes = new TextBytes();
  bytes.of(['x'.repeat(5_000_000)]);
  expect(Buffer.from(bytes.of(['short', ' and right'])).toString()).toBe('short and right');
});
