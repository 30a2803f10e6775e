import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createCloudWatch } from '../cloudwatch/cloud-watch.ts';
import { createEventBus } from '../events/bus.ts';
import { addCloudTrail, wantsCloudTrail } from '../events/cloud-trail.ts';
import { addEventBridge } from '../events/event-bridge.ts';
import { createFunctionPool, type FunctionPool, type LogLine } from '../lambda/function-pool.ts';
import { createLambda } from '../lambda/lambda.ts';
import { createS3 } from '../s3/s3.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Server, serve } from '../server.ts';
import { createSns } from '../sns/sns.ts';
import type { Controlled } from './control-route.ts';
import { describeTemplate, type FunctionDescription } from './template.ts';
import { lambdaFunctionFor, wireEventSources, wireRules } from './template-wiring.ts';

export interface StackOptions {
  readonly sandbox: Sandbox;
  /** The compiled CloudFormation template; the packaged functions lie beside it. */
  readonly templatePath: string;
  readonly stackName: string;
  /** Values of the template's parameters; the defaults hold for the others. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Variables that a function gets over those of the template. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the HTTP door; 0 takes any that is free. */
  readonly port: number;
  /** Called with every line that a function writes to its log. */
  onLog(line: LogLine): void;
}

/** A deployed service, alive in the sandbox: its functions as packaged, behind its rules. */
export interface Stack extends Controlled {
  readonly server: Server;
  /** Ends the functions, the schedules and the server. The sandbox itself goes on. */
  stop(): Promise<void>;
}

/** Deploys a packaged service into the sandbox. Needs the real clock: the functions are processes of their own. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { sandbox, templatePath, stackName, parameters } = options;
  const { region, account, clock, random } = sandbox;
  const settings = { region, account, stackName, ...(parameters && { parameters }) };
  const description = describeTemplate(await readFile(templatePath, 'utf8'), settings);
  const bus = createEventBus(sandbox);
  addEventBridge(sandbox, bus);
  const sns = createSns(sandbox);
  for (const topic of description.topics) sns.createTopic(topic);
  createCloudWatch(sandbox);
  const s3 = createS3(sandbox);
  for (const bucket of description.buckets) s3.createBucket(bucket);
  const lambda = createLambda({ clock, random, region, account });
  for (const queue of description.queues) lambda.sqs.createQueue(queue);
  const controlled = { sandbox, bus, sns, s3, lambda };
  const server = await serve(controlled, options.port);
  const pools: FunctionPool[] = [];
  const wantsTrail = description.rules.some(({ pattern }) => wantsCloudTrail(pattern));
  const stopTrail = wantsTrail ? addCloudTrail(sandbox, bus) : () => {};
  let stopEventSources = () => {};
  const stop = async () => {
    stopTrail();
    stopEventSources();
    bus.stop();
    lambda.stop();
    await server.stop();
    await Promise.all(pools.map((pool) => pool.stop()));
  };
  try {
    for (const fn of description.functions) {
      const pool = await createFunctionPool({ ...poolOptions(fn, options), endpointUrl: server.url });
      pools.push(pool);
      lambda.addFunction(lambdaFunctionFor(fn, pool.invoke));
    }
    wireRules(description.rules, bus, lambda);
    stopEventSources = wireEventSources(description.eventSources, sandbox, lambda);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...controlled, server, stop };
}

function poolOptions(fn: FunctionDescription, { sandbox, templatePath, environment, onLog }: StackOptions) {
  return {
    name: fn.name,
    artifactPath: join(dirname(templatePath), fn.artifact),
    handler: fn.handler,
    memoryMegabytes: fn.memoryMegabytes,
    environment: { ...fn.environment, ...environment },
    region: sandbox.region,
    onLog,
  };
}
