import { readCleanupConfig } from '../../aws/cleanup-config.ts';
import { oneTry } from '../../aws/clients.ts';
import { type Config, readConfig } from '../../aws/config.ts';
import type { Environment } from '../../aws/environment.ts';
import { describeFailure } from '../../aws/failures.ts';
import type { CleanupPolicy } from '../../domain/cleanup/cleanup-policy.ts';
import { type Account, clientOptionsOf } from './account.ts';
import type { Session } from './answer.ts';
import { UsageError } from './failure.ts';

/** By whose settings a command judges; plain JSON. */
export interface JudgedBy {
  /** The function whose settings they are; absent where they are the defaults. */
  readonly function?: string;
  /** Why they are the defaults. */
  readonly because?: string;
}

/** The names of a stack's functions, as the framework makes them: the service, the stage, the function. */
const functionName = /^eni-warden-(.+)-(failover|cleanup|restore|audit)$/;

interface Found {
  readonly name: string;
  readonly environment: Environment;
}

/** How the failover that is deployed here decides, so that a command decides alike. */
export async function deployedFailover(
  session: Session,
  stage: string | undefined,
): Promise<Pick<Config, 'mode' | 'policy'> & { readonly judgedBy: JudgedBy }> {
  const { environment, judgedBy } = await deployed(session, 'failover', stage);
  const { mode, policy } = read(readConfig, environment, session);
  return { mode, policy, judgedBy };
}

/** The same of the cleanup. */
export async function deployedCleanup(
  session: Session,
  stage: string | undefined,
): Promise<{ readonly policy: CleanupPolicy; readonly judgedBy: JudgedBy }> {
  const { environment, judgedBy } = await deployed(session, 'cleanup', stage);
  return { policy: read(readCleanupConfig, environment, session).policy, judgedBy };
}

/** The bucket of the stack that is deployed here, if it can be known. */
export async function deployedBucket(
  session: Session,
  stage: string | undefined,
): Promise<{ readonly bucket: string | undefined; readonly judgedBy: JudgedBy }> {
  const { environment, judgedBy } = await deployed(session, 'restore', stage);
  return { bucket: environment.ENI_WARDEN_MANIFEST_BUCKET, judgedBy };
}

export function describeJudgedBy({ function: name, because }: JudgedBy): string {
  return name === undefined
    ? `judged by the default settings: ${because}`
    : `judged by the settings of ${name}`;
}

interface Deployed {
  readonly environment: Environment;
  readonly judgedBy: JudgedBy;
}

/** Not to know the settings is no reason not to answer: whoever asks is told by which it was. */
async function deployed(session: Session, wanted: string, stage: string | undefined): Promise<Deployed> {
  const { account } = session;
  try {
    const found = (await functionsOnce(session)).filter(
      ({ name }) => functionName.exec(name)?.[2] === wanted,
    );
    const chosen = only(found, wanted, stage);
    if (chosen !== undefined) return { environment: chosen.environment, judgedBy: { function: chosen.name } };
    return withoutFunction(`there is no function eni-warden-${stage ?? '…'}-${wanted} in ${account.region}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return withoutFunction(`Lambda could not be asked (${describeFailure(error)})`);
  }
}

function withoutFunction(because: string): Deployed {
  return { environment: {}, judgedBy: { because } };
}

function only(found: readonly Found[], wanted: string, stage: string | undefined): Found | undefined {
  const named = found.filter(({ name }) => stage === undefined || name === `eni-warden-${stage}-${wanted}`);
  if (named.length < 2) return named[0];
  const stages = named.map(({ name }) => functionName.exec(name)?.[1]).join(', ');
  throw new UsageError(`several stages of ENI Warden are deployed here: name one of ${stages} with --stage.`);
}

/** By the command that asked: one that needs the settings of two functions asks Lambda once. */
const asked = new WeakMap<Session, Promise<readonly Found[]>>();

function functionsOnce(session: Session): Promise<readonly Found[]> {
  const answer = asked.get(session) ?? functionsOf(session.account);
  asked.set(session, answer);
  return answer;
}

async function functionsOf({ access }: Account): Promise<readonly Found[]> {
  // Only what is deployed needs it, and only now.
  const { LambdaClient, paginateListFunctions } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({ ...oneTry, ...clientOptionsOf(access) });
  const found: Found[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = '', Environment: { Variables = {} } = {} } of Functions) {
      if (functionName.test(FunctionName)) found.push({ name: FunctionName, environment: Variables });
    }
  }
  return found;
}

/** What somebody sets in a shell goes before what is deployed: it asks what would be if. */
function read<Read>(
  reader: (environment: Environment) => Read,
  environment: Environment,
  { environment: shell, account }: Session,
): Read {
  const others = {
    ENI_WARDEN_TOPIC_ARN: `arn:aws:sns:${account.region}:123456789012:eni-warden`,
    ENI_WARDEN_MANIFEST_BUCKET: 'eni-warden',
    AWS_REGION: account.region,
  };
  const given = Object.entries(shell).filter(([name]) => name.startsWith('ENI_WARDEN_'));
  try {
    return reader({ ...others, ...environment, ...Object.fromEntries(given) });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
