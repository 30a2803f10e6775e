import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type * as ec2 from '@aws-sdk/client-ec2';
import type * as s3 from '@aws-sdk/client-s3';
import type * as sns from '@aws-sdk/client-sns';

type Commands<Client> = keyof Client extends infer Name
  ? Name extends `${infer Command}Command`
    ? Command
    : never
  : never;

/** A call as the program makes it: the SDK's client, and its command without the word Command. */
export type Call =
  | `cloudwatch:${Commands<typeof cloudwatch>}`
  | `ec2:${Commands<typeof ec2>}`
  | `s3:${Commands<typeof s3>}`
  | `sns:${Commands<typeof sns>}`;

/** A resource as CloudFormation writes it. */
export type Resource = string | Readonly<Record<string, unknown>>;

export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One row of the table: what some calls of a function need, and why it is so and not more. */
export interface Permission {
  /** The name of the statement. */
  readonly sid: string;
  readonly why: string;
  /** Who needs it: calls of the function, or Lambda, which does some things in the role of the function. */
  readonly for: readonly Call[] | 'Lambda';
  /** The actions of IAM; where omitted, those that are called like the calls. */
  readonly actions?: readonly string[];
  readonly on: readonly Resource[];
  readonly only?: Conditions;
}

/** One row of what is denied to all functions, whatever else their roles allow. */
export interface Denial extends Omit<Permission, 'for'> {
  readonly actions: readonly string[];
}

/** A statement of a policy, as the template has it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly Resource[];
  readonly Condition?: Conditions;
}

export function allow(permission: Permission): Statement {
  const { for: whom, actions = whom } = permission;
  if (actions === 'Lambda') throw new Error(`${permission.sid} does not say which actions Lambda needs.`);
  return { Sid: permission.sid, Effect: 'Allow', ...rest({ ...permission, actions }) };
}

export function deny(denial: Denial): Statement {
  return { Sid: denial.sid, Effect: 'Deny', ...rest(denial) };
}

function rest({ actions, on, only }: Denial): Omit<Statement, 'Sid' | 'Effect'> {
  return { Action: actions, Resource: on, ...(only !== undefined && { Condition: only }) };
}
