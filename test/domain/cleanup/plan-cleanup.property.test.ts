import fc from 'fast-check';
import type { CleanupPlan } from '../../../domain/cleanup/cleanup-plan.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { frozen } from '../../support/domain-frozen.ts';
import { type RandomSweep, randomSweeps } from './arbitrary.ts';
import { accountId, days, noon } from './orphan.ts';

const planOf = ({ snapshot, policy }: RandomSweep) => planCleanup(snapshot, policy, noon);
const ids = (entries: readonly { readonly eni: SweptEni }[]) => entries.map(({ eni }) => eni.id);

function allIds({ spared, quarantine, waiting, release, delete: deletions }: CleanupPlan): string[] {
  return [spared, quarantine, waiting, release, deletions].flatMap(ids);
}

/** An opinion of its own on what must never be deleted, from the bare data: no rule of the plan is asked. */
function whyAlive(eni: SweptEni, { references, unread, ec2Time }: CleanupSnapshot): readonly string[] {
  const { tags } = eni;
  const since = Date.parse(tags['eni-warden:unattached-since'] ?? '');
  const seen = Date.parse(tags['eni-warden:unattached-seen']?.split(' ')[1] ?? '');
  const keep = tags['eni-warden:keep'];
  const keptUntil = keep === undefined ? 0 : Date.parse(keep.trim() === '2026-11-20' ? keep : '2099-01-01');
  const others = [references.elasticIps, references.routes, references.permissions].flat();
  const signs: readonly (readonly [string, boolean])[] = [
    ['not available', eni.status !== 'available'],
    ['attached', eni.attachment !== undefined && eni.attachment.status !== 'detached'],
    ['type', eni.interfaceType !== 'interface'],
    [
      'managed',
      eni.requesterManaged !== false ||
        eni.operator?.managed === true ||
        eni.operator?.hiddenByDefault === true,
    ],
    ['requester', !['AIDAX', 'AROAX:jane', undefined].includes(eni.requesterId)],
    ['owner', eni.ownerId !== accountId],
    ['description', ['RDSNetworkInterface', 'DO NOT DELETE', undefined].includes(eni.description)],
    ['zone', !/^eu-west-1[ab]$/.test(eni.availabilityZone ?? '')],
    ['appliance', eni.sourceDestCheck !== true],
    ['protected or held', 'eni-warden:group' in tags || 'eni-warden:hold' in tags],
    ['kept', noon <= keptUntil],
    ['another controller', Object.keys(tags).some((key) => key.startsWith('aws:'))],
    ['referenced', others.some(({ eniId }) => eniId === eni.id)],
    ['reserved', eni.subnetId === 'subnet-2' && references.reservations.length > 0],
    ['inside its grace', !(since + days(7) <= noon)],
    ['not told of for a day', !(seen + days(1) <= noon)],
    ['detached since', since > seen],
    ['unread', unread.length > 0],
    ['clock', ec2Time !== noon],
  ];
  return signs.filter(([, holds]) => holds).map(([sign]) => `${eni.id}: ${sign}`);
}

describe('Whatever the account looks like', () => {
  test('every ENI is in exactly one list', () => {
    fc.assert(
      fc.property(randomSweeps, (sweep) => {
        expect(allIds(planOf(sweep)).sort()).toEqual(sweep.snapshot.enis.map(({ id }) => id).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('nothing is deleted that is attached, unknown, protected, held, kept, referenced or inside its grace', () => {
    let deletions = 0;
    fc.assert(
      fc.property(randomSweeps, (sweep) => {
        const plan = planOf(sweep);
        deletions += plan.delete.length;
        expect(plan.delete.flatMap(({ eni }) => whyAlive(eni, sweep.snapshot))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(deletions).toBeGreaterThan(500);
  });

  test('the mode and the caps are kept', () => {
    fc.assert(
      fc.property(randomSweeps, (sweep) => {
        const plan = planOf(sweep);
        const due = plan.delete.length + plan.waiting.filter(({ stage }) => stage === 'due').length;
        const { policy, snapshot } = sweep;
        if (policy.mode !== 'delete') expect(plan.delete).toEqual([]);
        if (policy.mode === 'observe') expect([...plan.quarantine, ...plan.release]).toEqual([]);
        if (due > policy.accountShareMax * snapshot.eniCount) expect(plan.delete).toEqual([]);
        expect(plan.delete.length).toBeLessThanOrEqual(policy.deletionsMax);
        const oldest = plan.delete.map(({ unattachedSince }) => unattachedSince);
        expect(oldest).toEqual(oldest.toSorted((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  test('what is spared or released says why', () => {
    fc.assert(
      fc.property(randomSweeps, (sweep) => {
        const { spared, release } = planOf(sweep);
        for (const { reasons } of [...spared, ...release]) {
          expect(reasons.length).toBeGreaterThan(0);
          for (const { because } of reasons) expect(because).not.toMatch(/undefined|null|^$/);
        }
      }),
    );
  });

  test('a plan depends on nothing but what it is given, not on its order, and leaves it as it was', () => {
    fc.assert(
      fc.property(randomSweeps, ({ snapshot, policy }) => {
        const { references } = snapshot;
        const reversed = {
          ...snapshot,
          enis: snapshot.enis.toReversed().map((eni) => ({
            ...eni,
            tags: Object.fromEntries(Object.entries(eni.tags).toReversed()),
            securityGroupIds: eni.securityGroupIds.toReversed(),
          })),
          references: { ...references, permissions: references.permissions.toReversed() },
        };
        const withoutOrderInside = (plan: CleanupPlan) =>
          JSON.stringify(plan, (key, value) => (key === 'eni' ? value.id : value));
        const first = planCleanup(snapshot, policy, noon);
        expect(planCleanup(frozen(snapshot), policy, noon)).toEqual(first);
        expect(withoutOrderInside(planCleanup(reversed, policy, noon))).toBe(withoutOrderInside(first));
      }),
    );
  });
});
