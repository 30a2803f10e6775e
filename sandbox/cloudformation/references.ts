import { conditionOf } from '../stack/template-conditions.ts';
import type { Resolver } from '../stack/template-intrinsics.ts';
import { isRecord, type Resource } from '../stack/template-types.ts';

/** The names to which a value refers, in those branches that the conditions of the template take. */
export function referencesIn(value: unknown, where: string, resolver: Resolver): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, where, resolver));
  if (!isRecord(value)) return [];
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0) return Object.values(value).flatMap((item) => referencesIn(item, where, resolver));
  switch (name) {
    case 'Ref':
      return [String(argument)];
    case 'Fn::GetAtt':
      return [String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? ''];
    case 'Fn::Sub':
      return referencesOfSub(argument, where, resolver);
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
      const chosen = conditionOf(String(condition), where, resolver) ? whenTrue : whenFalse;
      return referencesIn(chosen, where, resolver);
    }
    default:
      return referencesIn(argument, where, resolver);
  }
}

/** `${Name}` and `${Resource.Attribute}`, but neither `${!Literal}` nor the variables of the same Fn::Sub. */
function referencesOfSub(argument: unknown, where: string, resolver: Resolver): readonly string[] {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? Object.keys(variables) : [];
  const named = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(
    ([, name = '']) => name.split('.')[0] ?? '',
  );
  return [
    ...named.filter((name) => !own.includes(name)),
    ...referencesIn(isRecord(variables) ? Object.values(variables) : [], where, resolver),
  ];
}

/**
 * Those ids of `resources` of which another has to be there first. DependsOn may name a resource that its condition
 * keeps away: then there is nothing to wait for. Calls `unresolved` for any other name that is not there.
 */
export function dependenciesOf(
  logicalId: string,
  resources: ReadonlyMap<string, Resource>,
  resolver: Resolver,
  unresolved: (name: string) => void,
): readonly string[] {
  const { Properties = {}, DependsOn = [] } = resources.get(logicalId) ?? {};
  const isGiven = (name: string) => name.startsWith('AWS::') || name in resolver.template.Parameters;
  const referred = referencesIn(Properties, logicalId, resolver).filter((name) => !isGiven(name));
  for (const name of referred) if (!resources.has(name)) unresolved(name);
  for (const name of DependsOn) if (!(name in resolver.template.Resources)) unresolved(name);
  return [...new Set([...referred, ...DependsOn])].filter((name) => resources.has(name));
}
