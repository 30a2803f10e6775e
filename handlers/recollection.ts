import { type Earlier, missingHolders, nothingEarlier, pairKey } from '../domain/earlier.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** An ENI whose changes came to nothing so often is left to the next invocation, and people are told. */
const attemptsMax = 6;

/** What the looks of one invocation learn, for the decisions of the next look. */
export class Recollection {
  #earlier: Earlier = nothingEarlier;
  readonly #attempts = new Map<string, number>();

  earlier(): Earlier {
    return this.#earlier;
  }

  remember(snapshot: Snapshot, { switchover }: Plan): void {
    const target = switchover?.kind === 'accepted' ? switchover.target : this.#earlier.switchoverTarget;
    this.#earlier = {
      ...this.#earlier,
      missingSince: missingHolders(snapshot, this.#earlier),
      ...(target !== undefined && { switchoverTarget: target }),
    };
  }

  /** Takes the outcomes in, and gives them back with those that have come to nothing too often as failed. */
  learn(outcomes: readonly Outcome[]): readonly Outcome[] {
    const judged = outcomes.map((outcome) => this.#giveUpOn(outcome));
    const refusals = new Map(this.#earlier.refusals);
    const takenIndexes = new Map(this.#earlier.takenIndexes);
    const failed = new Map(this.#earlier.failed);
    const unprotected = new Set(this.#earlier.unprotected);
    for (const { change, result, because, takenIndex } of judged) {
      const { eniId, to } = change;
      if (result === 'refused-by-target' && to !== undefined) refusals.set(pairKey(eniId, to), because);
      if (takenIndex !== undefined && to !== undefined) {
        takenIndexes.set(to, new Set([...(takenIndexes.get(to) ?? []), takenIndex]));
      }
      if (result === 'failed' && change.kind === 'protection') unprotected.add(eniId);
      else if (result === 'failed') failed.set(eniId, because);
    }
    this.#earlier = { ...this.#earlier, refusals, takenIndexes, failed, unprotected };
    return judged;
  }

  #giveUpOn(outcome: Outcome): Outcome {
    if (outcome.result !== 'look-again') return outcome;
    const attempts = (this.#attempts.get(outcome.change.eniId) ?? 0) + 1;
    this.#attempts.set(outcome.change.eniId, attempts);
    if (attempts < attemptsMax) return outcome;
    const because = `${attempts} attempts came to nothing, the last one because: ${outcome.because}`;
    return { ...outcome, result: 'failed', because };
  }
}
