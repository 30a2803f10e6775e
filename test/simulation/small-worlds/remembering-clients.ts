import type { EC2Client } from '@aws-sdk/client-ec2';
import type { SNSClient } from '@aws-sdk/client-sns';
import { createEc2Client, createSnsClient } from '../../../aws/clients.ts';
import type { HttpRequestLike, InProcessRequestHandler } from '../../../sandbox/in-process.ts';

/** What EC2 or SNS answers, less what is different in every answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Command {
  readonly input: object;
}

interface Client {
  send(command: never): Promise<unknown>;
}

type Create = (overrides: object) => Client;
type Outcome = { readonly output: unknown } | { readonly error: unknown };

/**
 * SDK clients that remember: the real SDK writes each different request and reads each different answer, once, since it makes
 * the same of the same. A handler is run thousands of times here, and nearly all of its time would be spent on that.
 */
export class RememberingSdk {
  readonly #forms = new Map<string, string>();
  /** By the answer, which is the same object where it is the same, and the command. */
  readonly #outcomes = new WeakMap<Answer, Map<string, Outcome>>();
  #busy = 0;

  /** Whether the real SDK is at work, and has something for a handler or for whoever it asks. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** A client that asks `ask` in place of a network. */
  ec2Client(ask: (form: string) => Promise<Answer>): EC2Client {
    return { send: (command: Command) => this.#send(createEc2Client, command, ask) } as unknown as EC2Client;
  }

  snsClient(ask: (form: string) => Promise<Answer>): SNSClient {
    return { send: (command: Command) => this.#send(createSnsClient, command, ask) } as unknown as SNSClient;
  }

  async #send(create: Create, command: Command, ask: (form: string) => Promise<Answer>): Promise<unknown> {
    const name = command.constructor.name;
    const key = `${name} ${JSON.stringify(command.input)}`;
    const form = this.#forms.get(key) ?? (await this.#busyWith(formOf(create, command)));
    this.#forms.set(key, form);
    const answer = await ask(form);
    const outcomes = this.#outcomes.get(answer) ?? new Map<string, Outcome>();
    this.#outcomes.set(answer, outcomes);
    const outcome = outcomes.get(name) ?? (await this.#busyWith(outcomeOf(create, command, answer)));
    outcomes.set(name, outcome);
    if ('error' in outcome) throw outcome.error;
    return outcome.output;
  }

  async #busyWith<T>(work: Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
    }
  }
}

/** The request, as the SDK writes it. */
function formOf(create: Create, command: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = clientOn(create, (request) => {
      resolve(String(request.body));
      return new Promise(() => undefined);
    });
    client.send(command as never).catch(reject);
  });
}

/** What the SDK makes of the answer. */
async function outcomeOf(create: Create, command: Command, { status, body }: Answer): Promise<Outcome> {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': 'request' };
  const response = { statusCode: status, headers, body: Buffer.from(body) };
  const client = clientOn(create, async () => ({ response: response as never }));
  return client.send(command as never).then(
    (output) => ({ output }),
    (error: unknown) => ({ error }),
  );
}

function clientOn(
  create: Create,
  handle: (request: HttpRequestLike) => ReturnType<InProcessRequestHandler['handle']>,
): Client {
  return create({
    region: 'eu-west-1',
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: { handle, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}), destroy() {} },
  });
}
