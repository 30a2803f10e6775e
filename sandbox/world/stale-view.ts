import type { Core } from './core.ts';
import type { TableView } from './table.ts';
import { type View, viewAsOf } from './tables.ts';

/** What a Describe gets to see: the state of up to `staleReadsMs` ago, without the hidden instances (facts 1.3). */
export function staleView(core: Core, staleReadsMs: number): View {
  const now = core.clock.now();
  const view = staleReadsMs > 0 ? viewAsOf(core.tables, now - drawAge(core, staleReadsMs)) : core.tables;
  const hidden = new Set(
    [...core.hiddenUntil].filter(([, until]) => until > now).map(([instanceId]) => instanceId),
  );
  return hidden.size === 0 ? view : { ...view, instances: without(view.instances, hidden) };
}

function drawAge(core: Core, staleReadsMs: number): number {
  return core.random.stream(`staleRead/${core.count('staleRead')}`).integer(staleReadsMs + 1);
}

function without<T extends { readonly instanceId: string }>(
  table: TableView<T>,
  hidden: ReadonlySet<string>,
): TableView<T> {
  function* shown(records: Iterable<T>): Iterable<T> {
    for (const record of records) {
      if (!hidden.has(record.instanceId)) yield record;
    }
  }
  return {
    get: (id) => (hidden.has(id) ? undefined : table.get(id)),
    values: () => shown(table.values()),
    after: (ordinal) => shown(table.after(ordinal)),
  };
}
