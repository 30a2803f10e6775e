import { type Authorization, isAuthorized, type Statement } from '../../sandbox/iam/policy.ts';
import { createResolver } from '../../sandbox/stack/template-intrinsics.ts';
import { templateSchema } from '../../sandbox/stack/template-types.ts';
import type { Template } from './packaged-service.ts';

/** A role as CloudFormation would make it in the account of the sandbox. */
export interface Role {
  readonly statements: readonly Statement[];
  readonly trusted: readonly unknown[];
}

export const account = 'eu-west-1:123456789012';
const settings = { region: 'eu-west-1', account: '123456789012', stackName: 'stack' };

/** The role that a function takes; the function is given by its name in serverless.yml, with a capital. */
export function roleOf(template: Template, functionName: string): Role {
  const fn = template.Resources[`${functionName}LambdaFunction`];
  const [logicalId, attribute] = fn?.Properties.Role['Fn::GetAtt'] ?? [];
  const role = template.Resources[logicalId];
  if (role?.Type !== 'AWS::IAM::Role' || attribute !== 'Arn') throw new Error(`no role of ${functionName}`);
  const resolver = createResolver(templateSchema.parse(template), settings);
  const { ManagedPolicyArns, Policies, AssumeRolePolicyDocument } = resolver.resolve(
    role.Properties,
    logicalId,
  ) as {
    ManagedPolicyArns?: unknown;
    Policies: Policy[];
    AssumeRolePolicyDocument: { Statement: unknown[] };
  };
  if (ManagedPolicyArns !== undefined) throw new Error('managed policies are not known here');
  const attached = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === logicalId))
    .map(([id, { Properties }]) => resolver.resolve(Properties, id) as Policy);
  return {
    statements: [...Policies, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    trusted: AssumeRolePolicyDocument.Statement,
  };
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** What the role is given, before what is denied is taken from it. */
export function allowedBy({ statements }: Role): readonly Statement[] {
  return statements.filter(({ Effect }) => Effect === 'Allow');
}

/** Every action that the role is given. */
export function actionsOf(role: Role): readonly string[] {
  return [...new Set(allowedBy(role).flatMap(({ Action }) => Action))].sort();
}

type Tags = Readonly<Record<string, string>>;

export interface Request {
  /** Tags on the resource. */
  readonly tags?: Tags;
  /** The tags that the request writes, with their values. */
  readonly writes?: Tags;
  /** The tag keys that the request names; those that it writes when omitted. */
  readonly keys?: readonly string[];
  /** Other keys of the context, in lower case. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether the role may do this to this resource: `network-interface/eni-1` is an ENI of the account. */
export function may(role: Role, action: string, resource: string, request: Request = {}): boolean {
  const arn = resource.startsWith('arn:') ? resource : `arn:aws:ec2:${account}:${resource}`;
  return isAuthorized(role.statements, { action, resource: arn, context: contextOf(request) });
}

function contextOf({ tags = {}, writes, keys, context = {} }: Request): Authorization['context'] {
  const named = keys ?? (writes && Object.keys(writes));
  const lower = (prefix: string, of: Tags) =>
    Object.entries(of).map(([key, value]): [string, string] => [`${prefix}/${key.toLowerCase()}`, value]);
  return new Map<string, string | readonly string[]>([
    ...lower('aws:resourcetag', tags),
    ...lower('ec2:resourcetag', tags),
    ...lower('aws:requesttag', writes ?? {}),
    ...(named === undefined ? [] : [['aws:tagkeys', named] as const]),
    ...Object.entries(context),
  ]);
}
