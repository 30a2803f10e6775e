import { z } from 'zod';
import type { EventBus } from '../events/bus.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { S3 } from '../s3/s3.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Sns } from '../sns/sns.ts';

/** Everything that the control API works on. */
export interface Controlled {
  readonly sandbox: Sandbox;
  readonly bus: EventBus;
  readonly sns: Sns;
  readonly s3: S3;
  readonly lambda: Lambda;
}

/** One thing that can be asked of the sandbox itself, apart from what AWS offers. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** After `/_sandbox/`. */
  readonly name: string;
  /** One line for the help text. */
  readonly says: string;
  /** A body to show in the help text; `{}` when every field can be left out. */
  readonly example?: Readonly<Record<string, unknown>>;
  run(body: unknown, controlled: Controlled): unknown;
}

/** The caller's mistake, with the HTTP status that tells of it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.status = status;
  }
}

export function get(name: string, says: string, show: (controlled: Controlled) => unknown): Route {
  return { method: 'GET', name, says, run: (_body, controlled) => show(controlled) };
}

export function post<Schema extends z.ZodType>(
  name: string,
  says: string,
  schema: Schema,
  example: Readonly<Record<string, unknown>>,
  act: (input: z.infer<Schema>, controlled: Controlled) => unknown,
): Route {
  const run = (body: unknown, controlled: Controlled) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new ControlError(400, z.prettifyError(parsed.error));
    return act(parsed.data, controlled) ?? { done: name };
  };
  return { method: 'POST', name, says, example, run };
}
