import { z } from 'zod';
import type { Role } from '../iam/iam.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import { policySchema } from './template-policies.ts';
import { TemplateError } from './template-types.ts';

const inlineSchema = z.array(z.object({ PolicyDocument: policySchema })).default([]);
const attachedSchema = z.object({
  PolicyDocument: policySchema,
  Roles: z.array(z.string()).default([]),
});

/**
 * The role that a function takes, with the policies in it and those that hang on it from elsewhere; undefined where it is no role
 * of this template. Policies of AWS's own are not known here.
 */
export function roleOf(
  arn: string | undefined,
  resolver: Resolver,
  exists: (logicalId: string) => boolean,
): Role | undefined {
  const resources = Object.entries(resolver.template.Resources);
  const [id, role] =
    resources.find(
      ([id, { Type }]) => Type === 'AWS::IAM::Role' && identify(id, id, resolver).attributes.Arn === arn,
    ) ?? [];
  if (id === undefined || role === undefined) return undefined;
  const name = identify(id, id, resolver).ref;
  const inline = parsed(inlineSchema, id, resolver.resolve(role.Properties.Policies, id));
  const attached = resources
    .filter(([policyId, { Type }]) => Type === 'AWS::IAM::Policy' && exists(policyId))
    .map(([policyId, { Properties }]) =>
      parsed(attachedSchema, policyId, resolver.resolve(Properties, policyId)),
    )
    .filter(({ Roles }) => Roles.includes(name));
  return {
    name,
    statements: [...inline, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  };
}

function parsed<T>(schema: z.ZodType<T>, logicalId: string, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new TemplateError(logicalId, z.prettifyError(result.error));
  return result.data;
}
