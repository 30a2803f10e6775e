import type { Clock } from '../aws/clock.ts';
import type { Oversight } from '../aws/perform.ts';
import type { Alert } from '../domain/alert.ts';
import type { Instant } from '../domain/instant.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Change } from '../domain/plan.ts';
import type { FailoverPolicy } from '../domain/policy.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ToldMoves } from './told-moves.ts';

/** What the loop works with; the world is behind `observe` and `perform`. */
export interface Reconciler {
  readonly clock: Clock;
  readonly mode: 'act' | 'observe';
  readonly policy: FailoverPolicy;
  /** When the invocation must have ended. */
  readonly deadline: number;
  /** Reads the fleet whole, or rejects. */
  observe(): Promise<Snapshot>;
  /** Carries out the changes of one group; never rejects. */
  perform(changes: readonly Change[], oversight: Oversight): Promise<readonly Outcome[]>;
  /** Resolves when EC2's rate allows that another group is begun, and at the latest at `until`. */
  readyToBegin(until: Instant): Promise<void>;
  /** Resolves when it is delivered or cannot be; nobody need wait for that. */
  announce(alert: Alert): Promise<void>;
  /** Which moves people were told of in this process. */
  readonly told: ToldMoves;
  /** The trouble that people were told of is over in these groups. */
  troubleIsOver(groups: ReadonlySet<string>): void;
  /** One line for each change and its reason. */
  record(message: string, details: Readonly<Record<string, unknown>>): void;
}
