/**
 * As much of IAM's evaluation as an identity policy with tag conditions needs, written from the IAM User Guide. What it
 * does not know it refuses to judge: an unknown element, operator or condition key is an error, never a yes or a no.
 * What resources allow by policies of their own is in template-policies.ts.
 */

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  /** ARNs, with `*` and `?`. */
  readonly Resource: string | readonly string[];
  readonly Condition?: Conditions | undefined;
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * One action on one resource. The keys of the context, such as `aws:resourcetag/team`, are in lower case: to IAM the case of
 * a condition key, its tag key included, makes no difference. A key with several values, such as `aws:tagkeys`, has a list.
 */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

type Context = ReadonlyMap<string, string | readonly string[]>;

/** Keys that a context may lack because there is no such tag or attribute, and not because nobody filled them in. */
const knownKeys =
  /^(?:(?:aws|ec2):ResourceTag\/.+|aws:RequestTag\/.+|aws:TagKeys|ec2:(?:Attribute|CreateAction|NetworkInterfaceID|InstanceID)|kms:ViaService|lambda:SourceFunctionArn|s3:prefix)$/i;
const knownElements = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

/** Some statement allows it, and none denies it. Throws for a policy that it cannot judge. */
export function isAuthorized(statements: readonly Statement[], asked: Authorization): boolean {
  const applying = statementsOn(asked.action, statements).filter((statement) => applies(statement, asked));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

/** A role is asked for the same few actions again and again, so which statements are about each is worked out once. */
const known = new WeakMap<readonly Statement[], Map<string, readonly Statement[]>>();

function statementsOn(action: string, statements: readonly Statement[]): readonly Statement[] {
  const byAction = known.get(statements) ?? new Map<string, readonly Statement[]>();
  known.set(statements, byAction);
  const found = byAction.get(action) ?? statements.filter((statement) => isOn(action, statement));
  byAction.set(action, found);
  return found;
}

function isOn(action: string, statement: Statement): boolean {
  const unknown = Object.keys(statement).filter((element) => !knownElements.has(element));
  if (unknown.length > 0) throw new Error(`The policy element ${unknown.join(', ')} is not known here.`);
  return listOf(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function applies({ Resource, Condition }: Statement, { resource, context }: Authorization): boolean {
  return (
    listOf(Resource).some((pattern) => matches(pattern, resource)) &&
    Object.entries(Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, key, listOf(values), context)),
    )
  );
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

type Comparison = (actual: string, wanted: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => matches(wanted, actual),
};

/** Each is the opposite of the one that it names: it holds where no value of the policy matches, or the key is missing. */
const negations: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
]);

/**
 * Values of one key are joined by "or". A key that the context lacks fails, unless the operator says IfExists, and so does
 * ForAllValues: it holds for no values at all, and ForAnyValue does not (IAM User Guide, "Set operators for multivalued
 * context keys").
 */
function holds(operator: string, key: string, wanted: readonly string[], context: Context): boolean {
  if (!knownKeys.test(key)) throw new Error(`The condition key ${key} is not known here.`);
  const actual = context.get(key.toLowerCase()) ?? [];
  if (operator === 'Null') return wanted.includes(String(actual.length === 0 && actual !== ''));
  const opposite = negations.get(operator);
  if (opposite !== undefined) return !holds(opposite, key, wanted, context);
  const [, of, name = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const compare = comparisons[name];
  if (compare === undefined) throw new Error(`The condition operator ${operator} is not known here.`);
  const isOne = (each: string) => wanted.some((value) => compare(each, value));
  if (typeof actual === 'string') return isOne(actual);
  if (of === 'ForAllValues:') return actual.every(isOne);
  if (of === 'ForAnyValue:') return actual.some(isOne);
  if (actual.length === 0) return ifExists !== undefined;
  throw new Error(`The key ${key} has several values, and ${operator} does not say which of them count.`);
}

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern);
  if (known === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[\\s\\S]*')
      .replaceAll('?', '[\\s\\S]');
    known = new RegExp(`^${source}$`);
    patterns.set(pattern, known);
  }
  return known.test(text);
}
