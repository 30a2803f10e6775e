/** What a mail client would hide, break a line at or reorder by: control, format and separator characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text on one line, printable, and at most `lengthMax` UTF-16 units long; a cut shows as an ellipsis. */
export function excerptOf(text: string, lengthMax: number): string {
  const isCut = text.length > lengthMax;
  const kept = isCut ? text.slice(0, lengthMax - 1) : text;
  return kept.replace(unprintable, '\u{fffd}') + (isCut ? '…' : '');
}

const shownLengthMax = 80;

/** A value of an event in a few words. What lists and objects hold is left to the excerpt of the whole event. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return excerptOf(JSON.stringify(value), shownLengthMax);
}
