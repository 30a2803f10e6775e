import type { Core } from '../world/core.ts';
import type { Tags } from '../world/records.ts';
import type { TableView } from '../world/table.ts';
import type { View } from '../world/tables.ts';
import type { Form } from './form.ts';
import type { Page } from './paging.ts';
import type { XmlValue } from './xml.ts';

/**
 * An API action in two steps: it reads and checks its parameters, then acts and gives the content of its answer.
 * Between the two, unknown parameters are refused and a DryRun is answered. A Describe looks at `view`, which may
 * be stale; what changes anything looks at the tables of `core`.
 */
export type Action = (form: Form) => (core: Core, view: View) => { readonly [name: string]: XmlValue };

export const succeeded = { return: true } as const;

export function tagSet(tags: Tags): XmlValue {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/**
 * The records with these ids, or the first one's error; when no id is given all the records, from the one on with which
 * the page begins.
 */
export function namedOrAll<T>(
  table: TableView<T>,
  ids: readonly string[],
  missing: (id: string) => Error,
  page: Pick<Page, 'after'> = { after: -1 },
): Iterable<T> {
  if (ids.length === 0) return table.after(page.after);
  return ids.map((id) => {
    const record = table.get(id);
    if (record === undefined) throw missing(id);
    return record;
  });
}
