import { Environments } from '../environments.ts';
import { createCleanup, isChangeOfCleanup } from '../functions.ts';
import type { Call } from '../history.ts';
import { manifestBucket } from '../roles.ts';
import type { Simulation } from '../simulation.ts';
import { cleanupPrefix, isOfTheCleanup } from './cleanup-history.ts';
import type { CleanupIncidentKind } from './cleanup-incident.ts';
import { happenToOrphan } from './cleanup-incidents.ts';
import type { CleanupRecipe } from './cleanup-recipe.ts';
import { watchS3 } from './s3-door.ts';
import { callBehind, trailEvent } from './trail.ts';

const functionName = 'cleanup';
const timeoutMs = 900_000;
const maximumEventAgeMs = 3_600_000;
const minuteMs = 60_000;

/** What strikes in the middle of a sweep. */
const races: readonly CleanupIncidentKind[] = [
  'orphan-attached',
  'orphan-attached',
  'orphan-tagged',
  'orphan-changed',
  'orphan-deleted',
  'mark-changed',
  'eip-on-orphan',
  'route-to-orphan',
  'reservation-on-orphan',
  'permission-on-orphan',
];

/** The cleanup function beside the failover function: its schedule, its trail, and what comes between its calls. */
export class Cleaner {
  readonly #simulation: Simulation;
  readonly #recipe: CleanupRecipe;
  readonly #topicArn: string;

  constructor(simulation: Simulation, recipe: CleanupRecipe, topicArn: string) {
    this.#simulation = simulation;
    this.#recipe = recipe;
    this.#topicArn = topicArn;
    const { cleanup } = simulation.history;
    cleanup.deletionsMax = recipe.deletionsMax;
    cleanup.everyMs = recipe.everyMs;
  }

  deploy(): void {
    const { sandbox, history, weather, sns, s3, lambda, cleanupDraw: draw } = this.#simulation;
    s3.createBucket(manifestBucket);
    watchS3(sandbox, s3, manifestBucket, history);
    const deployment = { sandbox, history, topicArn: this.#topicArn };
    const environments = new Environments({
      sandbox,
      history,
      weather,
      sns,
      draw: draw.stream('environments'),
      prefix: cleanupPrefix,
      create: (name, wire) => createCleanup(name, wire, deployment, this.#recipe),
      isChange: isChangeOfCleanup,
    });
    const onFailureQueue = 'cleanup-on-failure';
    const { invoke } = environments;
    // The next sweep is the retry.
    lambda.addFunction({
      name: functionName,
      timeoutMs,
      maximumEventAgeMs,
      maximumRetryAttempts: 0,
      onFailureQueue,
      invoke,
    });
    this.#wakeIn(draw.whole(0, this.#recipe.everyMs));
    this.#letHappen();
    this.#trail();
  }

  /** After each answer to a call of a sweep, somebody may be faster than its next one, at this ENI or at another. */
  readonly answered = (call: Call): void => {
    const { cleanupDraw: draw } = this.#simulation;
    if (!isOfTheCleanup(call) || !draw.chance(this.#recipe.race)) return;
    const named = /eni-[0-9a-f]{17}/.exec(JSON.stringify(call.parameters))?.[0];
    const at = draw.chance(0.5) ? named : undefined;
    const kind = draw.of(races);
    this.#simulation.later(draw.whole(0, 300), () => happenToOrphan(kind, this.#simulation, at));
  };

  #wakeIn(ms: number): void {
    const { clock, lambda, cleanupDraw: draw, sandbox } = this.#simulation;
    clock.after(ms, () => {
      const { account, region } = sandbox;
      const time = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
      const schedule = {
        version: '0',
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: [],
      };
      const wake = () =>
        lambda.invokeAsync(functionName, {
          ...schedule,
          id: `sweep-${draw.hex(12)}`,
          account,
          region,
          time,
          detail: {},
        });
      wake();
      if (draw.chance(this.#recipe.twice)) wake();
      this.#wakeIn(this.#recipe.everyMs);
    });
  }

  #letHappen(): void {
    const { cleanupDraw: draw } = this.#simulation;
    const gapMs = -Math.log(1 - draw.between(0, 1)) * this.#recipe.incidentEveryMs;
    this.#simulation.later(gapMs, () => {
      const kind = draw.weighted(this.#recipe.incidents);
      if (kind !== undefined) happenToOrphan(kind, this.#simulation);
      this.#letHappen();
    });
  }

  /** CloudTrail takes minutes, and delivers at best once. */
  #trail(): void {
    const { trail } = this.#recipe;
    if (trail === undefined) return;
    const { sandbox, clock, lambda, cleanupDraw: draw } = this.#simulation;
    const { account, region } = sandbox;
    sandbox.world.networkInterfaces.watch((change) => {
      const call = callBehind(change);
      if (call === undefined || draw.chance(trail.lose)) return;
      const event = trailEvent(call, { id: `trail-${draw.hex(12)}`, at: clock.now(), account, region });
      const ms = draw.between(1, draw.chance(trail.late) ? 15 : 6) * minuteMs;
      clock.after(Math.round(ms), () => lambda.invokeAsync(functionName, event));
    });
  }
}
