import { hangingIndent, seconds, table, wrap } from '../../cli/table.ts';

describe('the layout of text', () => {
  it('lets every column begin at the same place, counting characters and not bytes', () => {
    const rows = table([
      ['ENI', 'holder'],
      ['eni-…4dd3a', 'fw-a'],
    ]);
    expect(rows).toEqual(['ENI         holder', 'eni-…4dd3a  fw-a']);
  });

  it('leaves no blanks at the end of a row', () => {
    expect(
      table([
        ['a', ''],
        ['bbb', 'c'],
      ]),
    ).toEqual(['a', 'bbb  c']);
  });

  it('breaks between words, so that no line is too long', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  it('leaves a word whole that is longer than the line', () => {
    expect(wrap('a eni-0123456789abcdef0 b', 8)).toEqual(['a', 'eni-0123456789abcdef0', 'b']);
  });

  it('lets what goes on begin under its beginning', () => {
    expect(hangingIndent('head ', 'one two three', 12)).toEqual(['head one two', '     three']);
  });

  it('writes durations in seconds, and from a minute on in minutes too', () => {
    expect([seconds(340), seconds(59_940), seconds(101_600)]).toEqual(['0.3 s', '59.9 s', '1 min 42 s']);
  });
});
