import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { filledOnce } from '../support/shared-folder.ts';

const run = promisify(execFile);
const root = join(__dirname, '../..');

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON without a type of its own, and tests look into it.
  readonly Properties: any;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

export interface PackagedService {
  readonly template: Template;
  /** The files in the zip of a function. */
  readonly filesOf: (functionName: string) => Readonly<Record<string, Uint8Array>>;
  /** Imports the bundle in a process of its own, as Lambda does, and returns what that process prints. */
  readonly load: (functionName: string, environment: Readonly<Record<string, string>>) => Promise<string>;
}

/**
 * Packages the service as a deployment would, with neither credentials nor a network, in a folder of its own: two
 * runs in one folder overwrite each other's files. With the same parameters it is packaged once for all tests of a run.
 * Rejects with what the tool says.
 */
export async function packageService(...parameters: readonly string[]): Promise<PackagedService> {
  const name = createHash('sha256').update(JSON.stringify(parameters)).digest('hex').slice(0, 16);
  const packageHere = async (folder: string) => {
    fillWithSources(folder);
    await runServerless('package', folder, parameters);
  };
  return opened(await filledOnce(`packaged-${name}`, packageHere));
}

export const topicOfSomebody = 'arn:aws:sns:eu-west-1:123456789012:on-call';

/** Parameters of a careful team: in a VPC, with a topic of its own, a chat and other time-outs. */
export const ofSomebody = [
  'alertEmail=oncall@example.com',
  `alertTopicArn=${topicOfSomebody}`,
  'chat=on',
  'vpcSubnetIds=subnet-0a1b2c3d,subnet-1a2b3c4d',
  'vpcSecurityGroupIds=sg-0a1b2c3d',
  'timeoutSeconds=120',
  'cleanupMode=delete',
  'cleanupTimeoutSeconds=600',
  'auditTimeoutSeconds=300',
] as const;

/** A new folder from which the service can be packaged. Its owner removes it. */
export function folderWithSources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eni-warden-package-'));
  fillWithSources(folder);
  return folder;
}

function fillWithSources(folder: string): void {
  copyFileSync(join(root, 'serverless.yml'), join(folder, 'serverless.yml'));
  for (const name of [
    'package.json',
    'node_modules',
    'deploy',
    'handlers',
    'events',
    'domain',
    'aws',
    'report',
  ]) {
    symlinkSync(join(root, name), join(folder, name));
  }
}

/** Runs the framework as a person would, and resolves with what it prints. Rejects with that when it fails. */
export async function runServerless(
  command: 'package' | 'deploy',
  folder: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cli = join(dirname(require.resolve('serverless/package.json')), 'bin/serverless.js');
  const options = parameters.map((parameter) => `--param=${parameter}`);
  const env = { ...bareEnvironment(), ...environment };
  try {
    const { stdout, stderr } = await run(process.execPath, [cli, command, ...options], { cwd: folder, env });
    return stdout + stderr;
  } catch (error) {
    // The tool tells its errors on the standard output.
    throw Error(String((error as { stdout?: unknown }).stdout), { cause: error });
  }
}

function opened(folder: string): PackagedService {
  const template = join(folder, '.serverless/cloudformation-template-update-stack.json');
  const filesOf = (functionName: string) =>
    unzipSync(readFileSync(join(folder, `.serverless/${functionName}.zip`)));
  return {
    template: JSON.parse(readFileSync(template, 'utf8')),
    filesOf,
    load: (functionName, environment) => load(folder, functionName, filesOf(functionName), environment),
  };
}

/** The environment without anything that names an account, a region or an endpoint. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(entries), SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' };
}

async function load(
  folder: string,
  functionName: string,
  files: Readonly<Record<string, Uint8Array>>,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const unpacked = mkdtempSync(join(folder, 'unpacked-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(unpacked, name)), { recursive: true });
    writeFileSync(join(unpacked, name), content);
  }
  const script = `import('./handlers/${functionName}.mjs').then((module) => console.log(typeof module.handler), (error) => console.log(error.message))`;
  const { stdout } = await run(process.execPath, ['--eval', script], {
    cwd: unpacked,
    env: { PATH: process.env.PATH, ...environment },
  });
  return stdout.trim();
}

/** The one resource of a type that `accepts` accepts. */
export function only(
  template: Template,
  type: string,
  accepts: (resource: Resource) => boolean = () => true,
): Resource {
  const [found, ...others] = resourcesOf(template, type).filter(accepts);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one ${type}`);
  return found;
}

export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}
