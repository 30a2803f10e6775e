/**
 * The part of JMESPath that the documents use: names, `[0]`, `[]`, `[?Name=='text']`, `[a,b.c]`, `{a:b,c:d}`. Anything else is an
 * error, so that no query is taken for something that it is not.
 */
export function query(value: unknown, text: string): unknown {
  return evaluate(value, stepsOf(text), text);
}

/** A step, with whether it works on each member of a projected list. */
type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'at'; readonly place: number }
  | { readonly kind: 'each' }
  | { readonly kind: 'where'; readonly name: string; readonly is: string }
  | { readonly kind: 'list'; readonly of: readonly string[] }
  | { readonly kind: 'object'; readonly of: readonly (readonly [string, string])[] };

const forms: readonly (readonly [RegExp, (...groups: string[]) => Step])[] = [
  [/^\[(\d+)\]/, (place) => ({ kind: 'at', place: Number(place) })],
  [/^\[\]/, () => ({ kind: 'each' })],
  [/^\[\?(\w+)=='([^']*)'\]/, (name = '', is = '') => ({ kind: 'where', name, is })],
  [/^\.?\[([\w.,]+)\]/, (of = '') => ({ kind: 'list', of: of.split(',') })],
  [
    /^\.?\{([\w:.,]+)\}/,
    (of = '') => ({ kind: 'object', of: of.split(',').map((pair) => pair.split(':') as [string, string]) }),
  ],
  [/^\.?(\w+)/, (name = '') => ({ kind: 'name', name })],
];

function stepsOf(text: string): readonly Step[] {
  const steps: Step[] = [];
  for (let rest = text; rest !== ''; ) {
    const found = forms
      .map(([form, make]) => ({ match: form.exec(rest), make }))
      .find(({ match }) => match !== null);
    if (found?.match == null) throw new Error(`--query ${text}: what is "${rest}"?`);
    const [whole, ...groups] = found.match;
    steps.push(found.make(...groups));
    rest = rest.slice(whole.length);
  }
  return steps;
}

function evaluate(value: unknown, [step, ...rest]: readonly Step[], text: string): unknown {
  if (step === undefined) return value;
  if (step.kind === 'each' || step.kind === 'where') {
    const chosen = listOf(value, text).filter(
      (item) => step.kind === 'each' || member(item, step.name) === step.is,
    );
    return chosen
      .map((item) => evaluate(item, rest, text))
      .filter((item) => item !== null && item !== undefined);
  }
  return evaluate(next(value, step, text), rest, text);
}

function next(value: unknown, step: Exclude<Step, { kind: 'each' | 'where' }>, text: string): unknown {
  switch (step.kind) {
    case 'name':
      return member(value, step.name);
    case 'at':
      return listOf(value, text)[step.place];
    case 'list':
      return step.of.map((part) => query(value, part));
    case 'object':
      return Object.fromEntries(step.of.map(([name, part]) => [name, query(value, part)]));
    default:
      return step satisfies never;
  }
}

function listOf(value: unknown, text: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`--query ${text}: there is no list`);
  return value;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** As `--output text` prints it: a line for each list of values, `None` for what is not there. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.some(Array.isArray) ? value.map(asText).join('\n') : value.map(asText).join('\t');
  }
  if (typeof value === 'object' && value !== null)
    throw new Error('--output text needs a --query for values');
  return String(value ?? 'None');
}
