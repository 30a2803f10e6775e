import { type ComponentChild, h } from 'preact';
import type { AuditReport, SubnetFill } from '../../domain/audit/audit-report.ts';
import { folded } from './folded.ts';
import { count, percent } from './wording.ts';

const shownMax = 20;

/** How full each subnet is, fullest first. */
export function subnetSection({ subnets, vpcs }: AuditReport): ComponentChild {
  const names = new Map(vpcs.map(({ vpcId, name }) => [vpcId, name]));
  const rows = subnets.map((subnet) => subnetRow(subnet, names.get(subnet.vpcId) || subnet.vpcId));
  return h(
    'section',
    { id: 'subnets' },
    h('h2', null, 'Subnets'),
    h(
      'p',
      { class: 'quiet' },
      'IPv4 addresses in use, fullest first, without the five that AWS keeps in each.',
    ),
    rows.length === 0
      ? h('p', { class: 'panel' }, 'No subnet has IPv4 addresses.')
      : folded(rows, { shownMax, plural: 'subnets', tag: 'ul', class: 'fills' }),
  );
}

function subnetRow(subnet: SubnetFill, vpc: string): ComponentChild {
  const { subnetId, name, cidr, availabilityZone, size, available, standbyOf } = subnet;
  const used = Math.max(size - available, 0);
  const share = size === 0 ? 1 : used / size;
  return h(
    'li',
    null,
    h(
      'div',
      { class: 'who' },
      h('bdi', { class: 'name' }, name || subnetId),
      ' ',
      h('span', { class: 'quiet' }, `${name === '' ? '' : `${subnetId} `}${cidr} · ${availabilityZone} · `),
      h('bdi', { class: 'quiet' }, vpc),
      ' ',
      standbyOf.length === 0 ? null : h('span', { class: 'standby' }, `standby of ${standbyOf.join(', ')}`),
    ),
    h(
      'svg',
      { class: `bar ${fullness(share)}`, 'aria-hidden': 'true' },
      h('rect', { class: 'used', width: `${(share * 100).toFixed(1)}%`, height: '100%' }),
    ),
    h(
      'div',
      { class: 'level' },
      h('strong', null, `${percent(share)} used`),
      h('span', { class: 'quiet' }, ` ${count(available)} of ${count(size)} free`),
    ),
  );
}

/** Only the colour of the bar: the words beside it say the number. */
function fullness(share: number): string {
  if (share >= 0.95) return 'full';
  return share >= 0.8 ? 'filling' : 'roomy';
}
