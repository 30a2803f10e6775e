import { readAuditConfig } from '../aws/audit-config.ts';
import { readRestoreConfig } from '../aws/cleanup/restore-config.ts';
import { readCleanupConfig } from '../aws/cleanup-config.ts';
import { readConfig } from '../aws/config.ts';
import type { Environment } from '../aws/environment.ts';
import { checkStackParameters } from './stack-parameters.ts';

/** Variables as serverless.yml gives them: text, numbers, and what CloudFormation will work out. */
type Variables = Readonly<Record<string, unknown>>;

/** As much of the framework as this needs. */
interface Serverless {
  readonly service: {
    readonly provider: { readonly environment: Variables; readonly region: string };
    readonly functions: Readonly<Record<string, { readonly environment?: Variables }>>;
    readonly custom: { readonly checkedParameters: Variables };
  };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
}

const readers: Readonly<Record<string, (environment: Environment) => unknown>> = {
  failover: readConfig,
  cleanup: readCleanupConfig,
  restore: readRestoreConfig,
  audit: readAuditConfig,
};

/**
 * A plugin of the framework that lets no wrong parameter pass: before anything is built, it reads the environment of each
 * function with the code that the function itself reads it with at cold start. What CloudFormation names is taken to be right.
 */
export default class CheckParameters {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor(serverless: Serverless) {
    this.hooks = { 'before:package:initialize': () => check(serverless) };
  }
}

function check({ service, classes }: Serverless): void {
  const { provider, functions, custom } = service;
  const problems = new Set<string>();
  const collect = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      problems.add(error instanceof Error ? error.message : String(error));
    }
  };
  collect(() => checkStackParameters(asDeployed(custom.checkedParameters), provider.region));
  for (const [name, { environment }] of Object.entries(functions)) {
    const read = readers[name];
    if (read === undefined) throw new Error(`Nobody checks the parameters of the function ${name}.`);
    const variables = { ...provider.environment, ...environment };
    collect(() => read({ ...asDeployed(variables), AWS_REGION: provider.region }));
  }
  if (problems.size > 0)
    throw new classes.Error(withParameters([...problems].join('\n')), 'ENI_WARDEN_PARAMETERS');
}

function asDeployed(variables: Variables): Environment {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(name, value)]));
}

/** A given topic is the last part of an Fn::If. */
function textOf(name: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const [, , given] = (value as { 'Fn::If'?: readonly unknown[] })['Fn::If'] ?? [];
  if (typeof given === 'string' && given !== '') return given;
  return /TOPIC_ARN$/.test(name)
    ? 'arn:aws:sns:eu-west-1:123456789012:made-by-the-stack'
    : 'made-by-the-stack';
}

/** Says beside each environment variable which parameter sets it. */
function withParameters(message: string): string {
  return message.replace(/\bENI_WARDEN_([A-Z_]+)(?= must be)/g, (variable, rest: string) => {
    const name = rest.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return `${variable} (the parameter ${name === 'topicArn' ? 'alertTopicArn' : name})`;
  });
}
