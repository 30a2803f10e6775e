import type {
  CidrReservation,
  NetworkInterfacePermission,
  RouteTable,
} from '../../../sandbox/world/record-references.ts';
import type { World } from '../../../sandbox/world/world.ts';
import type { Call, Invocation, Told } from '../history.ts';
import { Timeline } from '../timeline.ts';

/** The execution environments of the cleanup function have names that begin so. */
export const cleanupPrefix = 'cleaner ';

export function isOfTheCleanup({ environment }: { readonly environment: string }): boolean {
  return environment.startsWith(cleanupPrefix);
}

/** An object that the cleanup function put into its bucket, and that S3 took, be the reply lost or not. */
export interface StoredManifest {
  readonly at: number;
  readonly environment: string;
  readonly key: string;
  readonly body: string;
}

/** What the cleanup function did in one history, and what it has to respect beside the ENIs themselves. */
export class CleanupHistory {
  readonly calls: Call[] = [];
  readonly told: Told[] = [];
  readonly invocations: Invocation[] = [];
  readonly manifests: StoredManifest[] = [];
  readonly routeTables = new Timeline<RouteTable>();
  readonly cidrReservations = new Timeline<CidrReservation>();
  readonly permissions = new Timeline<NetworkInterfacePermission>();
  /** At most so many deletions a sweep, as this history's function is configured. */
  deletionsMax = 25;
  /** How often its schedule wakes it, in milliseconds; Infinity in a history that does without it. */
  everyMs = Number.POSITIVE_INFINITY;

  constructor(now: () => number, world: World) {
    world.routeTables.watch((change) => this.routeTables.note(now(), change));
    world.cidrReservations.watch((change) => this.cidrReservations.note(now(), change));
    world.networkInterfacePermissions.watch((change) => this.permissions.note(now(), change));
  }
}
