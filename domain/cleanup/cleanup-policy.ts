/** What an owner may tune. All times in milliseconds. Made only by `cleanupPolicy`. */
export interface CleanupPolicy {
  /** `observe` changes nothing, `quarantine` marks and unmarks, `delete` deletes too. */
  readonly mode: 'observe' | 'quarantine' | 'delete';
  /** How long an ENI must have been unattached before it is deleted. */
  readonly graceMs: number;
  /** At most so many deletions a sweep, the longest unattached first. */
  readonly deletionsMax: number;
  /** Where more of the account's ENIs than this share are due for deletion, none is deleted. */
  readonly accountShareMax: number;
  /** The same for each VPC, from `vpcDueMin` due ENIs on: a small VPC may well be all forgotten. */
  readonly vpcShareMax: number;
  readonly vpcDueMin: number;
  /** After so many lost races in one sweep, the rest of it deletes nothing. */
  readonly racesMax: number;
  readonly interfaceTypes: ReadonlySet<InterfaceTypeThatMayGo>;
  /** Absent: every ENI may be looked at. Present: only those that it names. */
  readonly optIn?: OptIn;
  /** ENIs that look like parts of an appliance, and that a person has approved for deletion by id. */
  readonly approvedEniIds: ReadonlySet<string>;
  /** Absent: deletions at any time. */
  readonly window?: MaintenanceWindow;
}

/** EFAs on request only; trunk and branch interfaces and whatever AWS adds never (cleanup-and-conflicts B 3). */
export type InterfaceTypeThatMayGo = 'interface' | 'efa' | 'efa-only';

/** An ENI is opted in by carrying the tag, or by being in one of the VPCs. */
export interface OptIn {
  readonly tagKey?: string;
  readonly vpcIds: ReadonlySet<string>;
}

/** In UTC. */
export interface MaintenanceWindow {
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** From midnight; `to` is not in it. */
  readonly fromMs: number;
  readonly toMs: number;
}

const dayMs = 86_400_000;

/** No policy makes the grace shorter, and people have been told for at least so long. */
export const graceFloorMs = dayMs;

export const defaultCleanupPolicy: CleanupPolicy = {
  mode: 'observe',
  graceMs: 7 * dayMs,
  deletionsMax: 25,
  accountShareMax: 0.1,
  vpcShareMax: 0.5,
  vpcDueMin: 10,
  racesMax: 3,
  interfaceTypes: new Set(['interface']),
  approvedEniIds: new Set(),
};

/** The default policy with these differences. Throws a RangeError that names everything that is out of bounds. */
export function cleanupPolicy(differences: Partial<CleanupPolicy> = {}): CleanupPolicy {
  const policy = { ...defaultCleanupPolicy, ...differences };
  const problems = problemsOf(policy);
  if (problems.length > 0) throw new RangeError(`the cleanup policy is not safe: ${problems.join('; ')}`);
  return policy;
}

function problemsOf(policy: CleanupPolicy): readonly string[] {
  const { window, interfaceTypes } = policy;
  const types: ReadonlySet<string> = new Set(['interface', 'efa', 'efa-only']);
  const checks: readonly (readonly [boolean, string])[] = [
    [['observe', 'quarantine', 'delete'].includes(policy.mode), 'mode is observe, quarantine or delete'],
    [isWithin(policy.graceMs, graceFloorMs, 365 * dayMs), 'graceMs is 24 hours to 365 days'],
    [isCount(policy.deletionsMax, 0, 1_000), 'deletionsMax is 0 to 1,000'],
    [isWithin(policy.accountShareMax, 0, 1), 'accountShareMax is 0 to 1'],
    [isWithin(policy.vpcShareMax, 0, 1), 'vpcShareMax is 0 to 1'],
    [isCount(policy.vpcDueMin, 1, 1_000_000), 'vpcDueMin is 1 or more'],
    [isCount(policy.racesMax, 1, 1_000), 'racesMax is 1 to 1,000'],
    [[...interfaceTypes].every((type) => types.has(type)), 'interfaceTypes are interface, efa, efa-only'],
    [window === undefined || isWindow(window), 'window has weekdays 0 to 6 and begins before it ends'],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function isWindow({ weekdays, fromMs, toMs }: MaintenanceWindow): boolean {
  const days = [...weekdays];
  return (
    days.length > 0 &&
    days.every((day) => isCount(day, 0, 6)) &&
    isWithin(fromMs, 0, dayMs) &&
    isWithin(toMs, 0, dayMs) &&
    fromMs < toMs
  );
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function isCount(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && isWithin(value, min, max);
}
