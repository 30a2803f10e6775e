/**
 * Whether the leader of a group has got its place. EC2 decides it, by accepting one Attach and refusing the others; the
 * followers of the same group wait here for the answer.
 */
export class Election {
  readonly #ballots: ReadonlyMap<string, Ballot>;

  /** `eniIds`: those that may be attached at all; nobody waits for any other. */
  constructor(eniIds: readonly string[]) {
    this.#ballots = new Map(eniIds.map((eniId) => [eniId, openBallot()]));
  }

  win(eniId: string): void {
    this.#ballots.get(eniId)?.answer(true);
  }

  /** Means nothing once it is won. */
  lose(eniId: string): void {
    this.#ballots.get(eniId)?.answer(false);
  }

  isWon(eniId: string): Promise<boolean> {
    return this.#ballots.get(eniId)?.won ?? Promise.resolve(false);
  }
}

interface Ballot {
  readonly won: Promise<boolean>;
  readonly answer: (won: boolean) => void;
}

function openBallot(): Ballot {
  let answer: Ballot['answer'] = () => undefined;
  const won = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  return { won, answer: (isWon) => answer(isWon) };
}
