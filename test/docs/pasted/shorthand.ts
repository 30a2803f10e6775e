import type { Shape } from './sdk-schema.ts';

/** The words behind an option of the AWS CLI, as the value that the API takes. Throws for what it would not take. */
export function readValue(words: readonly string[], shape: Shape, option: string): unknown {
  if (shape.kind === 'list') {
    const [only = ''] = words;
    if (words.length === 1 && only.startsWith('[')) return typed(JSON.parse(only), shape, option);
    return words.map((word) => readValue([word], shape.of(), option));
  }
  if (shape.kind === 'flag' && words.length === 0) return true;
  const [word] = words;
  if (word === undefined || words.length > 1)
    throw new Error(`--${option} takes one value, not ${words.length}`);
  if (shape.kind === 'structure' || shape.kind === 'map')
    return typed(word.startsWith('{') ? JSON.parse(word) : new Shorthand(word).read(), shape, option);
  return typed(word, shape, option);
}

/** A value in the types of the API; a single value is a list where the API wants one, as in the shorthand. */
function typed(value: unknown, shape: Shape, option: string): unknown {
  if (shape.kind === 'list') return [value].flat().map((item) => typed(item, shape.of(), option));
  if (shape.kind === 'map') return value;
  if (shape.kind !== 'structure') return simple(value, shape.kind, option);
  const members = Object.entries(value as Readonly<Record<string, unknown>>).map(([name, part]) => {
    const of = shape.members.get(name);
    if (of === undefined) throw new Error(`--${option} knows no ${name}`);
    return [name, typed(part, of(), option)];
  });
  return Object.fromEntries(members);
}

function simple(value: unknown, kind: 'text' | 'number' | 'flag', option: string): unknown {
  const text = String(value);
  if (kind === 'text') return text;
  if (kind === 'flag' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (kind === 'number' && /^-?\d+$/.test(text)) return Number(text);
  throw new Error(`--${option} takes a ${kind}, not ${text}`);
}

/** `Key=a,Value=b`, `Name=a,Values=b,c`, `Tags=[{Key=a,Value=b}]`. */
class Shorthand {
  readonly #text: string;
  #place = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Record<string, unknown> {
    const value = this.#pairs();
    if (this.#place < this.#text.length) throw this.#odd();
    return value;
  }

  #pairs(): Record<string, unknown> {
    const pairs: Record<string, unknown> = {};
    do {
      const [name] = this.#match(/[\w:.-]+=/y);
      pairs[name.slice(0, -1)] = this.#values();
    } while (this.#takes(','));
    return pairs;
  }

  /** Behind a comma stands another value, or another pair. */
  #values(): unknown {
    const values = [this.#value()];
    while (/^,(?![\w:.-]+=)/.test(this.#text.slice(this.#place))) {
      this.#place++;
      values.push(this.#value());
    }
    return values.length === 1 ? values[0] : values;
  }

  #value(): unknown {
    if (this.#takes('{')) return this.#until('}', () => this.#pairs());
    if (this.#takes('[')) return this.#until(']', () => [this.#values()].flat());
    if (this.#takes('"')) return this.#until('"', () => this.#match(/[^"]*/y)[0]);
    return this.#match(/[^,\]}"]+/y)[0];
  }

  #until<T>(end: string, read: () => T): T {
    const value = read();
    if (!this.#takes(end)) throw this.#odd();
    return value;
  }

  #takes(text: string): boolean {
    const isHere = this.#text.startsWith(text, this.#place);
    if (isHere) this.#place += text.length;
    return isHere;
  }

  #match(form: RegExp): RegExpExecArray {
    form.lastIndex = this.#place;
    const found = form.exec(this.#text);
    if (found === null) throw this.#odd();
    this.#place = form.lastIndex;
    return found;
  }

  #odd(): Error {
    return new Error(`"${this.#text}": what is "${this.#text.slice(this.#place)}"?`);
  }
}
