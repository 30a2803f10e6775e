import { type ComponentChild, h } from 'preact';
import type { AddressRow } from '../../domain/audit/address-register.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import type { Readiness } from '../../domain/audit/readiness.ts';
import type { Assessment } from '../../domain/candidates.ts';
import { folded } from './folded.ts';
import { isReadinessKnown } from './headline.ts';
import { unbroken } from './unbroken.ts';

const shownMax = 30;
const addressesShownMax = 6;

const noGroup = 'No network interface carries the tag eni-warden:group.';
const notKnown = 'Which groups there are, and whether they are ready, could not be read.';

/** The groups that would not survive their next failover come first. */
export function groupSection(report: AuditReport): ComponentChild {
  const { readiness, addresses } = report;
  const inOrder = readiness.toSorted((a, b) => Number(a.ready) - Number(b.ready));
  const rows = Map.groupBy(
    addresses.filter(({ group, kind }) => group !== '' && kind !== 'claimed'),
    ({ group }) => group,
  );
  const cards = inOrder.map((each) => groupCard(each, rows.get(each.group) ?? []));
  return h(
    'section',
    { id: 'groups' },
    h('h2', null, 'Failover groups'),
    readiness.length === 0
      ? h('p', { class: 'panel' }, isReadinessKnown(report) ? noGroup : notKnown)
      : folded(cards, { shownMax, plural: 'groups', tag: 'div', class: 'groups' }),
  );
}

function groupCard(
  { group, ready, active, standbys, reasons }: Readiness,
  rows: readonly AddressRow[],
): ComponentChild {
  const name = rows.find(({ instanceId }) => instanceId === active)?.name ?? '';
  return h(
    'article',
    { class: `group tone-${ready ? 'clear' : 'critical'}` },
    h('header', null, h('h3', null, group), h('span', { class: 'badge' }, ready ? 'ready' : 'not ready')),
    ...reasons.map((reason) => h('p', { class: 'reason' }, ...unbroken(reason))),
    h(
      'dl',
      null,
      h('dt', null, 'Protects'),
      h('dd', null, ...unbroken(addressesText(rows))),
      h('dt', null, 'Active'),
      h('dd', null, active === undefined ? 'nobody, or more than one member' : named(name || active, active)),
      h('dt', null, 'Standbys'),
      h('dd', null, standbys.length === 0 ? 'none' : h('ul', null, ...standbys.map(standbyItem))),
    ),
  );
}

function addressesText(rows: readonly AddressRow[]): string {
  const more = rows.length - addressesShownMax;
  const shown = rows.slice(0, addressesShownMax).map(({ address }) => address);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function named(name: string, id: string, place = ''): ComponentChild[] {
  const facts = [name === id ? '' : id, place].filter((fact) => fact !== '').join(' ');
  return [h('bdi', { class: 'word' }, name), ' ', h('span', { class: 'quiet' }, ...unbroken(facts))];
}

function standbyItem({ instance, reasons, doubtful }: Assessment): ComponentChild {
  const able = reasons.length === 0;
  const cannot = `cannot take over${doubtful ? ' (in doubt)' : ''}`;
  return h(
    'li',
    null,
    ...named(instance.name ?? instance.id, instance.id, instance.availabilityZone),
    ' ',
    h('strong', null, able ? 'can take over' : cannot),
    ...(able ? [] : unbroken(`: ${reasons.join(', ')}`)),
  );
}
