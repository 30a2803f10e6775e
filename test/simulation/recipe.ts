import type { Unknowns } from '../../sandbox/unknowns.ts';
import {
  type CleanupRecipe,
  drawCleanupRecipe,
  noS3Weather,
  type S3Weather,
} from './cleanup/cleanup-recipe.ts';
import type { Draw } from './draw.ts';
import { type IncidentKind, incidentKinds } from './incidents/incident.ts';

/** What goes wrong around the function, as chances and lengths; 0 means never in this history. */
export interface Weather extends S3Weather {
  /** Chances for an event on its way. */
  readonly loseEvent: number;
  readonly duplicateEvent: number;
  readonly lateEvent: number;
  readonly lateMs: number;
  /** Chance that Lambda runs an event twice. */
  readonly duplicateInvocation: number;
  /** Chances for one invocation. */
  readonly crash: number;
  readonly freeze: number;
  /** Chance that Lambda has ended an idle environment before the next event comes. */
  readonly reap: number;
  /** Chances for one call to EC2. */
  readonly serverError: number;
  readonly loseReply: number;
  /** The same for a call that changes something. */
  readonly loseReplyOfChange: number;
  /** Chance that a call that changes something is under way for seconds before it has its effect. */
  readonly slowChange: number;
  /** Chance that EC2 refuses an Attach for a reason that no Describe shows. */
  readonly refuseAttach: number;
  /** Chance that an answer has something in it that this version does not know. */
  readonly oddAnswer: number;
  /** Chances for one call to SNS. */
  readonly snsError: number;
  readonly loseSnsReply: number;
  readonly staleReadsMs: number;
  /** Describe gives no more than so many items in a page. */
  readonly pageMax: number | undefined;
  /** A call about what is gone is answered with a denial, as under policies with tag conditions (facts 1.5). */
  readonly denialForMissing: boolean;
}

/** Every fault that the weather counts, by name. */
export const faultKinds = [
  'lostEvent',
  'duplicateEvent',
  'lateEvent',
  'duplicateInvocation',
  'crash',
  'freeze',
  'reap',
  'serverError',
  'loseReply',
  'loseReplyOfChange',
  'slowChange',
  'refuseAttach',
  'oddAnswer',
  'snsError',
  'loseSnsReply',
  's3Error',
  'loseS3Reply',
  'slowS3',
  'staleRead',
  'smallPage',
  'denialForMissing',
] as const;

/** What the seed has drawn: which faults exist in this history at all, and how often they strike. */
export interface Recipe {
  readonly seed: string;
  readonly zones: number;
  readonly groups: number;
  /** How long things go wrong, in milliseconds. */
  readonly troubledMs: number;
  /** The mean time between two incidents, in milliseconds. */
  readonly incidentEveryMs: number;
  /** How often each kind of incident comes, in proportion; 0: never in this history. */
  readonly incidents: Readonly<Record<IncidentKind, number>>;
  readonly weather: Weather;
  readonly unknowns: Partial<Unknowns>;
  /** Absent: the cleanup function does not run in this history. */
  readonly cleanup?: CleanupRecipe;
}

const minuteMs = 60_000;

/**
 * Swarm testing: a history in which only some faults exist goes deeper into those than one that has them all. Large fleets
 * have shorter histories: what they add is many groups at once, and they cost the most.
 */
export function drawRecipe(seed: string, draw: Draw): Recipe {
  const size = draw.weighted({ one: 35, few: 50, some: 12, many: 3 });
  const groups = { one: 1, few: draw.whole(2, 4), some: draw.whole(5, 9), many: draw.whole(10, 20) }[
    size ?? 'one'
  ];
  const incidents = Object.fromEntries(
    incidentKinds.map((kind) => [kind, draw.chance(0.4) ? draw.between(0.2, 1) : 0]),
  ) as Record<IncidentKind, number>;
  const cleanup = drawCleanupRecipe(draw.stream('cleanup'));
  return {
    seed,
    zones: draw.whole(1, 3),
    groups,
    troubledMs: draw.whole(4, groups < 5 ? 20 : groups < 10 ? 13 : 8) * minuteMs,
    incidentEveryMs: draw.between(5_000, 2 * minuteMs),
    incidents,
    weather: { ...drawWeather(draw, groups), ...(cleanup?.weather ?? noS3Weather) },
    unknowns: drawUnknowns(draw),
    ...(cleanup !== undefined && { cleanup }),
  };
}

function drawWeather(draw: Draw, groups: number): Omit<Weather, keyof S3Weather> {
  const sometimes = (most: number) => (draw.chance(0.35) ? draw.between(most / 10, most) : 0);
  const lateEvent = sometimes(0.6);
  return {
    loseEvent: sometimes(0.6),
    duplicateEvent: sometimes(0.7),
    lateEvent,
    lateMs: draw.chance(0.12) ? 60 * minuteMs : draw.whole(1_000, 5 * minuteMs),
    duplicateInvocation: sometimes(0.5),
    crash: sometimes(0.4),
    freeze: sometimes(0.1),
    reap: sometimes(0.5),
    serverError: sometimes(0.25),
    loseReply: sometimes(0.2),
    loseReplyOfChange: sometimes(0.5),
    slowChange: sometimes(0.4),
    refuseAttach: sometimes(0.2),
    oddAnswer: sometimes(0.1),
    snsError: sometimes(0.8),
    loseSnsReply: sometimes(0.2),
    staleReadsMs: draw.chance(0.35) ? draw.whole(200, 3_000) : 0,
    pageMax: draw.chance(0.2) ? draw.whole(5, 10) + 2 * groups : undefined,
    denialForMissing: draw.chance(0.5),
  };
}

function drawUnknowns(draw: Draw): Partial<Unknowns> {
  return {
    repeatDetach: draw.chance(0.5) ? 'success' : 'IncorrectState',
    detachWhileAttaching: draw.chance(0.5) ? 'success' : 'IncorrectState',
    forcedDetachBlocksIndex: draw.chance(0.5),
    deletesDetachingOnTermination: draw.chance(0.5),
  };
}
