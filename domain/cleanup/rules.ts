import type { DelayRule, KeepRule } from './rule.ts';
import { failoverUnderWay, highAvailabilityRules } from './rules-high-availability.ts';
import { identityRules } from './rules-identity.ts';
import { ownershipRules } from './rules-ownership.ts';
import { referenceRules } from './rules-references.ts';
import { timeRules } from './rules-time.ts';

/**
 * Every safety rule of the cleanup, by its number in section B of the reference. All are asked, and all that apply are
 * said. Not a rule about one ENI, and so kept elsewhere:
 *
 * | no. | what | where |
 * |---|---|---|
 * | 15 | gives way to a failover on the EC2 request rate | aws/, handlers/: a share of the budget, stops at a throttle |
 * | 18 | launch templates | left out by the issue |
 * | 23, 24 | a mark that is unreadable, of the future, or of another look of the ENI | mark.ts: `remarkBecause` |
 * | 24 | a clock that has jumped | rules-time.ts: `clockDoubt`, asked by limits.ts |
 * | 26 | a page that could not be read | limits.ts: `barToMarking` |
 * | 27 | described and judged again before the delete | handlers/: asks eni-verdict.ts again with a fresh ENI and references |
 * | 28 | never detached | IAM and handlers/: no such call is made |
 * | 29 | caps, and races that trip it off | limits.ts; cleanup-outcome.ts: `trippedBecause` |
 * | 30 | observe by default | cleanup-policy.ts, plan-cleanup.ts; the switch is the function's configuration |
 * | 31 | manifest before delete | handlers/; that one can be made is rule 31 here |
 * | 32 | what an EC2 error means | aws/; the waiting after a failure is rule 32 here |
 * | 33 | a look that it is gone | handlers/ |
 */
export const keepRules: readonly KeepRule[] = [
  ...identityRules,
  ...ownershipRules,
  ...highAvailabilityRules,
  ...referenceRules,
];

export const delayRules: readonly DelayRule[] = [failoverUnderWay, ...timeRules];
