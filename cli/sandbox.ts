import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { realClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { CloudOptions } from '../sandbox/stack/cloud.ts';
import { startEmptyAccount } from '../sandbox/stack/empty-account.ts';
import { type Stack, startStack } from '../sandbox/stack/stack.ts';
import type { FleetGroup } from './fleet-group.ts';
import { packageService } from './package.ts';
import { buildFleet } from './sandbox-fleet.ts';
import { followTimeline } from './sandbox-timeline.ts';
import { Interrupted, untilSignal } from './until-signal.ts';

const usage = `npm run sandbox -- [options]

  --port <number>  Where AWS is served on 127.0.0.1; 4599 when omitted.
  --seed <text>    Decides every delay and every id; one seed gives one history. Random when omitted.
  --logs           Prints the log lines of the functions, too.
  --empty          Deploys nothing: the account waits for serverless deploy from another terminal.
  --help           Prints this.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4599' },
      seed: { type: 'string', default: String(Date.now()) },
      logs: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is not a port.`);

  const signal = untilSignal();
  if (values.empty) return serve(startEmptyAccount, port, values, signal);
  console.log('Packaging the service …');
  const service = await packageService(signal);
  try {
    const stackName = 'eni-warden-dev';
    const start = (options: CloudOptions) =>
      startStack({ ...options, templatePath: service.templatePath, stackName });
    await serve(start, port, values, signal);
  } finally {
    await service.remove();
  }
}

/** Serves until the signal; then everything ends in order. */
async function serve(
  start: (options: CloudOptions) => Promise<Stack>,
  port: number,
  { seed, logs, empty }: { readonly seed: string; readonly logs: boolean; readonly empty: boolean },
  signal: AbortSignal,
): Promise<void> {
  const sandbox = createSandbox({ clock: realClock, seed });
  const fleet = buildFleet(sandbox);
  const onLog = ({ functionName, line }: { functionName: string; line: string }) => {
    if (logs) console.log(`           log        ${functionName}: ${line}`);
  };
  const stack = await start({ sandbox, port, onLog });
  console.log(introduction(stack, fleet, seed, empty));
  followTimeline(stack, console.log);
  if (!signal.aborted) await once(signal, 'abort');
  await stack.stop();
  sandbox.stop();
}

function introduction(
  { server: { url } }: Stack,
  fleet: readonly FleetGroup[],
  seed: string,
  isEmpty: boolean,
): string {
  const [first] = fleet;
  const groups = fleet.map(
    ({ name, activeId, standbyId, networkInterfaceIds }) =>
      `  ${name.padEnd(4)} active ${activeId}  standby ${standbyId}\n       holds  ${networkInterfaceIds.join(' ')}`,
  );
  return `
The sandbox serves AWS on ${url} (seed ${seed}). Its fleet:

${groups.join('\n')}

In another terminal:

  export AWS_ENDPOINT_URL=${url} AWS_DEFAULT_REGION=eu-west-1 AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox${isEmpty ? `\n  npx serverless deploy --param="alertEmail=oncall@example.com"\n` : ''}
  aws ec2 describe-network-interfaces --filters Name=tag:eni-warden:group,Values=${first?.name}
  aws ec2 terminate-instances --instance-ids ${first?.activeId}

  curl ${url}/_sandbox/hang -d '{"instanceId":"${fleet[1]?.activeId}"}'
  curl ${url}/_sandbox/alarm -d '{"instanceId":"${fleet[1]?.activeId}","namespace":"Own","metricName":"Heartbeat"}'
  curl ${url}/_sandbox/alerts
  curl ${url}/_sandbox    # what else there is

Ctrl-C ends it. What happens:
`;
}

try {
  await main();
  // A retry of Lambda's may still be waiting for its minute.
  process.exit(0);
} catch (error) {
  if (error instanceof Interrupted) process.exit(130);
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) console.error('The port is taken, perhaps by another sandbox: choose one with --port.');
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
