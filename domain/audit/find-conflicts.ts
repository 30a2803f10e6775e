import type { Instant } from '../instant.ts';
import { adminPortFindings } from './admin-ports.ts';
import { type AuditContext, prepareAudit } from './audit-context.ts';
import { type AuditFinding, inOrderOfSeverity } from './audit-finding.ts';
import { auditParts } from './audit-part.ts';
import type { AuditSnapshot } from './audit-snapshot.ts';
import { claimFindings } from './claims.ts';
import type { Declarations } from './declarations.ts';
import { duplicateAddresses } from './duplicate-addresses.ts';
import { elasticIpFindings } from './elastic-ips.ts';
import { lifetimeFindings } from './eni-lifetimes.ts';
import { exhaustedSubnets } from './exhausted-subnets.ts';
import { partsOf } from './finding-parts.ts';
import { groupMemberFindings } from './groups-members.ts';
import { groupStandingFindings } from './groups-standing.ts';
import { hiddenConsumption } from './hidden-consumption.ts';
import { hostLocalRanges } from './host-local-ranges.ts';
import { instanceInterfaceFindings } from './instance-interfaces.ts';
import { overlayFindings } from './overlay-conflicts.ts';
import { postureFindings } from './posture.ts';
import { fragmentedSubnets } from './prefixes.ts';
import { publicAddressFindings } from './public-addresses.ts';
import { reservationFindings } from './reservations.ts';
import { routeShadows } from './route-shadows.ts';
import { deadRouteFindings } from './routes-dead.ts';
import { sourceDestCheckFindings } from './source-dest-check.ts';
import { unreadableDeclarations } from './unreadable-declarations.ts';
import { vpcOverlaps } from './vpc-overlaps.ts';

/** A rule looks at everything and flags what it is about; in any order, each thing once. */
type AuditRule = (context: AuditContext) => readonly AuditFinding[];

/** Every rule of the audit. A reader finds what is flagged here, and how in the file of each. */
const auditRules: readonly AuditRule[] = [
  vpcOverlaps,
  routeShadows,
  hostLocalRanges,
  duplicateAddresses,
  claimFindings,
  reservationFindings,
  fragmentedSubnets,
  exhaustedSubnets,
  hiddenConsumption,
  unreadableDeclarations,
  elasticIpFindings,
  deadRouteFindings,
  overlayFindings,
  sourceDestCheckFindings,
  publicAddressFindings,
  groupStandingFindings,
  groupMemberFindings,
  lifetimeFindings,
  instanceInterfaceFindings,
  postureFindings,
  adminPortFindings,
];

/**
 * Everything that is flagged, worst first, whatever the order in which EC2 listed things. What could not be read is a
 * finding of its own, and nothing is said of what depends on it.
 */
export function findConflicts(
  snapshot: AuditSnapshot,
  declarations: Declarations,
  now: Instant,
): readonly AuditFinding[] {
  return conflictsIn(prepareAudit(snapshot, declarations, now));
}

/** The same, for whoever has prepared the context already. */
export function conflictsIn(context: AuditContext): readonly AuditFinding[] {
  const { snapshot } = context;
  const unread = new Set(snapshot.unread.map(({ part }) => part));
  const found = auditRules
    .flatMap((rule) => rule(context))
    .filter((finding) => !partsOf(finding).some((part) => unread.has(part)));
  return [...found, ...snapshot.unread.map(unreadFinding), ...partlyRead(snapshot)].sort(inOrderOfSeverity);
}

function unreadFinding({ part, because }: AuditSnapshot['unread'][number]): AuditFinding {
  const action = auditParts[part];
  return {
    code: 'unread',
    severity: 'high',
    resources: [{ kind: 'part', id: action }],
    what: `${action} could not be read: ${because}.`,
    why: 'What depends on it has not been looked at, so that nothing is known to be in order there.',
    remedy: `Allow ${action} to the role of the audit if it was denied; otherwise wait for the next run, which reads it again.`,
  };
}

/** Every subnet is a call, and a large account has more of them than the audit may take of the request rate. */
function partlyRead({ subnetsNotAsked }: AuditSnapshot): readonly AuditFinding[] {
  if (subnetsNotAsked === 0) return [];
  return [
    {
      code: 'partly-read',
      severity: 'info',
      resources: [{ kind: 'part', id: auditParts.reservations }],
      what: `The reservations of ${subnetsNotAsked} subnets were not asked for.`,
      why: 'There, a reserved address that somebody has taken without a claim is not flagged; subnets with protected ENIs, members, claims or prefixes come first.',
      remedy: 'See one by hand: aws ec2 get-subnet-cidr-reservations --subnet-id <the subnet>',
    },
  ];
}
