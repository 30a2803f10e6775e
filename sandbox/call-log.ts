/** One call as its caller saw it. */
export interface CallEntry {
  /** Arrival, in milliseconds since the epoch. */
  readonly at: number;
  readonly service: string;
  readonly caller: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly latencyMs: number;
  readonly requestId: string;
  /** Absent when the call succeeded; `ConnectionLost` when its reply was lost. */
  readonly errorCode?: string;
}

/** One change of state that took time, at the moment when it was complete. */
export interface TransitionEntry {
  readonly at: number;
  /** What happened: `attach`, `detach`, `instance pending`, `instance running` and so on. */
  readonly kind: string;
  /** The network interface or the instance. */
  readonly id: string;
  readonly durationMs: number;
}

/** Everything that was asked and everything that took its time, in order of completion. */
export class CallLog {
  readonly calls: CallEntry[] = [];
  readonly transitions: TransitionEntry[] = [];
  readonly #callListeners: ((entry: CallEntry) => void)[] = [];
  readonly #transitionListeners: ((entry: TransitionEntry) => void)[] = [];

  /** Calls `listener` with every call from now on. */
  onCall(listener: (entry: CallEntry) => void): void {
    this.#callListeners.push(listener);
  }

  onTransition(listener: (entry: TransitionEntry) => void): void {
    this.#transitionListeners.push(listener);
  }

  recordCall(entry: CallEntry): void {
    this.calls.push(entry);
    for (const listener of this.#callListeners) listener(entry);
  }

  recordTransition(entry: TransitionEntry): void {
    this.transitions.push(entry);
    for (const listener of this.#transitionListeners) listener(entry);
  }
}
