/** One step of a change. What has come true already is success, whoever did it. */
export type Action = SetDeleteOnTermination | Detach | AwaitLeader | Attach;

/** Sets DeleteOnTermination of an attachment to false, so that the ENI outlives its instance. */
export interface SetDeleteOnTermination {
  readonly kind: 'set-delete-on-termination';
  readonly attachmentId: string;
  readonly value: false;
}

/** Detaches by attachment id, and waits until the ENI is free. */
export interface Detach {
  readonly kind: 'detach';
  /** The attachment that was judged: a newer one has another id, so it cannot be hit (facts 1.5). */
  readonly attachmentId: string;
  readonly instanceId: string;
  /** EC2 is detaching it already: only wait. */
  readonly begun: boolean;
  /** After so many milliseconds of `detaching`, repeat with Force; absent: never. */
  readonly forceAfterMs?: number;
}

/** Waits until the leader's attach to the same instance is accepted; if it is lost, the change ends there. */
export interface AwaitLeader {
  readonly kind: 'await-leader';
  readonly leaderId: string;
  /** The instance that the leader leaves; absent where it is attached to nothing. */
  readonly leaving?: string;
}

/** Attaches to an instance, on network card 0, and waits until it is attached. */
export interface Attach {
  readonly kind: 'attach';
  readonly instanceId: string;
  readonly deviceIndex: number;
}
