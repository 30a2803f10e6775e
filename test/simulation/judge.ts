import type { World } from '../../sandbox/world/world.ts';
import { isOfTheCleanup } from './cleanup/cleanup-history.ts';
import type { Call, History } from './history.ts';
import { invariants } from './invariants/all.ts';
import { cleanupPermitted } from './invariants/cleanup/cleanup-permitted.ts';
import { permitted } from './invariants/permitted.ts';

/** A broken promise. */
export interface Violation {
  readonly invariant: string;
  readonly at: number;
  readonly words: string;
}

/** Asks every invariant after every call, after every change of an ENI, and at the end. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly #history: History;

  constructor(history: History, world: World) {
    this.#history = history;
    world.networkInterfaces.watch((change) => {
      for (const { name, afterChange } of invariants) this.#note(name, afterChange?.(change, history));
    });
  }

  /** A broken safety promise ends the history: what follows from it would only hide it. */
  get isOver(): boolean {
    return this.violations.length > 0;
  }

  readonly afterCall = (call: Call): void => {
    const isCleanup = isOfTheCleanup(call);
    for (const { name, afterCall, afterCleanupCall } of invariants)
      this.#note(name, (isCleanup ? afterCleanupCall : afterCall)?.(call, this.#history));
  };

  /** A role does not allow a call that no race with people can excuse. */
  readonly denied = (role: string, denied: readonly string[]): void => {
    this.#note(
      role === 'cleanup' ? cleanupPermitted.name : permitted.name,
      denied.map((what) => `the role of the ${role} denies ${what}`),
    );
  };

  atEnd(): void {
    for (const { name, atEnd } of invariants) this.#note(name, atEnd?.(this.#history));
  }

  #note(invariant: string, broken: readonly string[] | undefined): void {
    for (const words of broken ?? []) this.violations.push({ invariant, at: this.#history.now(), words });
  }
}
