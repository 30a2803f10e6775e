import { createEventBus } from './events/bus.ts';
import { createLambda } from './lambda/lambda.ts';
import { createS3 } from './s3/s3.ts';
import type { Sandbox } from './sandbox.ts';
import { type Server, serve } from './server.ts';
import { createSns } from './sns/sns.ts';
import type { Controlled } from './stack/control-route.ts';

/** A sandbox with a bus, topics, buckets and functions, behind HTTP. */
export interface ServedSandbox extends Controlled {
  readonly server: Server;
  /** Where a program of its own finds it: what every AWS SDK reads from its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends everything, the sandbox too. */
  stop(): Promise<void>;
}

/** On any port that is free. Needs the real clock: whoever asks is another process. */
export async function serveSandbox(sandbox: Sandbox): Promise<ServedSandbox> {
  const { clock, random, region, account } = sandbox;
  const bus = createEventBus(sandbox);
  const [sns, s3] = [createSns(sandbox), createS3(sandbox)];
  const lambda = createLambda({ clock, random, region, account });
  const controlled = { sandbox, bus, sns, s3, lambda };
  const server = await serve(controlled, 0);
  return {
    ...controlled,
    server,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    },
    stop: async () => {
      bus.stop();
      lambda.stop();
      await server.stop();
      sandbox.stop();
    },
  };
}
