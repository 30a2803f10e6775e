import { type ComponentChild, Fragment, h } from 'preact';
import { type FindingSeverity, findingSeverities } from '../../domain/audit/audit-finding.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { findingKinds } from '../../domain/audit/finding-codes.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { findingCard } from './finding-card.ts';
import { folded } from './folded.ts';
import { count, counted } from './wording.ts';

/** How many of one kind are shown at once: nine times the same warning hides the tenth, which is another. */
const shownMax: Readonly<Record<FindingSeverity, number>> = { critical: 50, high: 10, warning: 3, info: 3 };

const meanings: Readonly<Record<FindingSeverity, string>> = {
  critical: 'Traffic is lost now, or the next failover fails.',
  high: 'It goes wrong when something else does.',
  warning: 'It may surprise somebody.',
  info: 'Worth knowing.',
};

/** Open findings by severity, then what is accepted. */
export function findingSection(report: AuditReport): ComponentChild {
  const open = report.findings.filter(({ stage }) => stage === 'open');
  const accepted = report.findings.filter(({ stage }) => stage === 'accepted');
  return h(
    'section',
    { id: 'findings' },
    h('h2', null, 'Findings'),
    open.length === 0 ? nothingOpen(report) : null,
    ...findingSeverities.map((severity) => severityPart(severity, open, report)),
    acceptedPart(accepted, report),
  );
}

function severityPart(
  severity: FindingSeverity,
  open: readonly LivingFinding[],
  report: AuditReport,
): ComponentChild {
  const findings = open.filter(({ finding }) => finding.severity === severity);
  if (findings.length === 0) return null;
  const title = `${severity.charAt(0).toUpperCase()}${severity.slice(1)} (${count(findings.length)})`;
  return h(
    'section',
    { id: severity, class: 'severity' },
    h('h3', null, title),
    h('p', { class: 'quiet' }, meanings[severity]),
    cards(findings, report),
  );
}

/** Kind by kind, so that many of one kind fold behind one line. */
function cards(findings: readonly LivingFinding[], { takenAt }: AuditReport): ComponentChild {
  const byKind = Map.groupBy(findings, ({ finding }) => `${finding.severity} ${finding.code}`);
  const kinds = [...byKind.values()].map((same) => {
    const { severity } = same[0]?.finding ?? { severity: 'info' };
    const all = same.map((living) => findingCard(living, takenAt));
    return folded(all, {
      shownMax: shownMax[severity],
      plural: 'of this kind',
      tag: 'div',
      class: 'findings',
    });
  });
  return h(Fragment, null, ...kinds);
}

function acceptedPart(accepted: readonly LivingFinding[], report: AuditReport): ComponentChild {
  if (accepted.length === 0) return null;
  return h(
    'details',
    { id: 'accepted', class: 'more' },
    h('summary', null, `${counted(accepted.length, 'accepted finding')}, until the date on each`),
    cards(accepted, report),
  );
}

/** "Nothing" is worth something only with what was looked at. */
function nothingOpen({ inventory, addresses }: AuditReport): ComponentChild {
  const { vpcs, subnets, enis, instances, routeTables, peerings, elasticIps } = inventory;
  const looked = [
    counted(vpcs, 'VPC'),
    counted(subnets, 'subnet'),
    counted(enis, 'network interface'),
    counted(addresses.length, 'address', 'addresses'),
    counted(instances, 'instance'),
    counted(routeTables, 'route table'),
    counted(peerings, 'peering connection'),
    counted(elasticIps, 'Elastic IP'),
  ];
  const titles = Object.values(findingKinds).map(({ title }) => h('li', null, title));
  return h(
    'div',
    { class: 'panel' },
    h('p', null, h('strong', null, 'Nothing is open.'), ` Looked at: ${looked.join(', ')}.`),
    h(
      'details',
      null,
      h('summary', null, `What the audit looks for: ${titles.length} kinds of finding`),
      h('ul', null, ...titles),
    ),
  );
}
