/** Where a command speaks. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly isColoured: boolean;
  /** In characters. */
  readonly width: number;
  /** Absent where nobody sits there. */
  ask?(question: string): Promise<string>;
}

const colour = new RegExp(`(${String.fromCharCode(27)}\\[\\d+m)`, 'u');

/**
 * The text without what would drive a terminal: names, descriptions and reasons come from tags that others write. Colours
 * stay where they may, and lines stay lines.
 */
export function printable(text: string, isColoured: boolean): string {
  return text
    .split(colour)
    .map((part, index) => (index % 2 === 1 && isColoured ? part : withoutControls(part)))
    .join('');
}

function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, '?');
}
