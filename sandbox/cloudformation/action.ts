import { z } from 'zod';
import type { XmlValue } from '../ec2/xml.ts';
import { writeXml, Xml } from '../ec2/xml.ts';
import type { Random } from '../random.ts';
import type { S3 } from '../s3/s3.ts';
import type { Sandbox } from '../sandbox.ts';
import type { TemplateDescription } from '../stack/template.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import { readForm } from './query-form.ts';
import type { StackRecord } from './stack-record.ts';

/** What the actions work on. */
export interface CloudFormationAccount {
  readonly sandbox: Sandbox;
  readonly ids: Random;
  /** From where templates are read. */
  readonly s3: S3;
  /** By their names. */
  readonly stacks: Map<string, StackRecord>;
  /** Makes what a template describes. Throws TemplateError for what cannot be made, before anything is. */
  bringToLife(description: TemplateDescription): Promise<void>;
}

/** One action of the API. */
export interface Action {
  readonly name: string;
  /** The content of the result. Throws CloudFormationError. */
  answer(body: string, account: CloudFormationAccount): XmlValue;
}

/** An action whose form has to be of the schema: a parameter that the schema does not know is an error. */
export function action<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  act: (asked: z.infer<Schema>, account: CloudFormationAccount) => XmlValue,
): Action {
  return {
    name,
    answer(body, account) {
      const parsed = schema.safeParse(readForm(body));
      if (!parsed.success) throw new CloudFormationError('ValidationError', z.prettifyError(parsed.error));
      return act(parsed.data, account);
    },
  };
}

/** A list in a form: an empty one comes as an empty text. */
export function listOf<Member extends z.ZodType>(member: Member) {
  return z.union([z.literal('').transform((): z.infer<Member>[] => []), z.array(member)]).default([]);
}

/** The stack of this name or id. Throws CloudFormationError, in AWS's words, when there is none. */
export function stackOf(nameOrId: string, { stacks }: CloudFormationAccount): StackRecord {
  const found = [...stacks.values()].find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found === undefined)
    throw new CloudFormationError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  return found;
}

/** A list as the query protocol writes it. */
export function members(list: readonly XmlValue[]): Xml {
  return new Xml(list.map((member) => `<member>${writeXml(member)}</member>`).join(''));
}
