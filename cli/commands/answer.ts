import type { createColors } from 'picocolors';
import type { Account } from './account.ts';
import type { ExitCode } from './failure.ts';

/** What a command has to say, for people and for machines: the same things in both. */
export interface Answer {
  readonly lines: readonly string[];
  /** Behind the fields that every answer has: `command`, `region` and `at`. */
  readonly json: object;
  readonly exitCode: ExitCode;
}

/** What a command works with. */
export interface Session {
  readonly account: Account;
  readonly paint: ReturnType<typeof createColors>;
  /** In characters. */
  readonly width: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tells people, while they wait, what is being done. */
  say(text: string): void;
  /** Absent where nobody can be asked. */
  ask?(question: string): Promise<string>;
}
