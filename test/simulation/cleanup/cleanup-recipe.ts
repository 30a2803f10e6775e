import type { Draw } from '../draw.ts';
import { type CleanupIncidentKind, cleanupIncidentKinds } from './cleanup-incident.ts';

/** How the cleanup function runs beside the failover function, and what comes between. */
export interface CleanupRecipe {
  /** Its schedule, in milliseconds. */
  readonly everyMs: number;
  /** Chance that the schedule wakes it twice at once. */
  readonly twice: number;
  readonly orphans: number;
  readonly lookalikes: number;
  /** ENIs in use, beside which the orphans of a large account are few. */
  readonly crowd: number;
  /** In a VPC of their own, where no failover delays a deletion. */
  readonly apart: boolean;
  readonly deletionsMax: number;
  /** In percent; a small account is over the default at once. */
  readonly accountShare: number;
  /** The mean time between two incidents, in milliseconds. */
  readonly incidentEveryMs: number;
  readonly incidents: Readonly<Record<CleanupIncidentKind, number>>;
  /** Chance, for one call of a sweep, that somebody does something to the ENI that it is about, or to another. */
  readonly race: number;
  /** How CloudTrail tells of attaches and detaches; undefined: the account has no trail. */
  readonly trail: Trail | undefined;
  readonly weather: S3Weather;
}

export interface Trail {
  /** Chances for an event: never delivered, and delivered late by up to a quarter of an hour. */
  readonly lose: number;
  readonly late: number;
}

/** Chances for one call to S3. */
export interface S3Weather {
  readonly s3Error: number;
  readonly loseS3Reply: number;
  /** Chance that S3 takes seconds. */
  readonly slowS3: number;
}

export const noS3Weather: S3Weather = { s3Error: 0, loseS3Reply: 0, slowS3: 0 };

const minuteMs = 60_000;
/** The others stay as cheap as they are without it. */
const share = 0.35;

/** Undefined in a history that does without the cleanup. */
export function drawCleanupRecipe(draw: Draw): CleanupRecipe | undefined {
  if (!draw.chance(share)) return undefined;
  const incidents = Object.fromEntries(
    cleanupIncidentKinds.map((kind) => [kind, draw.chance(0.4) ? draw.between(0.2, 1) : 0]),
  ) as Record<CleanupIncidentKind, number>;
  const isLarge = draw.chance(0.3);
  return {
    everyMs: draw.whole(3, 10) * minuteMs,
    twice: draw.chance(0.35) ? draw.between(0.1, 0.7) : 0,
    orphans: isLarge ? draw.whole(12, 18) : draw.whole(2, 9),
    crowd: isLarge ? 25 : 0,
    lookalikes: draw.whole(2, 8),
    apart: draw.chance(0.5),
    deletionsMax: !isLarge && draw.chance(0.3) ? draw.whole(1, 5) : 25,
    accountShare: !isLarge && draw.chance(0.2) ? 10 : 100,
    incidentEveryMs: draw.between(20_000, 4 * minuteMs),
    incidents,
    race: draw.chance(0.7) ? draw.between(0.005, isLarge ? 0.15 : 0.06) : 0,
    trail: draw.chance(0.4)
      ? { lose: draw.chance(0.3) ? draw.between(0.1, 0.6) : 0, late: draw.chance(0.3) ? 0.4 : 0 }
      : undefined,
    weather: {
      s3Error: draw.chance(0.4) ? draw.between(0.05, 0.7) : 0,
      loseS3Reply: draw.chance(0.3) ? draw.between(0.05, 0.4) : 0,
      slowS3: draw.chance(isLarge ? 0.7 : 0.3) ? draw.between(0.2, 1) : 0,
    },
  };
}
