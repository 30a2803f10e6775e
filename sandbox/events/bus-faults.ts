import type { Random } from '../random.ts';
import type { AwsEvent } from './aws-events.ts';

/** Chances in [0, 1) that hold for every event; all are 0 from the start. */
export interface BusChances {
  /** The event never arrives. Only for sources whose delivery is best effort: EC2's (facts 4.1). */
  readonly lose: number;
  /** Every matching rule fires twice. */
  readonly duplicate: number;
  /** The event comes up to `lateMs` later. */
  readonly late: number;
  readonly lateMs: number;
}

/** Which event, and how many of them. Without a detail type: whatever comes, except Scheduled Events. */
export interface Upcoming {
  readonly detailType?: string;
  /** 1 when omitted. */
  readonly times?: number;
}

export interface Fate {
  readonly copies: 0 | 1 | 2;
  readonly delayMs: number;
}

interface Standing {
  readonly kind: 'lose' | 'duplicate' | 'delay';
  readonly detailType: string | undefined;
  readonly delayMs: number;
  remaining: number;
}

/** What goes wrong between the source of an event and the rules of the bus. */
export class BusFaults {
  readonly #random: Random;
  readonly #standing: Standing[] = [];
  #chances: BusChances = { lose: 0, duplicate: 0, late: 0, lateMs: 0 };

  constructor(random: Random) {
    this.#random = random;
  }

  loseNext(upcoming: Upcoming = {}): void {
    this.#stand('lose', upcoming, 0);
  }

  duplicateNext(upcoming: Upcoming = {}): void {
    this.#stand('duplicate', upcoming, 0);
  }

  delayNext(delayMs: number, upcoming: Upcoming = {}): void {
    this.#stand('delay', upcoming, delayMs);
  }

  /** Sets the named chances and keeps the others. */
  set(chances: Partial<BusChances>): void {
    this.#chances = { ...this.#chances, ...chances };
  }

  /** Decides what happens to one event, and uses up the faults that were waiting for it. */
  fateOf(event: AwsEvent): Fate {
    // Every chance is drawn for every event, so that changing one of them does not shift the others' draws.
    const [lose, duplicate, late, share] = [0, 1, 2, 3].map(() => this.#random.unit()) as [
      number,
      number,
      number,
      number,
    ];
    const chances = this.#chances;
    const lost = this.#use('lose', event) ?? (event.source === 'aws.ec2' && lose < chances.lose);
    const twice = this.#use('duplicate', event) ?? duplicate < chances.duplicate;
    const asked = this.#use('delay', event)?.delayMs ?? 0;
    const delayMs = asked + (late < chances.late ? Math.round(share * chances.lateMs) : 0);
    return { copies: lost ? 0 : twice ? 2 : 1, delayMs };
  }

  #stand(kind: Standing['kind'], { detailType, times = 1 }: Upcoming, delayMs: number): void {
    this.#standing.push({ kind, detailType, delayMs, remaining: times });
  }

  #use(kind: Standing['kind'], event: AwsEvent): Standing | undefined {
    const standing = this.#standing.find((fault) => fault.kind === kind && concerns(fault, event));
    if (standing === undefined) return undefined;
    standing.remaining -= 1;
    if (standing.remaining <= 0) this.#standing.splice(this.#standing.indexOf(standing), 1);
    return standing;
  }
}

function concerns({ detailType }: Standing, event: AwsEvent): boolean {
  if (detailType === undefined) return event['detail-type'] !== 'Scheduled Event';
  return event['detail-type'] === detailType;
}
