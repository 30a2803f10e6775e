import { z } from 'zod';
import { conditionOf } from '../stack/template-conditions.ts';
import { createResolver, type Resolver } from '../stack/template-intrinsics.ts';
import { type Resource, type Settings, TemplateError, templateSchema } from '../stack/template-types.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import { dependenciesOf } from './references.ts';
import type { StackResource } from './stack-record.ts';

/** What CloudFormation would make of a template. */
export interface Plan {
  readonly text: string;
  readonly resolver: Resolver;
  /** The resources that their conditions let exist, each after all on which it depends. */
  readonly resources: ReadonlyMap<string, Resource>;
}

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
}

/** Of one template (CloudFormation User Guide, "Understand CloudFormation quotas"). */
const resourcesMax = 500;

/** Throws CloudFormationError for what CloudFormation refuses before it makes anything. */
export function planOf(text: string, settings: Settings): Plan {
  const template = templateSchema.safeParse(parsed(text));
  if (!template.success) throw invalid(z.prettifyError(template.error));
  const resolver = createResolver(template.data, settings);
  try {
    return { text, resolver, resources: inOrder(resolver) };
  } catch (error) {
    if (error instanceof TemplateError) throw invalid(error.message);
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('JSON not well-formed.');
  }
}

function inOrder(resolver: Resolver): ReadonlyMap<string, Resource> {
  const all = Object.entries(resolver.template.Resources);
  if (all.length === 0) throw invalid('At least one Resources member must be defined.');
  if (all.length > resourcesMax) throw invalid(`A template has at most ${resourcesMax} resources.`);
  const present = new Map(
    all.filter(([id, { Condition }]) => Condition === undefined || conditionOf(Condition, id, resolver)),
  );
  const unresolved = new Set<string>();
  const dependencies = new Map(
    [...present.keys()].map((id) => [
      id,
      dependenciesOf(id, present, resolver, (name) => unresolved.add(name)),
    ]),
  );
  if (unresolved.size > 0)
    throw invalid(`Unresolved resource dependencies [${[...unresolved].join(', ')}] in the Resources block`);
  return sorted(present, dependencies);
}

function sorted(
  resources: ReadonlyMap<string, Resource>,
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Resource> {
  const done = new Map<string, Resource>();
  while (done.size < resources.size) {
    const ready = [...resources].filter(
      ([id]) => !done.has(id) && dependencies.get(id)?.every((dependency) => done.has(dependency)),
    );
    if (ready.length === 0) {
      const rest = [...resources.keys()].filter((id) => !done.has(id));
      throw invalid(`Circular dependency between resources: [${rest.join(', ')}]`);
    }
    for (const [id, resource] of ready) done.set(id, resource);
  }
  return done;
}

function invalid(problem: string): CloudFormationError {
  return new CloudFormationError('ValidationError', `Template format error: ${problem}`);
}

/** What tells whether a template changes a resource: its type and its properties, worked out. */
export function fingerprintOf(logicalId: string, { Type, Properties }: Resource, { resolver }: Plan): string {
  return JSON.stringify([Type, resolver.resolve(Properties, logicalId)]);
}

/** From what there is to what the plan wants, in the order in which it is done. Throws TemplateError. */
export function changesOf(plan: Plan, present: ReadonlyMap<string, StackResource>): readonly Change[] {
  const kept = [...plan.resources].flatMap(([logicalId, resource]): Change[] => {
    const fingerprint = fingerprintOf(logicalId, resource, plan);
    const before = present.get(logicalId);
    if (before?.fingerprint === fingerprint) return [];
    return [{ action: before === undefined ? 'Add' : 'Modify', logicalId, type: resource.Type }];
  });
  const gone = [...present.values()].filter(({ logicalId }) => !plan.resources.has(logicalId));
  return [...kept, ...gone.map(({ logicalId, type }) => ({ action: 'Remove' as const, logicalId, type }))];
}

/** Which capability the template needs: those who may deploy may not thereby give out rights unasked. */
export function capabilityOf({ resources }: Plan): 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_IAM' | undefined {
  const ofIam = [...resources.values()].filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  const isNamed = ofIam.some(
    ({ Properties }) => 'RoleName' in Properties || 'ManagedPolicyName' in Properties,
  );
  if (isNamed) return 'CAPABILITY_NAMED_IAM';
  return ofIam.length > 0 ? 'CAPABILITY_IAM' : undefined;
}
