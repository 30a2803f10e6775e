import type { Tags } from '../world/records.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';
import type { Form } from './form.ts';

/** What a filter of this name compares: one value, several, or none. */
export type FilterValue = string | number | boolean | undefined | readonly (string | undefined)[];
export type FilterTable<T> = Readonly<Record<string, (record: T) => FilterValue>>;

/** Two limits of every Describe (facts 2: FilterLimitExceeded). */
const filtersMax = 50;
const filterValuesMax = 200;

/**
 * Reads the filters of a request and returns the test they amount to: every filter must match, and of each
 * filter any value. `tag:<key>` and `tag-key` are known for every kind of record.
 */
export function readFilters<T extends { readonly tags?: Tags }>(
  form: Form,
  table: FilterTable<T>,
): (record: T) => boolean {
  const filters = form
    .members('Filter')
    .map((filter) => ({ name: filter.required('Name'), values: filter.list('Value') }));
  const valueCount = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (filters.length > filtersMax || valueCount > filterValuesMax) {
    const message = `The maximum number of filter values specified on a single call is ${filterValuesMax}`;
    throw new Ec2Error('FilterLimitExceeded', message);
  }
  const tests = filters.map(({ name, values }) => {
    const read = valueReader(name, table);
    const matches = valueTest(values);
    return (record: T) => matchesAny(read(record), matches);
  });
  return (record) => tests.every((test) => test(record));
}

function valueReader<T extends { readonly tags?: Tags }>(
  name: string,
  table: FilterTable<T>,
): (record: T) => FilterValue {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (record) =>
      record.tags !== undefined && Object.hasOwn(record.tags, key) ? record.tags[key] : undefined;
  }
  if (name === 'tag-key') return (record) => Object.keys(record.tags ?? {});
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known === undefined) throw invalidParameterValue(`The filter '${name}' is invalid`);
  return known;
}

function matchesAny(value: FilterValue, matches: (text: string) => boolean): boolean {
  if (value === undefined) return false;
  if (typeof value === 'object') return value.some((member) => member !== undefined && matches(member));
  return matches(String(value));
}

/** `*` stands for any characters, `?` for one; a backslash takes their meaning away. Case counts. */
function valueTest(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => /[*?\\]/.test(value)).map(wildcardPattern);
  return (text) => exact.has(text) || patterns.some((pattern) => pattern.test(text));
}

function wildcardPattern(value: string): RegExp {
  const source = value.replace(/\\([\s\S])|[\s\S]/gu, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return literal(escaped);
    if (part === '*') return '[\\s\\S]*';
    return part === '?' ? '[\\s\\S]' : literal(part);
  });
  return new RegExp(`^${source}$`, 'u');
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
