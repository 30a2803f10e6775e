import { JudgedCalls } from '../../cli/judged-calls.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import { createEventBus, type EventBus } from '../../sandbox/events/bus.ts';
import { createLambda, type Lambda } from '../../sandbox/lambda/lambda.ts';
import type { FailureRecord } from '../../sandbox/lambda/lambda-types.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { createS3, type S3 } from '../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createSns, type Sns } from '../../sandbox/sns/sns.ts';
import { Cleaner } from './cleanup/cleaner.ts';
import { isOfTheCleanup } from './cleanup/cleanup-history.ts';
import type { CleanupIncidentKind } from './cleanup/cleanup-incident.ts';
import { cleanupActions } from './cleanup/cleanup-incidents.ts';
import { environmentPrefix, watchTheDoor } from './door.ts';
import { Draw } from './draw.ts';
import { Environments } from './environments.ts';
import { Fleet } from './fleet.ts';
import { createFailover, isChangeOfFailover } from './functions.ts';
import { History } from './history.ts';
import type { IncidentKind } from './incidents/incident.ts';
import { isAllowedByItsRole } from './invariants/allowed.ts';
import { Judge, type Violation } from './judge.ts';
import { drawRecipe, type Recipe } from './recipe.ts';
import { topicName } from './roles.ts';
import { watchSns } from './sns-door.ts';
import { throttledActions } from './throttled-actions.ts';
import { Weather } from './weather.ts';

const functionName = 'failover';
const onFailureQueue = 'on-failure';
const timeoutMs = 300_000;
const environmentsMax = 8;
/** An event that takes longer than this to arrive is late. */
const lateMs = 10_000;
/** After the last fault: retries of Lambda, the block period, and ticks enough for everything to come to rest. */
const calmMs = 24 * 60_000;

/** One history: a sandbox with the functions deployed in it, everything drawn from one seed. */
export class Simulation {
  readonly recipe: Recipe;
  readonly clock = new VirtualClock();
  readonly sandbox: Sandbox;
  readonly bus: EventBus;
  readonly sns: Sns;
  readonly s3: S3;
  readonly lambda: Lambda;
  readonly history: History;
  readonly weather: Weather;
  readonly fleet: Fleet;
  /** The calls that were judged by the roles of the functions. */
  readonly judged: JudgedCalls;
  /** Chance for what happens to the world. */
  readonly draw: Draw;
  /** The same for what concerns the cleanup: of a stream of its own, so that other histories stay as they are. */
  readonly cleanupDraw: Draw;
  readonly #judge: Judge;
  #cleaner: Cleaner | undefined;

  constructor(seed: string) {
    const draw = new Draw(seededRandom(`simulation ${seed}`));
    this.recipe = drawRecipe(seed, draw.stream('recipe'));
    const { clock, recipe } = this;
    this.draw = draw.stream('incidents');
    this.cleanupDraw = draw.stream('cleanup');
    this.sandbox = createSandbox({
      clock,
      seed: `world ${seed}`,
      unknowns: recipe.unknowns,
      staleReadsMs: recipe.weather.staleReadsMs,
    });
    const { sandbox } = this;
    this.history = new History(() => clock.now(), sandbox.world);
    this.weather = new Weather(recipe, draw.stream('weather'), () => clock.now());
    this.bus = createEventBus(sandbox);
    this.sns = createSns(sandbox);
    this.s3 = createS3(sandbox);
    this.lambda = createLambda({
      clock,
      random: sandbox.random,
      region: sandbox.region,
      account: sandbox.account,
      accountConcurrency: environmentsMax,
    });
    this.#judge = new Judge(this.history, sandbox.world);
    this.judged = new JudgedCalls(sandbox);
    sandbox.iam.onJudged(({ role, denied }) => this.#judge.denied(role, denied));
    watchTheDoor({
      sandbox,
      history: this.history,
      weather: this.weather,
      draw: draw.stream('door'),
      allows: (call) => {
        this.judged.count(isOfTheCleanup(call) ? 'cleanup' : 'failover', 'ec2', call.action);
        return isAllowedByItsRole(call, this.history);
      },
      afterCall: this.#judge.afterCall,
      answered: (call) => this.#cleaner?.answered(call),
    });
    watchSns(sandbox, this.sns, this.history);
    this.fleet = new Fleet(sandbox, recipe, draw.stream('fleet'));
    this.#deploy(draw.stream('environments'));
  }

  /** Runs the whole history, and gives what it broke. */
  async run(happen: (kind: IncidentKind, simulation: Simulation) => void): Promise<readonly Violation[]> {
    const { recipe, clock, draw } = this;
    const endsAt = clock.now() + recipe.troubledMs;
    while (clock.now() < endsAt && !this.#judge.isOver) {
      const gapMs = Math.ceil(-Math.log(1 - draw.between(0, 1)) * recipe.incidentEveryMs);
      await clock.advance(Math.min(endsAt - clock.now(), gapMs));
      const kind = draw.weighted(recipe.incidents);
      if (kind !== undefined && clock.now() < endsAt) happen(kind, this);
    }
    this.#clearUp();
    if (!this.#judge.isOver) {
      await clock.advance(recipe.weather.lateEvent > 0 ? recipe.weather.lateMs : 0);
      await clock.advance(calmMs);
      this.#noteGivenUp();
      this.#judge.atEnd();
    }
    this.bus.stop();
    this.lambda.stop();
    this.sandbox.stop();
    return this.#judge.violations;
  }

  /** Something happens to the world: it is noted, and counted. */
  note(kind: IncidentKind | CleanupIncidentKind, words: string, about: readonly string[] = []): void {
    this.history.noteIncident({ at: this.clock.now(), kind, words, about });
  }

  /** Lets it happen later, unless calm has come by then. */
  later(ms: number, happen: () => void): void {
    this.clock.after(Math.round(ms), () => {
      if (this.history.faultsEndedAt > this.clock.now()) happen();
    });
  }

  /** The same, in any case: what would otherwise stay broken for ever. */
  inAnyCase(ms: number, happen: () => void): void {
    this.clock.after(Math.round(ms), happen);
  }

  /** Takes an event as Lambda would get it from a rule. */
  deliver(event: AwsEvent): void {
    this.history.noteArrival({ at: this.clock.now(), event });
    if (this.clock.now() - Date.parse(event.time) > lateMs) this.weather.count('lateEvent');
    if (this.weather.strikes('duplicateInvocation')) this.lambda.duplicateNext(1);
    this.lambda.invokeAsync(functionName, event);
  }

  #deploy(draw: Draw): void {
    const { sandbox, history, weather, bus, lambda } = this;
    const topicArn = this.sns.createTopic(topicName);
    const environments = new Environments({
      sandbox,
      history,
      weather,
      sns: this.sns,
      draw,
      prefix: environmentPrefix,
      create: (name, wire) => createFailover(name, wire, { sandbox, history, topicArn }),
      isChange: isChangeOfFailover,
    });
    lambda.addFunction({
      name: functionName,
      timeoutMs,
      maximumEventAgeMs: 900_000,
      onFailureQueue,
      invoke: environments.invoke,
    });
    const targets = [{ id: functionName, deliver: (event: AwsEvent) => this.deliver(event) }];
    bus.addRule({
      name: 'events',
      pattern: { source: ['aws.ec2', 'aws.cloudwatch', 'eni-warden'] },
      targets,
    });
    bus.addRule({ name: 'tick', schedule: 'rate(1 minute)', targets });
    bus.watch(({ copies }) => {
      if (copies === 0) weather.count('lostEvent');
      if (copies === 2) weather.count('duplicateEvent');
    });
    const { loseEvent: lose, duplicateEvent: duplicate, lateEvent: late, lateMs } = this.recipe.weather;
    bus.faults.set({ lose, duplicate, late, lateMs });
    if (this.recipe.cleanup === undefined) return;
    this.#cleaner = new Cleaner(this, this.recipe.cleanup, topicArn);
    this.#cleaner.deploy();
  }

  #noteGivenUp(): void {
    for (const record of (this.lambda.queues.get(onFailureQueue) ?? []) as readonly FailureRecord[]) {
      this.history.noteGivenUp({ at: Date.parse(record.timestamp), event: record.requestPayload });
    }
  }

  #clearUp(): void {
    this.weather.clearUp();
    this.sns.down(0);
    this.s3.down(0);
    this.bus.faults.set({ lose: 0, duplicate: 0, late: 0 });
    this.sandbox.faults.staleReads(0);
    this.sandbox.faults.forgetPlanned();
    for (const action of [...throttledActions, ...cleanupActions])
      this.sandbox.faults.throttle(action, { callsPerSecond: 0 });
    this.history.faultsEndedAt = this.clock.now();
  }
}
