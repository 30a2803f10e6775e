import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import type { Instance, NetworkInterface } from '../../sandbox/world/records.ts';
import type { Change } from '../../sandbox/world/table.ts';
import type { World } from '../../sandbox/world/world.ts';
import { CleanupHistory, isOfTheCleanup, type StoredManifest } from './cleanup/cleanup-history.ts';
import { Timeline } from './timeline.ts';

/** A call of the function under test to EC2, in the moment of its effect (or of its refusal). */
export interface Call {
  readonly at: number;
  /** The execution environment that made it. */
  readonly environment: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** EC2's code when it was refused; absent when it had its effect, be the reply lost or not. */
  readonly errorCode?: string;
  /** Whether the answer of a Describe was falsified. */
  readonly isOdd?: true;
  /** Of a call that would change something: the ENI, the target or holder, and the ENI as it was just before. */
  readonly networkInterfaceId?: string;
  readonly instanceId?: string;
  readonly before?: NetworkInterface;
}

/** An alert that SNS took. */
export interface Told {
  readonly at: number;
  readonly environment: string;
  readonly kind: string;
  readonly severity: string;
  readonly group?: string;
  readonly fingerprint: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One run of the function. */
export interface Invocation {
  readonly at: number;
  /** Absent while it runs. */
  endedAt?: number;
  readonly environment: string;
  readonly requestId: string;
  readonly event: unknown;
  /** `crashed`: the environment died; `timed out`: Lambda ended it. */
  outcome?: 'succeeded' | 'failed' | 'timed out' | 'crashed';
  error?: string;
}

/** Something that the simulator did to the world, or around it. */
export interface Incident {
  readonly at: number;
  /** One of the kinds that `coverage` counts. */
  readonly kind: string;
  readonly words: string;
  /** The ENIs and instances that it touched by hand. */
  readonly about: readonly string[];
}

/** An event that Lambda took in: what woke the function, or should have. */
export interface Arrival {
  readonly at: number;
  readonly event: AwsEvent;
}

/** An event that Lambda or EventBridge gave up; it is in the on-failure queue, whose alarm tells people. */
export interface GivenUp {
  readonly at: number;
  readonly event: unknown;
}

/** A line of the function's own log. */
export interface LogLine {
  readonly at: number;
  readonly environment: string;
  readonly message: string;
  readonly details: unknown;
}

/** A change of an instance or an ENI that a reader of the story wants to see. */
export interface WorldChange {
  readonly at: number;
  readonly change: Change<Instance> | Change<NetworkInterface>;
}

/** What happened, in one order; `ended`: an invocation's end. */
export type Entry =
  | { readonly kind: 'call'; readonly item: Call }
  | { readonly kind: 'told'; readonly item: Told }
  | { readonly kind: 'invoked' | 'ended'; readonly item: Invocation }
  | { readonly kind: 'incident'; readonly item: Incident }
  | { readonly kind: 'arrival'; readonly item: Arrival }
  | { readonly kind: 'given up'; readonly item: GivenUp }
  | { readonly kind: 'log'; readonly item: LogLine }
  | { readonly kind: 'manifest'; readonly item: StoredManifest }
  | { readonly kind: 'change'; readonly item: WorldChange };

/** Everything that happened in one simulated history, in order. */
export class History {
  /** All of it, in the order in which it happened. */
  readonly entries: Entry[] = [];
  readonly instances = new Timeline<Instance>();
  readonly networkInterfaces = new Timeline<NetworkInterface>();
  readonly calls: Call[] = [];
  readonly told: Told[] = [];
  readonly invocations: Invocation[] = [];
  readonly incidents: Incident[] = [];
  readonly arrivals: Arrival[] = [];
  readonly givenUp: GivenUp[] = [];
  /** What the cleanup function did; the lists above are of the failover function alone. */
  readonly cleanup: CleanupHistory;
  /** From when on nothing goes wrong any more and nobody changes anything; Infinity until then. */
  faultsEndedAt = Number.POSITIVE_INFINITY;
  readonly #attachments = new Map<
    string,
    { readonly networkInterfaceId: string; readonly instanceId?: string }
  >();
  readonly #now: () => number;

  constructor(now: () => number, world: World) {
    this.#now = now;
    this.cleanup = new CleanupHistory(now, world);
    world.instances.watch((change) => {
      this.instances.note(now(), change);
      this.entries.push({ kind: 'change', item: { at: now(), change } });
    });
    world.networkInterfaces.watch((change) => {
      this.networkInterfaces.note(now(), change);
      this.entries.push({ kind: 'change', item: { at: now(), change } });
      const { attachment } = change.after ?? {};
      if (attachment === undefined || this.#attachments.has(attachment.attachmentId)) return;
      const { instanceId } = attachment;
      this.#attachments.set(attachment.attachmentId, {
        networkInterfaceId: change.id,
        ...(instanceId !== undefined && { instanceId }),
      });
    });
  }

  now(): number {
    return this.#now();
  }

  noteCall(item: Call): void {
    (isOfTheCleanup(item) ? this.cleanup.calls : this.calls).push(item);
    this.entries.push({ kind: 'call', item });
  }

  noteTold(item: Told): void {
    (isOfTheCleanup(item) ? this.cleanup.told : this.told).push(item);
    this.entries.push({ kind: 'told', item });
  }

  noteInvoked(item: Invocation): void {
    (isOfTheCleanup(item) ? this.cleanup.invocations : this.invocations).push(item);
    this.entries.push({ kind: 'invoked', item });
  }

  noteEnded(item: Invocation): void {
    this.entries.push({ kind: 'ended', item });
  }

  noteIncident(item: Incident): void {
    this.incidents.push(item);
    this.entries.push({ kind: 'incident', item });
  }

  noteArrival(item: Arrival): void {
    this.arrivals.push(item);
    this.entries.push({ kind: 'arrival', item });
  }

  noteGivenUp(item: GivenUp): void {
    this.givenUp.push(item);
    this.entries.push({ kind: 'given up', item });
  }

  noteManifest(item: StoredManifest): void {
    this.cleanup.manifests.push(item);
    this.entries.push({ kind: 'manifest', item });
  }

  noteLog(item: LogLine): void {
    this.entries.push({ kind: 'log', item });
  }

  /** What an attachment id stands or stood for. */
  attachmentOf(
    attachmentId: string,
  ): { readonly networkInterfaceId: string; readonly instanceId?: string } | undefined {
    return this.#attachments.get(attachmentId);
  }
}
