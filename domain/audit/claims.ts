import type { AuditContext } from './audit-context.ts';
import type { AuditFinding, FindingSeverity, FoundResource } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { type Misplacement, misplacement } from './claim-placement.ts';
import { takeOver, toHold } from './claim-remedies.ts';
import { contradict, type HeldFor, heldFor } from './claim-standing.ts';
import { type ClaimedAddress, claimedAddresses } from './claimed-address.ts';
import { type Claim, sharedRoles } from './declarations.ts';
import type { FindingCode } from './finding-codes.ts';
import { inWords } from './finding-words.ts';
import { type GroupConcerned, groupConcerned } from './group-concerned.ts';
import { nameOfInstance } from './resource-words.ts';

interface Judging {
  readonly context: AuditContext;
  readonly isFor: HeldFor;
  readonly misplaced: Misplacement;
  readonly group: GroupConcerned;
}

/**
 * Numbers 9 to 12, and 14 of claims: what becomes of every address that a tag claims. It may be a private address of the
 * VPC, an Elastic IP, or an overlay address that host routes of the VPC bring to an ENI. Of several claimants any may
 * hold it, and a stopped one may too. A claim that can never be met is told as such, and not as unheld as well.
 */
export function claimFindings(context: AuditContext): readonly AuditFinding[] {
  const judging: Judging = {
    context,
    isFor: heldFor(context),
    misplaced: misplacement(context),
    group: groupConcerned(context),
  };
  return claimedAddresses(context).flatMap((claimed) => [
    ...conflict(judging, claimed),
    ...fate(judging, claimed),
  ]);
}

function finding(
  { group }: Judging,
  [code, severity]: readonly [FindingCode, FindingSeverity],
  { address, place }: ClaimedAddress,
  resources: readonly FoundResource[],
  words: Pick<AuditFinding, 'what' | 'why' | 'remedy'>,
): AuditFinding {
  const elasticIp: readonly FoundResource[] =
    place.kind === 'elastic-ip' ? [{ kind: 'elastic-ip', id: place.elasticIp.allocationId }] : [];
  return {
    code,
    severity,
    resources: [...resources, ...elasticIp],
    detail: address,
    ...group(resources),
    ...words,
  };
}

function claimantsOf(claims: readonly Claim[]): readonly FoundResource[] {
  return claims.map(({ by: { kind, id } }) => ({ kind, id }));
}

function conflict(judging: Judging, claimed: ClaimedAddress): readonly AuditFinding[] {
  const { address, claims, holders } = claimed;
  if (!contradict(judging.context, claims, holders, judging.isFor)) return [];
  const role = claims.find((claim) => claim.role !== undefined && sharedRoles.has(claim.role))?.role ?? 'vip';
  const each = claims.map(({ by, role }) => `${by.id} (${role === undefined ? 'in no role' : `as ${role}`})`);
  return [
    finding(judging, ['claim-conflict', 'high'], claimed, claimantsOf(claims), {
      what: `${address} is claimed more than once, and not in one shared role: by ${inWords(each)}.`,
      why: 'Only one can have it, and each counts on it.',
      remedy: `Take it out of the tag of all but one, or give all the same shared role: aws ec2 create-tags --resources ${claims.at(-1)?.by.id} --tags 'Key=eni-warden:address,Value=${address} ${role}', with what else the tag claims.`,
    }),
  ];
}

/** What EC2 does is stronger than what subnets let us expect: a claim that is met is nowhere misplaced. */
function fate(judging: Judging, claimed: ClaimedAddress): readonly AuditFinding[] {
  const { claims, holders, prefixHolder, place } = claimed;
  const { isFor } = judging;
  const having = holders.length > 0 || prefixHolder === undefined ? holders : [prefixHolder];
  const rest = claims.filter(({ by }) => !having.some((eni) => isFor(by, eni)));
  if (place.kind !== 'private') return rest.length < claims.length ? [] : astray(judging, claimed, claims);
  const problems = rest.flatMap((claim) => {
    const problem = judging.misplaced(claim);
    return problem === undefined ? [] : [{ claim, problem }];
  });
  const lost = new Set(problems.map(({ claim }) => claim));
  const placed = claims.filter((claim) => !lost.has(claim));
  return [
    ...problems.map(({ claim, problem }) => misplacedClaim(judging, claimed, claim, problem)),
    ...(rest.length < claims.length || placed.length === 0 ? [] : astray(judging, claimed, placed)),
  ];
}

function misplacedClaim(
  judging: Judging,
  claimed: ClaimedAddress,
  claim: Claim,
  problem: string,
): AuditFinding {
  return finding(judging, ['claim-misplaced', 'high'], claimed, claimantsOf([claim]), {
    what: `${claim.by.id} claims ${claim.address}, which it can never have: ${problem}.`,
    why: 'Whoever counts on the address waits for something that cannot come.',
    remedy: `Correct the address, or take it out: aws ec2 create-tags --resources ${claim.by.id} --tags 'Key=eni-warden:address,Value=<the right addresses>'.`,
  });
}

/** None of the claimants has it: somebody else does, in a prefix or by itself, or nobody does. */
function astray(
  judging: Judging,
  claimed: ClaimedAddress,
  claims: readonly Claim[],
): readonly AuditFinding[] {
  const { address, holders, prefixHolder } = claimed;
  const { context } = judging;
  const claimants = claimantsOf(claims);
  const by = inWords(claims.map((claim) => nameOfClaimant(claim.by, context)));
  const [holder] = holders;
  if (holder !== undefined) {
    const having = holders.map(({ id }) => ({ kind: 'network-interface', id }) as const);
    return [
      finding(judging, ['claim-squatted', 'critical'], claimed, [...having, ...claimants], {
        what: `${address} is claimed by ${by}, and ${inWords(holders.map((eni) => nameOfHolder(eni, context)))} ${holders.length === 1 ? 'has' : 'have'} it.`,
        why: `What is meant for ${by} goes to somebody else now.`,
        remedy: takeOver(context, claimed, claims, holder),
      }),
    ];
  }
  if (prefixHolder !== undefined) {
    const having = { kind: 'network-interface', id: prefixHolder.id } as const;
    return [
      finding(judging, ['prefix-overlaps-claim', 'high'], claimed, [having, ...claimants], {
        what: `${address} is claimed by ${by}, and it is in a prefix that is delegated to ${prefixHolder.id}.`,
        why: `${by} cannot be given the address for as long as the prefix stays there, and a pod may have it already.`,
        remedy: takeOver(context, claimed, claims, prefixHolder),
      }),
    ];
  }
  return [
    finding(judging, ['claim-unheld', 'high'], claimed, claimants, {
      what: `${address} is claimed by ${by}, and no ENI has it.`,
      why: 'Nobody answers at the address, and EC2 may give it to whoever comes next.',
      remedy: toHold(context, claimed, claims),
    }),
  ];
}

function nameOfClaimant({ kind, id }: Claim['by'], { instances }: AuditContext): string {
  return kind === 'instance' ? nameOfInstance(instances.get(id), id) : id;
}

/** The ENI, and on what it is: people know their instances by name. */
function nameOfHolder({ id, attachment }: AuditedEni, { instances }: AuditContext): string {
  const { instanceId } = attachment ?? {};
  return instanceId === undefined ? id : `${id} on ${nameOfInstance(instances.get(instanceId), instanceId)}`;
}
