import type { NetworkInterface } from '../domain/network-interface.ts';
import { DeadlinePassed, type Ec2 } from './ec2.ts';
import { readNetworkInterfacesById } from './observe.ts';

/**
 * How often a change is asked about. The interval grows with the time that it has taken, so that the wait for the news
 * stays in proportion: for a detach, which everything else waits for, finely; for an attach, whose end nobody waits for
 * but the report, coarsely.
 */
export interface WatchSchedule {
  readonly firstMs: number;
  /** The next interval is `shareOfElapsed` of the time so far, plus `plusMs`. */
  readonly shareOfElapsed: number;
  readonly plusMs: number;
}

export const detachSchedule: WatchSchedule = { firstMs: 400, shareOfElapsed: 0.18, plusMs: 200 };
export const attachSchedule: WatchSchedule = { firstMs: 2_500, shareOfElapsed: 0.4, plusMs: 500 };

const intervalMaxMs = 10_000;

/** Those due within this share of their interval are asked about along with the one that is due now. */
const companyShare = 0.4;

interface Watcher {
  readonly eniId: string;
  readonly schedule: WatchSchedule;
  readonly startedAt: number;
  readonly deadline: number;
  /** Whether the question is answered; the ENI is undefined where EC2 does not show it. */
  readonly see: (eni: NetworkInterface | undefined) => boolean;
  readonly fail: (error: unknown) => void;
  dueAt: number;
  intervalMs: number;
}

/** Asks EC2 about all ENIs that anybody waits for, in one call each time: our own poll, since the SDK's takes 20 s. */
export class Watch {
  readonly #ec2: Ec2;
  readonly #watchers = new Set<Watcher>();
  #running = false;

  constructor(ec2: Ec2) {
    this.#ec2 = ec2;
  }

  /**
   * Resolves with what `answer` makes of the ENI, as soon as it makes something of it; undefined when the deadline
   * passes first. Rejects if EC2 cannot be read until then.
   */
  until<T>(
    eniId: string,
    schedule: WatchSchedule,
    deadline: number,
    answer: (eni: NetworkInterface | undefined) => T | undefined,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const now = this.#ec2.clock.now();
      const see = (eni: NetworkInterface | undefined) => {
        const found = answer(eni);
        if (found !== undefined) resolve(found);
        else if (this.#ec2.clock.now() >= deadline) resolve(undefined);
        else return false;
        return true;
      };
      const dueAt = Math.min(now + schedule.firstMs, deadline);
      this.#watchers.add({
        eniId,
        schedule,
        startedAt: now,
        deadline,
        see,
        fail: (error) =>
          error instanceof DeadlinePassed && error.cause === undefined ? resolve(undefined) : reject(error),
        dueAt,
        intervalMs: schedule.firstMs,
      });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    const { clock } = this.#ec2;
    while (this.#watchers.size > 0) {
      const earliest = Math.min(...[...this.#watchers].map(({ dueAt }) => dueAt));
      // A newcomer may be due sooner than the earliest known, so no sleep is longer than the shortest first wait.
      const sleepMs = Math.min(Math.max(earliest - clock.now(), 0), detachSchedule.firstMs);
      if (sleepMs > 0) await clock.sleep(sleepMs);
      const now = clock.now();
      if ([...this.#watchers].some(({ dueAt }) => dueAt <= now)) await this.#ask(now);
    }
    this.#running = false;
  }

  async #ask(now: number): Promise<void> {
    const asked = [...this.#watchers].filter(
      ({ dueAt, intervalMs }) => dueAt - now <= companyShare * intervalMs,
    );
    const deadline = Math.max(...asked.map((watcher) => watcher.deadline));
    try {
      const ids = [...new Set(asked.map(({ eniId }) => eniId))];
      const found = await readNetworkInterfacesById(this.#ec2, deadline, ids);
      for (const watcher of asked) this.#tell(watcher, found.get(watcher.eniId));
    } catch (error) {
      for (const watcher of asked) {
        this.#watchers.delete(watcher);
        watcher.fail(error);
      }
    }
  }

  #tell(watcher: Watcher, eni: NetworkInterface | undefined): void {
    if (watcher.see(eni)) {
      this.#watchers.delete(watcher);
      return;
    }
    const now = this.#ec2.clock.now();
    const { schedule, startedAt, deadline } = watcher;
    watcher.intervalMs = Math.min(
      intervalMaxMs,
      schedule.shareOfElapsed * (now - startedAt) + schedule.plusMs,
    );
    watcher.dueAt = Math.min(now + watcher.intervalMs, deadline);
  }
}
