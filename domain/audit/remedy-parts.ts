/** What a remedy says, and what of it is to be run. */
export interface RemedyPart {
  readonly kind: 'words' | 'command';
  readonly text: string;
}

/** A value of an option: quoted, a placeholder such as <the instance>, or a bare word; several where the option takes a list. */
const value = String.raw`(?:'[^']*'|"[^"]*"|[^\s'";),<]*<[^>]*>|[^\s'";),.<-][^\s'";),<]*(?:,[^\s'";),<]+)*)`;
const option = ` --[a-z0-9-]+(?: ${value})*`;
const command = new RegExp(`(aws [a-z0-9-]+ [a-z0-9-]+(?:${option})*)`);

/**
 * A remedy cut into its commands and the words around them, in their order: whoever mends something copies the one and
 * reads the other. Commands are those of the AWS CLI; their options come last in them.
 */
export function remedyParts(remedy: string): readonly RemedyPart[] {
  return remedy.split(command).flatMap((piece, index): RemedyPart[] => {
    if (index % 2 === 0) return wordsOf(piece);
    const text = piece.replace(/\.$/, '');
    return [{ kind: 'command', text }];
  });
}

/** Without the punctuation that was between it and the command before it. */
function wordsOf(piece: string): RemedyPart[] {
  const text = piece.replace(/^[\s;,).]+/, '').replace(/[\s(]+$/, '');
  return text === '' ? [] : [{ kind: 'words', text }];
}
