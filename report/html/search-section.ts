import { type ComponentChild, h } from 'preact';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { unreadParts } from './headline.ts';
import { count, counted } from './wording.ts';

/** What the search says where it finds nothing. */
function nothingFound(report: AuditReport): string {
  return unreadParts(report).length === 0
    ? 'Nobody has it: no address, network interface, instance, name, group or owner matches.'
    : 'Nothing matches, but not everything could be read: somebody may have it.';
}

/** Who has this address? The page's own script fills it; without scripts it says where else to look. */
export function searchSection(report: AuditReport): ComponentChild {
  const { addresses } = report;
  return h(
    'section',
    { id: 'search', 'data-nothing': nothingFound(report) },
    h('h2', null, 'Who has this address?'),
    h(
      'noscript',
      null,
      h('p', { class: 'panel' }, 'The search needs JavaScript. The same rows are in addresses.csv.'),
    ),
    h(
      'div',
      { role: 'search', id: 'search-form', hidden: true },
      h(
        'label',
        { for: 'query' },
        `Address, network interface, instance, name, group or owner; ${counted(addresses.length, 'address', 'addresses')} known`,
      ),
      h('input', {
        id: 'query',
        type: 'search',
        autocomplete: 'off',
        autocapitalize: 'off',
        spellcheck: false,
        placeholder: '10.0.1.25',
      }),
      h('p', { id: 'hit-count', class: 'quiet', role: 'status' }, `${count(addresses.length)} to search in`),
      h('ol', { id: 'hits', class: 'hits' }),
    ),
    // What it holds is written when the rest of the page has been: it is most of the page.
    h('script', { type: 'application/json', id: dataId }),
  );
}

const dataId = 'addresses';

/** Cuts a page in two where the rows to search in belong. Every text of others is escaped, so that none looks like it. */
export function cutAtData(page: string): readonly [string, string] {
  const mark = ` id="${dataId}">`;
  const at = page.indexOf(mark);
  if (at < 0) throw new Error('The page has no place for the rows to search in.');
  return [page.slice(0, at + mark.length), page.slice(at + mark.length)];
}
