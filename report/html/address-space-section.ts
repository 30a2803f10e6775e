import { type ComponentChild, h } from 'preact';
import type { AuditReport, VpcBlock, VpcMap, VpcSpan } from '../../domain/audit/audit-report.ts';
import { folded } from './folded.ts';
import { counted, percent } from './wording.ts';

const vpcsShownMax = 12;
const spansShownMax = 8;
/** A number needs so much of the bar to be readable on a phone. */
const shareForNumber = 0.05;
/** One that is narrower than its edges would be all edge: it gets a mark of its own. */
const shareForEdge = 0.02;

/** The address space of each VPC: those that an open finding names first, then those with the most subnets. */
export function addressSpaceSection({ vpcs, findings }: AuditReport): ComponentChild {
  const flagged = new Set(
    findings
      .filter(({ stage }) => stage === 'open')
      .flatMap(({ finding }) => finding.resources.map(({ id }) => id)),
  );
  const inOrder = vpcs.toSorted(
    (a, b) => Number(flagged.has(b.vpcId)) - Number(flagged.has(a.vpcId)) || subnetsIn(b) - subnetsIn(a),
  );
  return h(
    'section',
    { id: 'space' },
    h('h2', null, 'Address space'),
    h(
      'p',
      { class: 'quiet' },
      'What the subnets take of each VPC, in address order. What is hatched is free.',
    ),
    vpcs.length === 0
      ? h('p', { class: 'panel' }, 'No VPC was shown.')
      : folded(
          inOrder.map((vpc) => vpcCard(vpc, flagged.has(vpc.vpcId))),
          { shownMax: vpcsShownMax, plural: 'VPCs', tag: 'div', class: 'vpcs' },
        ),
  );
}

function subnetsIn({ cidrs }: VpcMap): number {
  return cidrs.reduce(
    (sum, { spans }) => sum + spans.filter(({ subnetId }) => subnetId !== undefined).length,
    0,
  );
}

function vpcCard({ vpcId, name, cidrs }: VpcMap, flagged: boolean): ComponentChild {
  return h(
    'article',
    { class: 'vpc' },
    h(
      'header',
      null,
      h('h3', null, name || vpcId),
      h('span', { class: 'quiet' }, name === '' ? '' : vpcId),
      flagged ? h('a', { href: '#findings', class: 'badge' }, 'flagged') : null,
    ),
    ...cidrs.map(blockPart),
  );
}

function blockPart({ cidr, spans }: VpcBlock): ComponentChild {
  const taken = spans.filter(({ subnetId }) => subnetId !== undefined);
  const free = 1 - taken.reduce((sum, { length }) => sum + length, 0);
  const numbers = new Map(taken.map((span, index) => [span, index + 1]));
  return h(
    'div',
    { class: 'block' },
    h('p', null, h('strong', null, cidr), ` ${counted(taken.length, 'subnet')}, ${percent(free)} free`),
    h(
      'svg',
      { class: 'space', 'aria-hidden': 'true' },
      ...taken.map((span, index) => subnetRect(span, index + 1)),
    ),
    folded(
      spans.map((span) => spanItem(span, numbers.get(span))),
      { shownMax: spansShownMax, plural: 'ranges', tag: 'ul', class: 'spans' },
    ),
  );
}

function subnetRect({ offset, length }: VpcSpan, number: number): ComponentChild {
  const at = (share: number) => `${(share * 100).toFixed(2)}%`;
  return h(
    'g',
    null,
    h('rect', {
      x: at(offset),
      width: at(length),
      height: '100%',
      class: length < shareForEdge ? 'thin' : undefined,
    }),
    length < shareForNumber ? null : h('text', { x: at(offset + length / 2), y: '50%' }, number),
  );
}

function spanItem(
  { subnetId, name, addresses, length }: VpcSpan,
  number: number | undefined,
): ComponentChild {
  if (subnetId === undefined) return h('li', { class: 'gap' }, `${addresses} free, ${percent(length)}`);
  return h(
    'li',
    null,
    h('b', null, `${number} `),
    `${addresses} `,
    h('bdi', null, name || subnetId),
    h('span', { class: 'quiet' }, ` ${percent(length)}`),
  );
}
