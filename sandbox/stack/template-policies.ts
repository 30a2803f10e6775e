import { z } from 'zod';
import { TemplateError } from './template-types.ts';

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

/** The parts of a statement that the sandbox understands; any other is an error, and never silently let pass. */
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMore)]).optional(),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([z.array(z.string()), z.coerce.string()])))
    .optional(),
});

export const policySchema = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((statement) => [statement]), z.array(statementSchema)]),
});

export type Policy = z.infer<typeof policySchema>;
type Statement = Policy['Statement'][number];

/** One call, as a policy judges it. */
export interface Asked {
  /** Of a resource's own policy only: `events.amazonaws.com`. */
  readonly service?: string;
  /** `sqs:SendMessage` */
  readonly action: string;
  readonly resource: string;
  /** What conditions can ask for: `aws:SourceArn` and so on. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether the policies allow it and none forbids it. `where` names the resource in errors. */
export function allows(policies: readonly Policy[], asked: Asked, where: string): boolean {
  const effects = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => concerns(statement, asked) && conditionsHold(statement, asked, where))
    .map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function concerns({ Principal, Action, Resource }: Statement, asked: Asked): boolean {
  const { service, action, resource } = asked;
  const isForCaller =
    service === undefined ||
    Principal === '*' ||
    Principal?.AWS?.includes('*') ||
    Principal?.Service?.includes(service);
  return (
    isForCaller === true &&
    Action.some((pattern) => like(pattern.toLowerCase()).test(action.toLowerCase())) &&
    Resource.some((pattern) => like(pattern).test(resource))
  );
}

const operators: Readonly<Record<string, (wanted: string, found: string) => boolean>> = {
  ArnEquals: (wanted, found) => like(wanted).test(found),
  ArnLike: (wanted, found) => like(wanted).test(found),
  StringEquals: (wanted, found) => wanted === found,
  StringLike: (wanted, found) => like(wanted).test(found),
  Bool: (wanted, found) => wanted.toLowerCase() === found,
};

/** Every key of every operator has to hold; of several values one is enough. A key that the call lacks does not hold. */
function conditionsHold({ Condition = {} }: Statement, { context }: Asked, where: string): boolean {
  return Object.entries(Condition).every(([name, keys]) => {
    const operator = operators[name];
    if (operator === undefined)
      throw new TemplateError(where, `the sandbox does not know the operator ${name} of conditions`);
    return Object.entries(keys).every(([key, wanted]) => {
      const found = context[key];
      return found !== undefined && [wanted].flat().some((value) => operator(value, found));
    });
  });
}

/** In a policy, `*` stands for any characters and `?` for one. */
export function like(pattern: string): RegExp {
  const source = pattern.replace(
    /[.+^${}()|[\]\\*?]/g,
    (found) => ({ '*': '.*', '?': '.' })[found] ?? `\\${found}`,
  );
  return new RegExp(`^${source}$`);
}
