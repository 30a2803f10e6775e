/**
 * Text of anybody's making, safe in the markdown of Slack and of Teams alike. Amazon Q Developer hands a text to the chat as it is,
 * markup, `<…>` and at-mentions included, and it cannot be known to which chat (facts 7). So what one of them reads as markup gives
 * way to a character that looks like it and means nothing: escaping for one chat would be shown by the other.
 */
export function chatText(text: string): string {
  return (
    text
      // On one line, without what would hide or reorder the rest, and without columns, which no chat keeps.
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      .replaceAll('->', '→')
      // An address of S3 is no link anywhere, and is there to be copied.
      .replace(/(?<!\bs3):\/\//gi, '(:)//')
      .replace(/www\./gi, 'www(.)')
      .replace(/[<>&@＠﹫[\]*~`]/g, (character) => lookalikes[character] ?? '')
  );
}

/** The same for a line of a description, with IPv6 and MAC addresses as code: in Slack, `:ab:` and `:b:` are emoji. */
export function chatLine(text: string): string {
  return chatText(text).replace(colonAddress, '`$&`');
}

/** At most so many characters (UTF-16 units, of which there are never fewer), with a word where something is missing. */
export function cutTo(text: string, charactersMax: number, word = '… (cut)'): string {
  if (text.length <= charactersMax) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > charactersMax - word.length) break;
    kept += character;
  }
  return `${kept}${word}`;
}

/** No part of a time or of an ARN. */
const colonAddress = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:\/\d{1,3})?(?![\w:])/gi;

/** By what each is replaced; the at-sign also where it is written wide, as some take it for the same. */
const lookalikes: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '&': '＆',
  '@': '(at)',
  '＠': '(at)',
  '﹫': '(at)',
  '[': '(',
  ']': ')',
  '*': '∗',
  '~': '∼',
  '`': "'",
};
