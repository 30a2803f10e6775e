import type { Change, Plan } from './plan.ts';

export interface StackEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface ChangeSet {
  readonly name: string;
  readonly id: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly changes: readonly Change[];
  readonly plan: Plan;
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
}

/** A resource that was made. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  /** What tells whether another template changes it. */
  readonly fingerprint: string;
  readonly at: number;
}

/** A stack as CloudFormation keeps it. */
export interface StackRecord {
  readonly name: string;
  readonly id: string;
  readonly createdAt: number;
  status: string;
  reason?: string;
  readonly tags: ReadonlyMap<string, string>;
  outputs: ReadonlyMap<string, string>;
  /** By their logical ids. */
  resources: Map<string, StackResource>;
  /** By their names. */
  readonly changeSets: Map<string, ChangeSet>;
  /** The oldest first. */
  readonly events: StackEvent[];
}
