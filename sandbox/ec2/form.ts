import { checkedId, type IdKind } from '../ids.ts';
import type { Tags } from '../world/records.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';

/**
 * The parameters of a request of the EC2 query protocol, such as `Filter.1.Value.2=x` (facts 9). Every parameter
 * has to be read by somebody: `finish` refuses what nobody knew.
 */
export class Form {
  readonly #values: ReadonlyMap<string, string>;
  readonly #unread: Set<string>;
  readonly #prefix: string;

  constructor(values: ReadonlyMap<string, string>, unread = new Set(values.keys()), prefix = '') {
    this.#values = values;
    this.#unread = unread;
    this.#prefix = prefix;
  }

  text(name: string): string | undefined {
    const fullName = this.#prefix + name;
    this.#unread.delete(fullName);
    return this.#values.get(fullName);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') {
      throw new Ec2Error('MissingParameter', `The request must contain the parameter ${this.#prefix}${name}`);
    }
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,9}$/.test(value))
      throw invalidParameterValue(`Invalid integer value '${value}' for ${name}`);
    return Number(value);
  }

  requiredInteger(name: string): number {
    this.required(name);
    return this.integer(name) ?? 0;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false')
      throw invalidParameterValue(`Invalid value '${value}' for ${name}`);
    return value === 'true';
  }

  id(kind: IdKind, name: string): string {
    return checkedId(kind, this.required(name));
  }

  optionalId(kind: IdKind, name: string): string | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : checkedId(kind, value);
  }

  /** The values of `name.1`, `name.2` and so on, in order. */
  list(name: string): string[] {
    return this.#positions(name).map((position) => this.required(`${name}.${position}`));
  }

  ids(kind: IdKind, name: string): string[] {
    return [...new Set(this.list(name))].map((id) => checkedId(kind, id));
  }

  requiredIds(kind: IdKind, name: string): string[] {
    const ids = this.ids(kind, name);
    if (ids.length === 0)
      throw new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
    return ids;
  }

  /** The structures `name.1.…`, `name.2.…` and so on, in order. */
  members(name: string): Form[] {
    return this.#positions(name).map((position) => this.#under(`${name}.${position}.`));
  }

  /** The structure `name.…`, if any part of it is there. */
  member(name: string): Form | undefined {
    const prefix = `${this.#prefix}${name}.`;
    return [...this.#values.keys()].some((key) => key.startsWith(prefix))
      ? this.#under(`${name}.`)
      : undefined;
  }

  /** The tags that the request asks to be given to each of these types of resource; other types are refused. */
  tagSpecifications<Type extends string>(...resourceTypes: readonly Type[]): Record<Type, Tags> {
    const tags = new Map(resourceTypes.map((type) => [type as string, {} as Record<string, string>]));
    for (const specification of this.members('TagSpecification')) {
      const asked = specification.required('ResourceType');
      const ofType = tags.get(asked);
      if (ofType === undefined)
        throw invalidParameterValue(`'${asked}' is not a valid taggable resource type`);
      for (const tag of specification.members('Tag')) ofType[tag.required('Key')] = tag.text('Value') ?? '';
    }
    return Object.fromEntries(tags) as Record<Type, Tags>;
  }

  /** The same for the same request, whatever its NextToken. */
  fingerprint(): string {
    const pairs = [...this.#values].filter(([name]) => name !== 'NextToken' && name !== 'ClientToken');
    return JSON.stringify(pairs.sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  /** Throws when the request holds a parameter that nobody has read. */
  finish(): void {
    const [name] = this.#unread;
    if (name !== undefined) throw new Ec2Error('UnknownParameter', `The parameter ${name} is not recognized`);
  }

  #under(prefix: string): Form {
    return new Form(this.#values, this.#unread, this.#prefix + prefix);
  }

  #positions(name: string): number[] {
    const prefix = `${this.#prefix}${name}.`;
    const positions = new Set<number>();
    for (const key of this.#values.keys()) {
      if (!key.startsWith(prefix)) continue;
      const position = Number.parseInt(key.slice(prefix.length), 10);
      if (position > 0) positions.add(position);
    }
    return [...positions].sort((left, right) => left - right);
  }
}
