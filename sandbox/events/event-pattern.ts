import { type Json, leafMatcher, type Matcher } from './event-pattern-leaf.ts';

/** What EventBridge answers to PutRule when the pattern cannot be understood. */
export class InvalidEventPatternException extends Error {
  override readonly name = 'InvalidEventPatternException';

  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}

/**
 * Compiles an EventBridge event pattern (EventBridge User Guide, "Event patterns"): every field of the pattern has
 * to match, fields the pattern does not name do not matter, and an array in the event matches if one of its elements
 * does. Throws InvalidEventPatternException for whatever it does not know, instead of silently never matching.
 *
 * One difference: JSON numbers are compared as numbers, where EventBridge compares how they are written (300 and
 * 300.0 differ there).
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) {
    throw new InvalidEventPatternException('the pattern has to be an object with at least one field');
  }
  return compileObject(pattern, '');
}

/** `undefined` stands for a field that the event does not have. */
function compileObject(pattern: Readonly<Record<string, unknown>>, path: string): Matcher {
  const fields = Object.entries(pattern).map(([name, value]) =>
    name === '$or' ? compileAlternatives(value, path) : compileField(name, value, path),
  );
  return (value) => {
    if (Array.isArray(value)) return value.some((element) => fields.every((field) => field(element)));
    return fields.every((field) => field(value));
  };
}

function compileField(name: string, value: unknown, parent: string): Matcher {
  const path = parent === '' ? name : `${parent}.${name}`;
  const matches = compileValue(value, path);
  return (event) => matches(isRecord(event) ? event[name] : undefined);
}

function compileValue(value: unknown, path: string): Matcher {
  if (Array.isArray(value)) return compileLeaf(value, path);
  if (!isRecord(value)) throw new InvalidEventPatternException(`"${path}" must be an object or an array`);
  if (Object.keys(value).length === 0) throw new InvalidEventPatternException(`"${path}" is an empty object`);
  return compileObject(value, path);
}

function compileLeaf(choices: readonly unknown[], path: string): Matcher {
  if (choices.length === 0) throw new InvalidEventPatternException(`"${path}" is an empty array`);
  const matchers = choices.map((choice) => leafOrThrow(choice, path));
  return (value) => {
    // An empty array has no value to look at: EventBridge treats the field as absent.
    const candidates = Array.isArray(value) ? (value.length === 0 ? [undefined] : value) : [value];
    return matchers.some((matches) => candidates.some((candidate) => matches(candidate)));
  };
}

function leafOrThrow(choice: unknown, path: string): Matcher {
  const matcher = leafMatcher(choice);
  if (typeof matcher === 'string') throw new InvalidEventPatternException(`"${path}": ${matcher}`);
  return matcher;
}

function compileAlternatives(value: unknown, path: string): Matcher {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isRecord)) {
    throw new InvalidEventPatternException('"$or" must be an array of at least two objects');
  }
  const alternatives = value.map((alternative) => compileObject(alternative, path));
  return (event) => alternatives.some((matches) => matches(event));
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
