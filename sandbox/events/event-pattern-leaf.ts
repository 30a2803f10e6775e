import { BlockList, isIP } from 'node:net';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Whether a value of the event fits; `undefined` is a field that the event does not have. */
export type Matcher = (value: unknown) => boolean;

/** The matcher for one choice of a pattern's array, or a sentence that says why there is none. */
export function leafMatcher(choice: unknown): Matcher | string {
  if (typeof choice !== 'object' || choice === null) return (value) => value === choice;
  const entries = Object.entries(choice);
  const [operator, argument] = entries[0] ?? [];
  if (operator === undefined || entries.length > 1) return 'a choice has exactly one operator';
  switch (operator) {
    case 'exists':
      return exists(argument);
    case 'numeric':
      return numeric(argument);
    case 'cidr':
      return cidr(argument);
    case 'anything-but':
      return anythingBut(argument);
    default:
      return textMatcher(operator, argument);
  }
}

/** The operators on text, which `anything-but` can negate. */
function textMatcher(operator: string, argument: unknown): Matcher | string {
  if (operator === 'prefix' || operator === 'suffix') return affix(operator, argument);
  if (typeof argument !== 'string') return `"${operator}" needs a string, or is not an operator`;
  if (operator === 'equals-ignore-case') {
    return onText((text) => text.toLowerCase() === argument.toLowerCase());
  }
  if (operator === 'wildcard') return wildcard(argument);
  return `"${operator}" is not an operator`;
}

function affix(operator: 'prefix' | 'suffix', argument: unknown): Matcher | string {
  const folded = ignoringCase(argument);
  const wanted = folded ?? argument;
  if (typeof wanted !== 'string' || wanted === '') return `"${operator}" needs a string that is not empty`;
  const method = operator === 'prefix' ? 'startsWith' : 'endsWith';
  if (folded === undefined) return onText((text) => text[method](wanted));
  return onText((text) => text.toLowerCase()[method](wanted.toLowerCase()));
}

function ignoringCase(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null) return undefined;
  return (argument as Readonly<Record<string, unknown>>)['equals-ignore-case'];
}

/** `*` stands for any characters, `\*` for an asterisk and `\\` for a backslash. */
function wildcard(pattern: string): Matcher | string {
  if (/(^|[^\\])\*\*/.test(pattern)) return '"wildcard" cannot have two asterisks in a row';
  const source = pattern.replace(/\\([*\\])|\*|[.+?^${}()|[\]\\]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return found === '*' ? '.*' : `\\${found}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return onText((text) => expression.test(text));
}

/** Leaf fields only: an object in the event counts as absent (EventBridge User Guide, "Exists matching"). */
function exists(argument: unknown): Matcher | string {
  if (typeof argument !== 'boolean') return '"exists" needs true or false';
  return (value) => (value !== undefined && (value === null || typeof value !== 'object')) === argument;
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** One comparison, or a lower and an upper limit. */
function numeric(argument: unknown): Matcher | string {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) {
    return '"numeric" needs one or two pairs of a comparison and a number';
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < argument.length; index += 2) {
    const compare = comparisons[String(argument[index])];
    const limit: unknown = argument[index + 1];
    if (compare === undefined) return `"numeric" does not know "${argument[index]}"`;
    if (typeof limit !== 'number') return '"numeric" compares with numbers only';
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(argument: unknown): Matcher | string {
  const [address = '', bits] = typeof argument === 'string' ? argument.split('/') : [];
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  try {
    block.addSubnet(address, bits === undefined ? Number.NaN : Number(bits), family);
  } catch {
    return '"cidr" needs an address block such as 10.0.0.0/24';
  }
  return onText((text) => isIP(text) !== 0 && block.check(text, isIP(text) === 6 ? 'ipv6' : 'ipv4'));
}

/** Everything that is there, except what is named. */
function anythingBut(argument: unknown): Matcher | string {
  const excluded = excludedBy(argument);
  if (typeof excluded === 'string') return excluded;
  return (value) => value !== undefined && !excluded.some((matches) => matches(value));
}

function excludedBy(argument: unknown): readonly Matcher[] | string {
  const isOperator = typeof argument === 'object' && argument !== null && !Array.isArray(argument);
  const [operator, operand]: [string?, unknown?] = isOperator
    ? (Object.entries(argument)[0] ?? [])
    : ['equals', argument];
  const choices: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (operator === undefined || choices.length === 0) return '"anything-but" needs something to exclude';
  const matchers: Matcher[] = [];
  for (const choice of choices) {
    const matcher = operator === 'equals' ? equals(choice) : textMatcher(operator, choice);
    if (typeof matcher === 'string') return `in "anything-but": ${matcher}`;
    matchers.push(matcher);
  }
  return matchers;
}

function equals(choice: unknown): Matcher | string {
  if (typeof choice !== 'string' && typeof choice !== 'number')
    return 'only strings and numbers can be excluded';
  return (value) => value === choice;
}

function onText(test: (text: string) => boolean): Matcher {
  return (value) => typeof value === 'string' && test(value);
}
