/** A part of a template: CloudFormation's JSON. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Section = { readonly [name: string]: Json };

/** As much of the framework as this needs. */
interface Serverless {
  readonly service: { readonly provider: { compiledCloudFormationTemplate: Section } };
}

/** In the place of what AWS::NoValue takes away. */
const nothing = Symbol('nothing');

/**
 * A plugin of the framework that answers the template's conditions. All of them are about parameters, which are known when the
 * service is packaged: so the template that goes to CloudFormation, and that people and cfn-lint read, holds just what will be made.
 */
export default class SettleConditions {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor({ service }: Serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        service.provider.compiledCloudFormationTemplate = settle(
          service.provider.compiledCloudFormationTemplate,
        );
      },
    };
  }
}

/** The same template without conditions. Throws where one is about something that only CloudFormation knows. */
export function settle({ Conditions = {}, Resources = {}, Outputs = {}, ...others }: Section): Section {
  const conditions = sectionOf(Conditions);
  const holds = (name: string) => answer(conditions[name] ?? null, name);
  const made = (section: Json) =>
    Object.entries(sectionOf(section)).flatMap(([name, value]) => {
      const { Condition, ...rest } = sectionOf(value);
      return typeof Condition === 'string' && !holds(Condition) ? [] : [[name, rest] as const];
    });
  const resources = made(Resources);
  const names = new Set(resources.map(([name]) => name));
  const settled = resources.map(([name, resource]) => [name, settledResource(resource, names, holds)]);
  return {
    ...sectionOf(withoutChoices({ ...others, Outputs: Object.fromEntries(made(Outputs)) }, holds)),
    Resources: Object.fromEntries(settled),
  };
}

/** CloudFormation would wait for nothing but what is made. */
function settledResource(
  { DependsOn, ...resource }: Section,
  names: ReadonlySet<string>,
  holds: (name: string) => boolean,
): Json {
  const waitsFor = [DependsOn ?? []].flat().filter((name) => names.has(String(name)));
  const settled = sectionOf(withoutChoices(resource, holds));
  return waitsFor.length > 0 ? { ...settled, DependsOn: waitsFor } : settled;
}

function withoutChoices(value: Json, holds: (name: string) => boolean): Json {
  const settled = choose(value, holds);
  return settled === nothing ? {} : settled;
}

function choose(value: Json, holds: (name: string) => boolean): Json | typeof nothing {
  if (Array.isArray(value)) {
    return value.map((item) => choose(item, holds)).filter((item) => item !== nothing);
  }
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::If': choice } = value as Section;
  if (Ref === 'AWS::NoValue') return nothing;
  if (Array.isArray(choice)) return choose(choice[holds(String(choice[0])) ? 1 : 2] ?? null, holds);
  const fields = Object.entries(value).map(([name, field]) => [name, choose(field, holds)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== nothing)) as Section;
}

function answer(condition: Json, name: string): boolean {
  const [[operator, argument] = []] = Object.entries(sectionOf(condition));
  const operands = Array.isArray(argument) ? (argument as readonly Json[]) : [];
  const each = () => operands.map((operand) => answer(operand, name));
  if (operator === 'Fn::Equals' && operands.every((operand) => typeof operand === 'string')) {
    return operands[0] === operands[1];
  }
  if (operator === 'Fn::Not') return !each()[0];
  if (operator === 'Fn::And') return each().every(Boolean);
  if (operator === 'Fn::Or') return each().some(Boolean);
  throw new Error(`The condition ${name} of the template cannot be answered before it is deployed.`);
}

function sectionOf(value: Json): Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : {};
}
