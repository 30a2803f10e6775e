import { rm } from 'node:fs/promises';
import { extractArtifact } from './function-artifact.ts';
import { FunctionProcess } from './function-process.ts';
import type { InvocationContext } from './lambda-types.ts';

/** A line that a function wrote to its log. */
export interface LogLine {
  readonly functionName: string;
  readonly line: string;
}

export interface FunctionPoolOptions {
  readonly name: string;
  /** The packaged zip. */
  readonly artifact: Uint8Array;
  /** `handlers/failover.handler` */
  readonly handler: string;
  readonly memoryMegabytes: number;
  /** The environment that the template gives the function. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  /** With which it signs its calls: whoever it is to the sandbox. */
  readonly accessKeyId: string;
  /** Where the AWS SDK finds every service. */
  readonly endpointUrl: string;
  onLog(line: LogLine): void;
}

/** Runs a packaged function as deployed, in as many processes as there are events at once. Needs the real clock. */
export interface FunctionPool {
  invoke(event: unknown, context: InvocationContext, timedOut: AbortSignal): Promise<unknown>;
  /** Ends every process and removes the extracted code. */
  stop(): Promise<void>;
}

export async function createFunctionPool(options: FunctionPoolOptions): Promise<FunctionPool> {
  const folder = await extractArtifact(options.artifact);
  const environment = environmentOf(options, folder);
  const processes = new Set<FunctionProcess>();
  const idle: FunctionProcess[] = [];

  const start = (): FunctionProcess => {
    const onLine = (line: string) => options.onLog({ functionName: options.name, line });
    const started = new FunctionProcess({ folder, environment, onLine });
    processes.add(started);
    return started;
  };

  /** A process may have died while it was idle. */
  const takeIdle = (): FunctionProcess | undefined => {
    for (;;) {
      const process = idle.pop();
      if (process === undefined || !process.ended) return process;
      processes.delete(process);
    }
  };

  const end = async (process: FunctionProcess) => {
    processes.delete(process);
    await process.stop();
  };

  return {
    async invoke(event, context, timedOut) {
      const process = takeIdle() ?? start();
      // As Lambda does: an environment whose function ran out of time is thrown away.
      timedOut.addEventListener('abort', () => void end(process), { once: true });
      const { getRemainingTimeInMillis, ...plain } = context;
      try {
        const deadline = Date.now() + getRemainingTimeInMillis();
        return await process.invoke({ event, context: plain, deadline });
      } finally {
        if (process.ended || timedOut.aborted) processes.delete(process);
        else idle.push(process);
      }
    },
    async stop() {
      await Promise.all([...processes].map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The variables that Lambda sets (Lambda Developer Guide, "Defined runtime environment variables"). */
function environmentOf(options: FunctionPoolOptions, folder: string): Record<string, string> {
  const { name, handler, region, accessKeyId, endpointUrl, memoryMegabytes } = options;
  return {
    ...options.environment,
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: folder,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_SESSION_TOKEN: 'not-a-token',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `sandbox/[$LATEST]${name}`,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // The SDK puts it into its user agent, by which the sandbox's log tells the functions apart.
    AWS_SDK_UA_APP_ID: name,
  };
}
