import { type ComponentChild, Fragment, h } from 'preact';
import { count } from './wording.ts';

interface Folding {
  readonly shownMax: number;
  /** What the rest is called: "Show 12 more subnets". */
  readonly plural: string;
  readonly tag: 'div' | 'ul';
  readonly class: string;
}

/** What is shown of a long list at once; the rest is behind a line that says how many more. Nothing is cut. */
export function folded(items: readonly ComponentChild[], folding: Folding): ComponentChild {
  const { shownMax, plural, tag } = folding;
  const listOf = (some: readonly ComponentChild[]) => h(tag, { class: folding.class }, ...some);
  const rest = items.slice(shownMax);
  if (rest.length === 0) return listOf(items);
  const line = h('summary', null, `Show ${count(rest.length)} more ${plural}`);
  return h(
    Fragment,
    null,
    listOf(items.slice(0, shownMax)),
    h('details', { class: 'more' }, line, listOf(rest)),
  );
}
