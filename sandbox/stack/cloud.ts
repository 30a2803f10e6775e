import { createCloudWatch } from '../cloudwatch/cloud-watch.ts';
import { createEventBus } from '../events/bus.ts';
import { addCloudTrail, wantsCloudTrail } from '../events/cloud-trail.ts';
import { addEventBridge } from '../events/event-bridge.ts';
import { createFunctionPool, type FunctionPool, type LogLine } from '../lambda/function-pool.ts';
import { createLambda } from '../lambda/lambda.ts';
import { addLambdaApi } from '../lambda/lambda-api.ts';
import { createS3 } from '../s3/s3.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Server, serve } from '../server.ts';
import { createSns } from '../sns/sns.ts';
import type { Controlled } from './control-route.ts';
import type { FunctionDescription, TemplateDescription } from './template.ts';
import { lambdaFunctionFor, wireEventSources, wireRules } from './template-wiring.ts';

export interface CloudOptions {
  readonly sandbox: Sandbox;
  /** Variables that a function gets over those of its template. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the HTTP door; 0 takes any that is free. */
  readonly port: number;
  /** Called with every line that a function writes to its log. */
  onLog(line: LogLine): void;
}

/** Gives the zip of a function. */
export type ArtifactOf = (fn: FunctionDescription) => Promise<Uint8Array>;

/** The services of an account around its EC2, behind one HTTP door, and nothing in them yet. */
export interface Cloud extends Controlled {
  readonly server: Server;
  /**
   * Makes what a template describes and is not there yet, and replaces every function that has changed. What else has
   * changed, or is not described any more, stays as it was. A function is made once its zip has been read.
   */
  bringToLife(description: TemplateDescription, artifactOf: ArtifactOf): Promise<void>;
  /** Ends the functions, the schedules and the server. The sandbox itself goes on. */
  stop(): Promise<void>;
}

/** Needs the real clock: the functions are processes of their own. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { sandbox } = options;
  const { region, account, clock, random } = sandbox;
  const bus = createEventBus(sandbox);
  addEventBridge(sandbox, bus);
  const [sns, s3] = [createSns(sandbox), createS3(sandbox)];
  createCloudWatch(sandbox);
  const lambda = createLambda({ clock, random, region, account });
  addLambdaApi(sandbox, lambda);
  const controlled = { sandbox, bus, sns, s3, lambda };
  const server = await serve(controlled, options.port);
  const pools: FunctionPool[] = [];
  const ends: (() => void)[] = [];
  const alive = new Map<string, string>();
  let hasTrail = false;

  /** Of these, those that are new; a name counts as taken from now on. */
  const fresh = <Described>(
    kind: string,
    described: readonly Described[],
    nameOf: (one: Described) => string,
  ) =>
    described.filter((one) => {
      const name = `${kind} ${nameOf(one)}`;
      const isNew = !alive.has(name);
      alive.set(name, JSON.stringify(one));
      return isNew;
    });

  const bringFunctionToLife = async (fn: FunctionDescription, artifactOf: ArtifactOf) => {
    const before = alive.get(`function ${fn.name}`);
    const now = JSON.stringify(fn);
    if (before === now) return;
    const artifact = await artifactOf(fn);
    // Each version acts in a role of its own making.
    const accessKeyId = `ASIASANDBOXFUNCTION${pools.length}`;
    if (fn.role !== undefined) sandbox.iam.addRole(accessKeyId, fn.role);
    const where = { accessKeyId, endpointUrl: server.url };
    const pool = await createFunctionPool({ ...poolOptions(fn, options), ...where, artifact });
    pools.push(pool);
    if (before === undefined) lambda.addFunction(lambdaFunctionFor(fn, pool.invoke));
    else lambda.replaceFunction(lambdaFunctionFor(fn, pool.invoke));
    alive.set(`function ${fn.name}`, now);
  };

  return {
    ...controlled,
    server,
    async bringToLife({ functions, rules, queues, eventSources, topics, buckets }, artifactOf) {
      for (const topic of topics) sns.createTopic(topic);
      for (const bucket of buckets) s3.createBucket(bucket);
      for (const queue of fresh('queue', queues, ({ name }) => name)) lambda.sqs.createQueue(queue);
      for (const fn of functions) await bringFunctionToLife(fn, artifactOf);
      const newRules = fresh('rule', rules, ({ name }) => name);
      if (!hasTrail && newRules.some(({ pattern }) => wantsCloudTrail(pattern))) {
        ends.push(addCloudTrail(sandbox, bus));
        hasTrail = true;
      }
      wireRules(newRules, bus, lambda);
      const sources = fresh('source', eventSources, (source) => `${source.queueName} ${source.functionName}`);
      ends.push(wireEventSources(sources, sandbox, lambda));
    },
    async stop() {
      for (const end of ends) end();
      bus.stop();
      lambda.stop();
      await server.stop();
      await Promise.all(pools.map((pool) => pool.stop()));
    },
  };
}

function poolOptions(fn: FunctionDescription, { sandbox, environment, onLog }: CloudOptions) {
  return {
    name: fn.name,
    handler: fn.handler,
    memoryMegabytes: fn.memoryMegabytes,
    environment: { ...fn.environment, ...environment },
    region: sandbox.region,
    onLog,
  };
}
