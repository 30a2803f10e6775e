import CheckParameters from '../../../deploy/check-parameters.ts';
import { matches, read } from '../documents.ts';
import { optionsOf } from './aws-call.ts';
import type { Program } from './shell.ts';

interface CommandSchema {
  readonly options: Readonly<Record<string, { readonly type: string; readonly shortcut?: string }>>;
}

const serverless = read('serverless.yml');

/** `npx serverless`: held against the framework's own list of commands and options, and the parameters against ours. */
export const serverlessProgram: Program = async ([command = '', ...words]) => {
  const schema = commands().get(command);
  if (schema === undefined) throw new Error(`There is no serverless ${command}`);
  const [parameters, rest] = [words.filter(isParameter), words.filter((word) => !isParameter(word))];
  for (const [option, values] of optionsOf(rest)) {
    const known = schema.options[option];
    if (known === undefined) throw new Error(`serverless ${command} has no option --${option}`);
    if (values.length !== (known.type === 'boolean' ? 0 : 1))
      throw new Error(`--${option} ${values.join(' ')}`);
  }
  checkParameters(new Map(parameters.map(pairOf)));
  return { status: 0 };
};

const isParameter = (word: string) => word.startsWith('--param=');

function pairOf(word: string): readonly [string, string] {
  const [, name = '', value = ''] = /^--param=(\w+)=(.*)$/.exec(word) ?? [];
  if (!parameterNames().includes(name)) throw new Error(`There is no parameter in ${word}`);
  return [name, value];
}

function commands(): ReadonlyMap<string, CommandSchema> {
  return jest.requireActual('serverless/lib/cli/commands-schema/aws-service');
}

function parameterNames(): readonly string[] {
  return matches(/^params:\n {2}default:\n([\s\S]*?)^\S/m.exec(serverless)?.[1] ?? '', /^ {4}(\w+): /gm);
}

/** As packaging would: with the plugin that reads every parameter by the code of the functions. Others keep their defaults. */
function checkParameters(given: ReadonlyMap<string, string>): void {
  const wired = (pattern: RegExp) =>
    [...serverless.matchAll(pattern)].flatMap(([, name = '', parameter = '']) => {
      const value = given.get(parameter);
      return value === undefined ? [] : [[name, value] as const];
    });
  const environment = Object.fromEntries(wired(/^ {4,}(ENI_WARDEN_\w+): \$\{param:(\w+)\}$/gm));
  const custom = /^ {2}checkedParameters:\n([\s\S]*?)^ {2}\S/m.exec(serverless)?.[1] ?? '';
  const checked = wired(/^ {4}(\w+): \$\{param:(\w+)\}$/gm).filter(([name]) => custom.includes(` ${name}:`));
  const made = { 'Fn::If': ['HasOwnTopic', {}, ''] };
  const plugin = new CheckParameters({
    service: {
      provider: { region: 'eu-west-1', environment: { ...environment, ENI_WARDEN_TOPIC_ARN: made } },
      functions: Object.fromEntries(
        ['failover', 'cleanup', 'restore', 'audit'].map((name) => [
          name,
          {
            environment: {
              ENI_WARDEN_MANIFEST_BUCKET: { Ref: 'Store' },
              ENI_WARDEN_BUCKET: { Ref: 'Store' },
            },
          },
        ]),
      ),
      custom: { checkedParameters: Object.fromEntries(checked) },
    },
    classes: { Error },
  });
  plugin.hooks['before:package:initialize']?.();
}
