import type { Context } from 'aws-lambda';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import { type InProcessRequestHandler, requestHandlerFor } from '../../sandbox/in-process.ts';
import type { LambdaFunction } from '../../sandbox/lambda/lambda-types.ts';
import type { Draw } from './draw.ts';
import type { History, Invocation } from './history.ts';
import { type Surroundings, throughWeather } from './wire.ts';

/** Crashes and freezes strike at one of so many first calls of an invocation. */
const fatalCallMax = 30;

/** A third attempt that dies too would only be found in the on-failure queue: that is what its alarm is for. */
const fatalAttemptsMax = 2;

export interface EnvironmentsOptions extends Surroundings {
  readonly history: History;
  readonly draw: Draw;
  /** Environments have this and a number for a name. */
  readonly prefix: string;
  /** The function as it comes up in a new environment, which talks to AWS by this wire. */
  readonly create: (environment: string, wire: InProcessRequestHandler) => LambdaHandler;
  /** Whether the request is one after which something may be half done. */
  readonly isChange: (request: Request) => boolean;
}

export type Request = Parameters<InProcessRequestHandler['handle']>[0];

/**
 * Lambda's execution environments of a function: one event at a time in each, kept warm until Lambda ends it, a
 * new one where all are busy. One that crashes or is timed out is dead: none of its later calls gets through.
 */
export class Environments {
  readonly #options: EnvironmentsOptions;
  readonly #idle: Environment[] = [];
  readonly #fatal = new Map<string, number>();
  #count = 0;

  constructor(options: EnvironmentsOptions) {
    this.#options = options;
  }

  readonly invoke: LambdaFunction['invoke'] = async (event, context, timedOut) => {
    const environment = this.#take();
    const invocation: Invocation = {
      at: this.#now(),
      environment: environment.name,
      requestId: context.awsRequestId,
      event,
    };
    this.#options.history.noteInvoked(invocation);
    environment.doom(this.#drawDoom(context.awsRequestId));
    const end = (outcome: NonNullable<Invocation['outcome']>, error?: string) => {
      if (invocation.endedAt !== undefined) return;
      invocation.endedAt = this.#now();
      invocation.outcome = outcome;
      if (error !== undefined) invocation.error = error;
      this.#options.history.noteEnded(invocation);
    };
    timedOut.addEventListener('abort', () => {
      environment.die();
      end('timed out');
    });
    try {
      await Promise.race([environment.handler(event, context as unknown as Context), environment.crashed]);
      end('succeeded');
    } catch (error) {
      end(
        environment.isDead ? 'crashed' : 'failed',
        error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      );
      throw error;
    } finally {
      if (!environment.isDead) this.#idle.push(environment);
    }
  };

  #take(): Environment {
    const warm = this.#idle.pop();
    if (warm !== undefined && !this.#options.weather.strikes('reap')) return warm;
    this.#count += 1;
    return new Environment(`${this.#options.prefix}${this.#count}`, this.#options);
  }

  #drawDoom(requestId: string): Doom | undefined {
    const { weather, draw } = this.#options;
    const attempts = this.#fatal.get(requestId) ?? 0;
    if (attempts >= fatalAttemptsMax) return undefined;
    const crash = weather.strikes('crash');
    const freeze = !crash && weather.strikes('freeze');
    if (!crash && !freeze) return undefined;
    this.#fatal.set(requestId, attempts + 1);
    const fromFirstChange = draw.chance(0.6);
    const atCall = draw.whole(1, fromFirstChange || draw.chance(0.5) ? 12 : fatalCallMax);
    return { kind: crash ? 'crash' : 'freeze', fromFirstChange, atCall, afterItsEffect: draw.chance(0.5) };
  }

  #now(): number {
    return this.#options.sandbox.clock.now();
  }
}

/** At which call the environment dies. */
interface Doom {
  readonly kind: 'crash' | 'freeze';
  /** Counted from the first call that changes something, so that more of them strike in the middle of a move. */
  readonly fromFirstChange: boolean;
  readonly atCall: number;
  readonly afterItsEffect: boolean;
}

class Environment {
  readonly name: string;
  readonly handler: LambdaHandler;
  readonly crashed: Promise<never>;
  isDead = false;
  #crash: (error: Error) => void = () => undefined;
  readonly #isChange: EnvironmentsOptions['isChange'];
  #doom: Doom | undefined;
  #calls = 0;

  constructor(name: string, options: EnvironmentsOptions) {
    this.name = name;
    this.crashed = new Promise((_resolve, reject) => {
      this.#crash = reject;
    });
    // Whoever waits for it is told; nobody need wait.
    this.crashed.catch(() => undefined);
    const wire = this.#mortal(throughWeather(requestHandlerFor(options.sandbox, name), options));
    this.handler = options.create(name, wire);
    this.#isChange = options.isChange;
  }

  doom(doom: Doom | undefined): void {
    this.#doom = doom;
    this.#calls = 0;
  }

  die(): void {
    this.isDead = true;
  }

  #mortal(wire: InProcessRequestHandler): InProcessRequestHandler {
    return {
      ...wire,
      handle: async (request, options) => {
        if (this.isDead) return forever();
        if (this.#counts(request)) this.#calls += 1;
        const strikes = this.#doom !== undefined && this.#calls === this.#doom.atCall;
        if (!strikes) return this.#ifAlive(await wire.handle(request, options));
        const { kind, afterItsEffect } = this.#doom as Doom;
        this.isDead = true;
        if (afterItsEffect) void wire.handle(request, options).catch(() => undefined);
        if (kind === 'crash') this.#crash(new Error('Runtime exited with error: signal: killed'));
        return forever();
      },
    };
  }

  #counts(request: Request): boolean {
    if (this.#doom?.fromFirstChange !== true || this.#calls > 0) return true;
    return this.#isChange(request);
  }

  async #ifAlive<T>(value: T): Promise<T> {
    return this.isDead ? forever() : value;
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
