import { type ComponentChild, h } from 'preact';

/**
 * A text whose words with a hyphen keep together where the line is long enough: browsers break lines after hyphens, and
 * half an option or half an id cannot be read.
 */
export function unbroken(text: string): ComponentChild[] {
  return text
    .split(/([^\s-]*-\S*)/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.includes('-') && piece.trim() === piece ? h('span', { class: 'word' }, piece) : piece,
    );
}
