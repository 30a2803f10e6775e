import { inputOf, kebab, type Structure } from './sdk-schema.ts';
import { readValue } from './shorthand.ts';

/** A call of the AWS CLI, translated into what the SDK would be given. */
export interface AwsCall {
  readonly service: string;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly query?: string | undefined;
  readonly output: string;
}

/** An option with the words behind it, up to the next one. */
type Options = Map<string, string[]>;

const everywhere = ['query', 'output', 'region', 'profile'];

/** Reads the options of a command by the SDK's own schema. Throws for an option, a member or a value that there is not. */
export function readCall(sdk: object, service: string, command: string, words: readonly string[]): AwsCall {
  const shape = inputOf(sdk, command);
  if (shape === undefined) throw new Error(`There is no aws ${service} ${command}`);
  const options = optionsOf(words);
  const [query] = options.get('query') ?? [];
  const [output = 'json'] = options.get('output') ?? [];
  if (!['json', 'text', 'table'].includes(output)) throw new Error(`--output ${output}`);
  for (const name of everywhere) options.delete(name);
  if (service === 'ec2' && command === 'run-instances') countInstances(options);
  if (service === 'sns' && command === 'subscribe') rename(options, 'notification-endpoint', 'endpoint');
  return { service, command, input: inputFrom(shape, options), query, output };
}

function inputFrom(shape: Structure, options: Options): Readonly<Record<string, unknown>> {
  const memberOf = new Map([...shape.members.keys()].map((name) => [kebab(name), name]));
  const input = [...options].map(([option, words]): [string, unknown] => {
    const isNegated = option.startsWith('no-') && !memberOf.has(option);
    const name = memberOf.get(isNegated ? option.slice(3) : option);
    const of = name === undefined ? undefined : shape.members.get(name)?.();
    if (name === undefined || of === undefined) throw new Error(`Unknown option: --${option}`);
    if (isNegated && of.kind !== 'flag') throw new Error(`Unknown option: --${option}`);
    return [name, isNegated ? false : readValue(words, of, option)];
  });
  const given = Object.fromEntries(input);
  const missing = shape.required.filter((name) => !(name in given));
  if (missing.length > 0) throw new Error(`Missing: ${missing.map((name) => `--${kebab(name)}`).join(', ')}`);
  return given;
}

export function optionsOf(words: readonly string[]): Options {
  const options: Options = new Map();
  let values: string[] | undefined;
  for (const word of words) {
    if (word.startsWith('--')) {
      values = [];
      if (options.has(word.slice(2))) throw new Error(`${word} is there twice`);
      options.set(word.slice(2), values);
    } else if (values === undefined) throw new Error(`What is ${word}?`);
    else values.push(word);
  }
  return options;
}

/** What the CLI calls differently, because `--endpoint` could be mistaken for `--endpoint-url`. */
function rename(options: Options, from: string, to: string): void {
  if (options.has(to)) throw new Error(`Unknown option: --${to}`);
  const words = options.get(from);
  if (words !== undefined) options.set(to, words);
  options.delete(from);
}

/** The one option of which the CLI makes two: `--count 2`, one when omitted. */
function countInstances(options: Options): void {
  const [count = '1'] = options.get('count') ?? [];
  options.delete('count');
  const [least = count, most = least] = count.split(':');
  options.set('min-count', [least]);
  options.set('max-count', [most]);
}
