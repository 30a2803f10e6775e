import type { Tags } from '../../domain/tags.ts';

/**
 * Keeps each text once, however many records have it: every reply makes texts of its own, and the ids of the VPC, the subnet
 * and the owner of 100,000 network interfaces would be 100,000 texts each. One for each reading, and gone with it.
 */
export class SharedTexts {
  readonly #known = new Map<string, string>();

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }

  all(texts: readonly string[]): readonly string[] {
    return texts.length === 0 ? nothing : texts.map((text) => this.of(text));
  }

  tags(tags: Tags): Tags {
    const entries = Object.entries(tags);
    if (entries.length === 0) return noTags;
    return Object.fromEntries(entries.map(([key, value]) => [this.of(key), this.of(value)]));
  }

  /** These fields of a record, as far as it has them. */
  fields<Name extends string>(
    record: { readonly [K in Name]?: string },
    names: readonly Name[],
  ): { readonly [K in Name]?: string } {
    const found: { [K in Name]?: string } = {};
    for (const name of names) {
      const text = record[name];
      if (text !== undefined) found[name] = this.of(text);
    }
    return found;
  }
}

const nothing: readonly string[] = [];
const noTags: Tags = {};
