import { conditionOf } from './template-conditions.ts';
import { identify } from './template-names.ts';
import { isRecord, type Settings, type Template, TemplateError } from './template-types.ts';

/** Works out the values of a compiled CloudFormation template, in the place of CloudFormation. */
export interface Resolver {
  readonly template: Template;
  readonly settings: Settings;
  /** The value with every intrinsic function worked out. `where` names the resource in errors. */
  resolve(value: unknown, where: string): unknown;
  /** Throws TemplateError if the result is not a string or a number. */
  resolveText(value: unknown, where: string): string;
}

type Intrinsic = (argument: unknown, where: string, resolver: Resolver) => unknown;

/** What `AWS::NoValue` becomes: properties and elements with this value are left out. */
const noValue = Symbol('AWS::NoValue');

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: reference,
  'Fn::GetAtt': attribute,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::If': choose,
  'Fn::Select': select,
  'Fn::Split': split,
};

/** Throws TemplateError, with the resource's name, for whatever it does not know. */
export function createResolver(template: Template, settings: Settings): Resolver {
  const resolver: Resolver = {
    template,
    settings,
    resolve(value, where) {
      if (Array.isArray(value)) return value.map((item) => resolver.resolve(item, where)).filter(isThere);
      if (!isRecord(value)) return value;
      const [name, argument] = Object.entries(value)[0] ?? [];
      const isIntrinsic = Object.keys(value).length === 1 && (name === 'Ref' || name?.startsWith('Fn::'));
      if (name === undefined || !isIntrinsic) return resolveFields(value, where, resolver);
      const intrinsic = intrinsics[name];
      if (intrinsic === undefined) throw new TemplateError(where, `the sandbox does not know ${name}`);
      return intrinsic(argument, where, resolver);
    },
    resolveText(value, where) {
      const resolved = resolver.resolve(value, where);
      if (typeof resolved === 'string' || typeof resolved === 'number') return String(resolved);
      throw new TemplateError(where, `${JSON.stringify(value)} is not a text`);
    },
  };
  return resolver;
}

function resolveFields(value: Readonly<Record<string, unknown>>, where: string, resolver: Resolver) {
  const fields = Object.entries(value).map(
    ([name, field]) => [name, resolver.resolve(field, where)] as const,
  );
  return Object.fromEntries(fields.filter(([, field]) => isThere(field)));
}

function isThere(value: unknown): boolean {
  return value !== noValue;
}

function reference(argument: unknown, where: string, resolver: Resolver): unknown {
  const name = String(argument);
  const { template, settings } = resolver;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::Region': settings.region,
    'AWS::AccountId': settings.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': settings.stackName,
    'AWS::StackId': `arn:aws:cloudformation:${settings.region}:${settings.account}:stack/${settings.stackName}/sandbox`,
    'AWS::NoValue': noValue,
  };
  if (name in pseudo) return pseudo[name];
  if (name in template.Parameters) return parameter(name, where, resolver);
  return identify(name, where, resolver).ref;
}

function parameter(name: string, where: string, { template, settings }: Resolver): unknown {
  const value = settings.parameters?.[name] ?? template.Parameters[name]?.Default;
  if (value === undefined)
    throw new TemplateError(where, `the parameter ${name} has neither a value nor a default`);
  return value;
}

function attribute(argument: unknown, where: string, resolver: Resolver): unknown {
  const [resource = '', ...path] = Array.isArray(argument)
    ? argument.map(String)
    : String(argument).split('.');
  const name = path.join('.');
  const value = identify(resource, where, resolver).attributes[name];
  if (value === undefined)
    throw new TemplateError(where, `the sandbox does not know the attribute ${resource}.${name}`);
  return value;
}

/** `${Name}`, `${Resource.Attribute}`, and `${!Literal}` for a text that stays. */
function substitute(argument: unknown, where: string, resolver: Resolver): string {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables))
    throw new TemplateError(where, 'Fn::Sub needs a text');
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in variables) return resolver.resolveText(variables[name], where);
    return resolver.resolveText(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, where);
  });
}

function join(argument: unknown, where: string, resolver: Resolver): string {
  const [separator, items] = argumentsOf('Fn::Join', argument, where);
  const resolved = resolver.resolve(items, where);
  if (!Array.isArray(resolved)) throw new TemplateError(where, 'Fn::Join needs a list');
  return resolved.map((item) => resolver.resolveText(item, where)).join(String(separator));
}

function choose(argument: unknown, where: string, resolver: Resolver): unknown {
  const [condition, whenTrue, whenFalse] = argumentsOf('Fn::If', argument, where);
  return resolver.resolve(conditionOf(String(condition), where, resolver) ? whenTrue : whenFalse, where);
}

function select(argument: unknown, where: string, resolver: Resolver): unknown {
  const [index, list] = argumentsOf('Fn::Select', argument, where);
  const items = resolver.resolve(list, where);
  const item = Array.isArray(items) ? (items[Number(index)] as unknown) : undefined;
  if (item === undefined) throw new TemplateError(where, `Fn::Select finds nothing at ${String(index)}`);
  return item;
}

function split(argument: unknown, where: string, resolver: Resolver): string[] {
  const [separator, text] = argumentsOf('Fn::Split', argument, where);
  return resolver.resolveText(text, where).split(String(separator));
}

function argumentsOf(name: string, argument: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(argument)) throw new TemplateError(where, `${name} needs a list of arguments`);
  return argument;
}
