import type { Instance, InstanceTypeLimits } from './instance.ts';
import type { Instant } from './instant.ts';
import type { NetworkInterface } from './network-interface.ts';

/**
 * What EC2 says of the enrolled fleet, read whole or not at all: every ENI with a group tag, every instance with a
 * group tag, and every instance that holds one of those ENIs.
 */
export interface Snapshot {
  /** When the reading began: nothing in it is known to be newer. */
  readonly takenAt: Instant;
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly instances: ReadonlyMap<string, Instance>;
  /** By instance type; a type that EC2 did not describe is missing. */
  readonly instanceTypes: ReadonlyMap<string, InstanceTypeLimits>;
}
