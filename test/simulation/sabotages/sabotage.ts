/** A text of a production file that a programmer might have written otherwise. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  /** In the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A plausible bug. It lives here and not in production code, and is switched on by editing the source as it is loaded. */
export interface Sabotage {
  readonly name: string;
  /** The programmer's mistake, in a sentence. */
  readonly what: string;
  /** The invariants that it breaks in spirit; another one may be faster to notice. */
  readonly breaks: readonly string[];
  readonly edits: readonly Edit[];
}
