/** What the SDK's own schema says of a call: which members it takes, and of what kind they are. */
export interface Structure {
  readonly kind: 'structure';
  readonly members: ReadonlyMap<string, () => Shape>;
  readonly required: readonly string[];
}

export type Shape =
  | Structure
  | { readonly kind: 'list'; readonly of: () => Shape }
  | { readonly kind: 'map' }
  | { readonly kind: 'text' | 'number' | 'flag' };

/** The call's input, or undefined where the client has no such command. */
export function inputOf(sdk: object, command: string): Structure | undefined {
  const exported = sdk as Readonly<Record<string, unknown>>;
  const name = pascal(command);
  if (exported[`${name}Command`] === undefined) return undefined;
  const shape = shapeOf(exported[`${name}Request$`] ?? exported[`${name}Input$`]);
  return shape.kind === 'structure' ? shape : undefined;
}

export const pascal = (command: string) =>
  command.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** As the AWS CLI names a member of the API. */
export const kebab = (member: string) => member.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase();

/** The numbers with which the SDK begins a schema that is written as a list. */
const [listMark, mapMark, structureMark] = [1, 2, 3];
/** Added to the number of a simple kind, for a list of it. */
const listOfSimple = 64;

/**
 * A schema is a number for what is simple; a list that begins with its mark; either of them in a pair with its traits; or a
 * function that gives one of these, where structures refer to one another.
 */
function shapeOf(schema: unknown): Shape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') {
    if (schema >= listOfSimple) return { kind: 'list', of: () => shapeOf(schema % listOfSimple) };
    return { kind: schema === 1 ? 'number' : schema === 2 ? 'flag' : 'text' };
  }
  if (!Array.isArray(schema)) throw new Error(`This is no schema: ${String(schema)}`);
  if (schema.length === 2) return shapeOf(schema[0]);
  const [mark, , , , names, members, required = 0] = schema;
  if (mark === listMark) return { kind: 'list', of: () => shapeOf(names) };
  if (mark === mapMark) return { kind: 'map' };
  if (mark !== structureMark) return { kind: 'text' };
  return {
    kind: 'structure',
    members: new Map(
      (names as readonly string[]).map((name, place) => [name, () => shapeOf(members[place])]),
    ),
    required: (names as readonly string[]).slice(0, required),
  };
}
