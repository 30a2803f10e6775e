import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../domain/tags.ts';

/** A text that a record, or a part of it, is about. Throws where it is missing or empty: then nothing is known of the record. */
export function textOf(text: string | undefined, name: string, what = 'a network interface'): string {
  if (text === undefined || text === '') throw new Error(`${what} without ${name}`);
  return text;
}

/** The field, or nothing at all. */
export function present<Name extends string, T>(
  name: Name,
  value: T | undefined,
): { readonly [K in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: T };
}

/** The tags of a record. Throws where one has no key. */
export function tagsOf(tags: readonly Tag[] = [], what?: string): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [textOf(Key, 'Key', what), Value ?? '']));
}
