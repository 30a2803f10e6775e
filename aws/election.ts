/**
 * Whether the leader of a group has got its place. EC2 decides it, by accepting one Attach and refusing the others; the
 * followers of the same group wait here for the answer.
 */
export class Election {
  readonly #answers = new Map<
    string,
    { readonly won: Promise<boolean>; readonly answer: (won: boolean) => void }
  >();

  win(eniId: string): void {
    this.#of(eniId).answer(true);
  }

  /** Means nothing once it is won. */
  lose(eniId: string): void {
    this.#of(eniId).answer(false);
  }

  isWon(eniId: string): Promise<boolean> {
    return this.#of(eniId).won;
  }

  #of(eniId: string) {
    const known = this.#answers.get(eniId);
    if (known !== undefined) return known;
    let answer: (won: boolean) => void = () => undefined;
    const won = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    const created = { won, answer };
    this.#answers.set(eniId, created);
    return created;
  }
}
