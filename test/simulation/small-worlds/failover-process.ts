import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readConfig } from '../../../aws/config.ts';
import { createFailoverFunction } from '../../../handlers/failover-function.ts';
import { VirtualClock } from '../../../sandbox/clock.ts';
import { seededRandom } from '../../../sandbox/random.ts';
import { parsePublish } from '../../../sandbox/sns/sns-request.ts';
import { publishBody } from '../../../sandbox/sns/sns-response.ts';
import { contextFor } from '../../support/lambda-context.ts';
import { type Call, toCall } from './call.ts';
import { type Answer, RememberingSdk } from './remembering-clients.ts';
import { SteppedClock } from './stepped-clock.ts';

// The metrics of a simulation would be lines on its output.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const sdk = new RememberingSdk();
const logger = new Logger({ logLevel: 'SILENT' });
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const metrics = new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent });
// Nobody reads these either, and to make one for each invocation would take as long as all the rest of it.
metrics.singleMetric = () => metrics;
metrics.addDimension = () => metrics;
const timeoutMs = 300_000;
const region = 'eu-west-1';
const topicArn = `arn:aws:sns:${region}:123456789012:eni-warden-alerts`;

const published: Answer = { status: 200, body: publishBody('message') };
const patienceMs = 5;

/** A call that waits, and its number among the calls of its handler. */
export interface ParkedCall extends Call {
  readonly ordinal: number;
}

interface Waiting extends ParkedCall {
  readonly resolve: (answer: Answer) => void;
}

/**
 * One execution environment of the failover function, cold, with one event: the real handler and the real SDK clients.
 * Whatever it asks EC2 waits here until somebody answers it; SNS takes every alert at once. All that it does follows from
 * the answers, their order, and its own waiting.
 */
export class FailoverProcess {
  readonly clock: SteppedClock;
  /** The moves that it has told people of, as "kind eni instance". */
  readonly moves: string[] = [];
  #parked: Waiting[] = [];
  #calls = 0;
  #settling = true;
  #ended: { readonly error?: string } | undefined;
  #broken: Error | undefined;

  readonly #patient: boolean;

  private constructor(event: unknown, at: number, patient: boolean) {
    this.#patient = patient;
    this.clock = new SteppedClock(at);
    const random = seededRandom('chance');
    const handler = createFailoverFunction({
      config: readConfig({
        ENI_WARDEN_TOPIC_ARN: topicArn,
        AWS_REGION: region,
        ENI_WARDEN_FORCE_AFTER_SECONDS: '1',
      }),
      clock: this.clock,
      chance: () => random.unit(),
      ec2Client: sdk.ec2Client((form) => this.#ask(form)),
      snsClient: sdk.snsClient(async (form) => this.#publish(form)),
      logger,
      metrics,
    });
    const deadline = at + timeoutMs;
    const context = {
      ...contextFor(new VirtualClock(), timeoutMs),
      getRemainingTimeInMillis: () => deadline - this.clock.now(),
    };
    handler(event, context).then(
      () => this.#end({}),
      (error: unknown) => this.#end({ error: error instanceof Error ? error.message : String(error) }),
    );
  }

  /**
   * Starts it, and lets it run until it waits for an answer or has ended. The first one of a program must be `patient`: the first calls
   * of an SDK load code from the disk, in real time.
   */
  static async start(event: unknown, at: number, patient = false): Promise<FailoverProcess> {
    const process = new FailoverProcess(event, at, patient);
    await process.#runOn();
    return process;
  }

  get parked(): readonly ParkedCall[] {
    return this.#parked.map(({ resolve: _resolve, ...call }) => call);
  }

  /** Undefined while it runs. */
  get ended(): { readonly error?: string } | undefined {
    return this.#ended;
  }

  /** Answers one of the calls that wait, and lets it run on until it waits for the next answer or has ended. */
  async answer(ordinal: number, answer: Answer): Promise<void> {
    const call = this.#parked.find((parked) => parked.ordinal === ordinal);
    if (call === undefined) throw new Error(`There is no call ${ordinal} that waits.`);
    this.#parked = this.#parked.filter((parked) => parked !== call);
    this.#settling = true;
    call.resolve(answer);
    await this.#runOn();
  }

  /** Nothing but its own time makes it go on where it asks nothing, so that this time passes at once. */
  async #runOn(): Promise<void> {
    await this.#settle();
    while (this.#parked.length === 0 && this.#ended === undefined) {
      this.#settling = true;
      if (!this.clock.fireNext())
        throw new Error('The handler waits for something that is not on its clock.');
      await this.#settle();
    }
  }

  #ask(form: string): Promise<Answer> {
    this.#stir();
    const ordinal = this.#calls++;
    return new Promise((resolve) => this.#parked.push({ ...toCall(form), ordinal, resolve }));
  }

  /** Whoever is thought to be at rest and is not would make the exploration meaningless. */
  #stir(): void {
    if (!this.#settling)
      this.#broken = new Error('A call came from a handler that was thought to be at rest.');
  }

  #publish(form: string): Answer {
    this.#stir();
    const { byProtocol } = parsePublish(new URLSearchParams(form));
    const alert = JSON.parse(byProtocol.sqs ?? '{}');
    const moves: readonly { networkInterfaceId: string; to: string }[] = alert.data?.moves ?? [];
    this.moves.push(
      ...moves.map(({ networkInterfaceId, to }) => `${alert.kind} ${networkInterfaceId} ${to}`),
    );
    return published;
  }

  #end(ended: { readonly error?: string }): void {
    this.#ended = ended;
  }

  async #settle(): Promise<void> {
    // Between two calls a handler needs no more than microtasks, and the SDK says when it is at work.
    do {
      if (this.#patient) await new Promise((resolve) => setTimeout(resolve, patienceMs));
      await new Promise((resolve) => setImmediate(resolve));
    } while (sdk.isBusy);
    this.#settling = false;
    if (this.#broken !== undefined) throw this.#broken;
  }
}
