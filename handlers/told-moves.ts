import { isAttachedSince } from '../domain/arrival.ts';
import type { Instant } from '../domain/instant.ts';
import type { Snapshot } from '../domain/snapshot.ts';

interface Move {
  readonly to: string;
  /** When the snapshot was taken that it was decided on: the attachment that it ends in is not older. */
  readonly since: Instant;
}

/** More than this is a flood: the oldest are forgotten, and may be told again. */
const attachmentsMax = 5_000;

/** Which moves of ENIs this process has told people of: kept between invocations. Losing it only repeats the news. */
export class ToldMoves {
  /** Told as started, and not yet seen to have arrived anywhere; by ENI. */
  readonly #underWay = new Map<string, Move>();
  readonly #attachments = new Set<string>();

  /** People were told that the ENI is on its way there. */
  started(eniId: string, move: Move): void {
    this.#underWay.set(eniId, move);
  }

  /** Whether they were told so for a decision of that time or later, and it has arrived nowhere since. */
  isUnderWay(eniId: string, to: string, since: Instant): boolean {
    const move = this.#underWay.get(eniId);
    return move !== undefined && move.to === to && move.since >= since;
  }

  /** People were told of this attachment. */
  arrived(attachmentId: string): void {
    this.#attachments.add(attachmentId);
    const [oldest] = this.#attachments;
    if (this.#attachments.size > attachmentsMax && oldest !== undefined) this.#attachments.delete(oldest);
  }

  knows(attachmentId: string): boolean {
    return this.#attachments.has(attachmentId);
  }

  /** Only a look shows in which attachment a move has ended, and whether it was ours: another handler may have won. */
  looked({ networkInterfaces }: Snapshot): void {
    for (const { id, attachment } of networkInterfaces) {
      const move = this.#underWay.get(id);
      if (move === undefined || attachment === undefined || !isAttachedSince(attachment, move.since))
        continue;
      this.#underWay.delete(id);
      if (attachment.instanceId === move.to) this.arrived(attachment.id);
    }
  }
}
