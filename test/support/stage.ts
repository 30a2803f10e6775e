import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createEc2Client, createSnsClient } from '../../aws/clients.ts';
import { readConfig } from '../../aws/config.ts';
import type { Credentials } from '../../cli/function-credentials.ts';
import { createFailoverFunction } from '../../handlers/failover-function.ts';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createEventBus, type EventBus } from '../../sandbox/events/bus.ts';
import { addEventBridge } from '../../sandbox/events/event-bridge.ts';
import { type InProcessRequestHandler, requestHandlerFor } from '../../sandbox/in-process.ts';
import { createLambda, type Lambda } from '../../sandbox/lambda/lambda.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import { createSns, type Sns } from '../../sandbox/sns/sns.ts';
import { storyCredentials } from './judged-stories.ts';
import { contextFor } from './lambda-context.ts';
import { type ToldAlert, toAlert } from './told-alert.ts';

export type { ToldAlert } from './told-alert.ts';

/** A sandbox with the failover function deployed in it: the real handler, middy, SDK and all, under virtual time. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly bus: EventBus;
  readonly sns: Sns;
  readonly lambda: Lambda;
  readonly function: LambdaHandler;
  /**
   * A new execution environment of the function, with nothing remembered, and a log name of its own. `wire` may come
   * between its SDK clients and the sandbox.
   */
  coldStart(caller?: string, wire?: Wire): LambdaHandler;
  /** Begins to handle an event as Lambda would, and leaves it to the caller to let time pass: for several at once. */
  begin(
    event: unknown,
    options?: { readonly handler?: LambdaHandler; readonly timeoutMs?: number },
  ): Promise<void>;
  /** Invokes the function with an event, as Lambda would, and lets time pass until it has ended. */
  invoke(
    event: unknown,
    options?: { readonly handler?: LambdaHandler; readonly timeoutMs?: number },
  ): Promise<void>;
  alerts(): readonly ToldAlert[];
}

/** What may go wrong between a function and AWS. */
export type Wire = (handler: InProcessRequestHandler) => InProcessRequestHandler;

export interface StageOptions extends Partial<Omit<SandboxOptions, 'clock'>> {
  readonly environment?: Readonly<Record<string, string>>;
  /** The rules of the stack, so that events find their way to the function; false when omitted. */
  readonly rules?: boolean;
  readonly timeoutMs?: number;
  /** How many functions run at once; 10 when omitted, as in a new account. */
  readonly concurrency?: number;
}

// The metrics of a test would be lines on its output.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const defaultTimeoutMs = 300_000;

export function createStage(options: StageOptions = {}): Stage {
  const { environment, rules, timeoutMs = defaultTimeoutMs, concurrency = 10, ...sandboxOptions } = options;
  const clock = new VirtualClock();
  const sandbox = createSandbox({ seed: 1, ...sandboxOptions, clock });
  const bus = createEventBus(sandbox);
  addEventBridge(sandbox, bus);
  const sns = createSns(sandbox);
  const topicArn = sns.createTopic('eni-warden-alerts');
  const credentials = storyCredentials('failover', sandbox, {
    topicArn,
    bucket: 'none',
    chatTopicArn: environment?.ENI_WARDEN_CHAT_TOPIC_ARN,
  });
  const lambda = createLambda({
    clock,
    random: sandbox.random,
    region: sandbox.region,
    account: sandbox.account,
    accountConcurrency: concurrency,
  });
  const coldStart = (caller = 'failover', wire: Wire = (requestHandler) => requestHandler) =>
    createFunction(
      sandbox,
      clock,
      { ENI_WARDEN_TOPIC_ARN: topicArn, AWS_REGION: sandbox.region, ...environment },
      caller,
      { credentials, requestHandler: wire(requestHandlerFor(sandbox, caller)) },
    );
  const handler = coldStart();
  const environments = new Environments(handler, coldStart);
  lambda.addFunction({
    name: 'failover',
    timeoutMs,
    maximumEventAgeMs: 900_000,
    onFailureQueue: 'on-failure',
    invoke: (event, context) => environments.invoke(event, context as unknown as Context),
  });
  if (rules) addRules(bus, lambda);
  const begin: Stage['begin'] = (event, { handler: chosen = handler, timeoutMs: ms = timeoutMs } = {}) =>
    chosen(event, contextFor(clock, ms));
  return {
    clock,
    sandbox,
    bus,
    sns,
    lambda,
    function: handler,
    coldStart,
    begin,
    invoke: (event, options) => clock.run(begin(event, options)),
    alerts: () => (sns.topics.get(topicArn) ?? []).map(toAlert),
  };
}

function createFunction(
  sandbox: Sandbox,
  clock: VirtualClock,
  environment: Readonly<Record<string, string>>,
  caller: string,
  access: { readonly credentials: Credentials; readonly requestHandler: InProcessRequestHandler },
): LambdaHandler {
  const client = { region: sandbox.region, endpoint: 'http://sandbox', ...access };
  const random = sandbox.random.stream(`function ${caller}`);
  return createFailoverFunction({
    config: readConfig(environment),
    clock,
    chance: () => random.unit(),
    ec2Client: createEc2Client(client),
    snsClient: createSnsClient(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
  });
}

/** Lambda's execution environments: one event at a time in each, kept warm, and a new one where all are busy. */
class Environments {
  readonly #idle: LambdaHandler[];
  readonly #coldStart: (caller: string) => LambdaHandler;
  #count = 1;

  constructor(first: LambdaHandler, coldStart: (caller: string) => LambdaHandler) {
    this.#idle = [first];
    this.#coldStart = coldStart;
  }

  async invoke(event: unknown, context: Context): Promise<void> {
    const handler = this.#idle.pop() ?? this.#coldStart(`failover ${++this.#count}`);
    try {
      await handler(event, context);
    } finally {
      this.#idle.push(handler);
    }
  }
}

function addRules(bus: EventBus, lambda: Lambda): void {
  const targets = [
    { id: 'failover', deliver: (event: unknown) => void lambda.invokeAsync('failover', event) },
  ];
  bus.addRule({ name: 'events', pattern: { source: ['aws.ec2', 'aws.cloudwatch', 'eni-warden'] }, targets });
  bus.addRule({ name: 'tick', schedule: 'rate(1 minute)', targets });
}
