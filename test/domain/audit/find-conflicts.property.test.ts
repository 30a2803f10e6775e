import fc from 'fast-check';
import type { AuditFinding, FoundResource } from '../../../domain/audit/audit-finding.ts';
import { fingerprintOfFinding } from '../../../domain/audit/audit-finding.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { declarationsOf } from '../../../domain/audit/declarations-of.ts';
import { findConflicts } from '../../../domain/audit/find-conflicts.ts';
import { type FindingCode, findingKinds } from '../../../domain/audit/finding-codes.ts';
import { remedyParts } from '../../../domain/audit/remedy-parts.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
  noon,
} from '../../support/audit-fleet.ts';
import { arbitraryAudit } from './arbitrary-audit.ts';

const audit = (snapshot: AuditSnapshot): readonly AuditFinding[] =>
  findConflicts(snapshot, declarationsOf(snapshot), noon);

/** Every list in it in another order, however deep. */
function shuffled<T>(value: T, next: () => number): T {
  if (Array.isArray(value)) {
    return value
      .map((each) => ({ each: shuffled(each, next), key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ each }) => each) as T;
  }
  if (value === null || typeof value !== 'object' || value instanceof Map) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shuffled(each, next)])) as T;
}

function resourcesIn(snapshot: AuditSnapshot): ReadonlySet<string> {
  const idsOf = (kind: FoundResource['kind'], items: readonly { readonly id: string }[]) =>
    items.map(({ id }) => `${kind} ${id}`);
  return new Set([
    ...idsOf('vpc', snapshot.vpcs),
    ...idsOf('subnet', snapshot.subnets),
    ...idsOf('network-interface', snapshot.enis),
    ...idsOf('instance', snapshot.instances),
    ...idsOf('route-table', snapshot.routeTables),
    ...idsOf('peering', snapshot.peerings),
    ...idsOf('reservation', snapshot.reservations),
    ...snapshot.elasticIps.map(({ allocationId }) => `elastic-ip ${allocationId}`),
    ...snapshot.enis.flatMap(({ securityGroupIds }) => securityGroupIds.map((id) => `security-group ${id}`)),
    ...snapshot.enis.map(({ tags }) => `group ${tags['eni-warden:group']}`),
    'part ec2:DescribeFlowLogs',
    'part ec2:GetSubnetCidrReservations',
  ]);
}

/** Its own addresses, its own way out, and nobody of ours in it. */
function withUnrelatedVpc(snapshot: AuditSnapshot): AuditSnapshot {
  const subnet = auditedSubnet('subnet-far', 'vpc-far', '10.99.1.0/24', { availableIpAddressCount: 250 });
  const routes = [auditedRoute('10.99.0.0/16', 'local'), auditedRoute('0.0.0.0/0', 'igw-far')];
  return {
    ...snapshot,
    vpcs: [auditedVpc('vpc-far', '10.99.0.0/16'), ...snapshot.vpcs],
    subnets: [...snapshot.subnets, subnet],
    enis: [...snapshot.enis, auditedEni('eni-far', subnet, '10.99.1.9', 'i-far')],
    instances: [auditedInstance('i-far', subnet), ...snapshot.instances],
    routeTables: [...snapshot.routeTables, auditedRouteTable('rtb-far', 'vpc-far', routes, { isMain: true })],
  };
}

/** Kinds that take more luck than these accounts have. */
const rare: ReadonlySet<string> = new Set(['elastic-ip-on-standby', 'default-routes-differ']);

describe('Whatever the audit finds', () => {
  test('does not depend on the order in which EC2 listed things', () => {
    fc.assert(
      fc.property(arbitraryAudit, fc.infiniteStream(fc.nat()), (snapshot, keys) => {
        const next = () => Number(keys.next().value);
        expect(audit(shuffled(snapshot, next))).toEqual(audit(snapshot));
      }),
      { numRuns: 150 },
    );
  });

  test('names only what the snapshot shows, and something', () => {
    fc.assert(
      fc.property(arbitraryAudit, (snapshot) => {
        const known = resourcesIn(snapshot);
        const strangers = audit(snapshot).flatMap(({ code, resources }) =>
          resources.length === 0
            ? [code]
            : resources.map(({ kind, id }) => `${kind} ${id}`).filter((each) => !known.has(each)),
        );
        expect(strangers).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('is the same beside a VPC that has nothing to do with it', () => {
    fc.assert(
      fc.property(arbitraryAudit, (snapshot) => {
        expect(audit(withUnrelatedVpc(snapshot))).toEqual(audit(snapshot));
      }),
      { numRuns: 150 },
    );
  });

  test('has a fingerprint of its own, and is told in whole sentences', () => {
    fc.assert(
      fc.property(arbitraryAudit, (snapshot) => {
        const found = audit(snapshot);
        expect(new Set(found.map(fingerprintOfFinding)).size).toBe(found.length);
        const broken = found.flatMap(({ what, why, remedy }) =>
          [what, why, remedy].filter(
            (text) => /undefined|\[object|\s{2}|NaN/.test(text) || text.trim() === '',
          ),
        );
        expect(broken).toEqual([]);
        // No option is left among the words: what is to be run can be copied whole.
        const words = found.flatMap(({ remedy }) =>
          remedyParts(remedy).filter(({ kind }) => kind === 'words'),
        );
        expect(words.filter(({ text }) => /\baws ec2 |--[a-z]/.test(text))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('is of nearly every kind in the accounts that these properties look at', () => {
    const seen = new Set(
      fc
        .sample(arbitraryAudit, { numRuns: 400, seed: 7 })
        .flatMap(audit)
        .map(({ code }) => code),
    );
    const missing = Object.keys(findingKinds).filter((code) => !seen.has(code as FindingCode));
    expect(missing.filter((code) => !rare.has(code))).toEqual([]);
  });
});
