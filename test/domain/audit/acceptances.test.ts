import { Acceptances } from '../../../domain/audit/acceptances.ts';
import type { ResourceKind } from '../../../domain/audit/audit-finding.ts';
import type { AuditPart } from '../../../domain/audit/audit-part.ts';
import type { LivingFinding } from '../../../domain/audit/finding-life.ts';
import { auditFinding } from '../../support/audit-findings.ts';
import { noon } from '../../support/audit-fleet.ts';

const day = 86_400_000;
const until = noon + day;
const onRtb = { code: 'route-blackhole' as const, resourceId: 'rtb-1' };

/** A finding on a resource of this kind, which its tag has accepted before. */
function acceptedBefore(kind: ResourceKind, more: Partial<LivingFinding> = {}): LivingFinding {
  return {
    fingerprint: 'f',
    finding: auditFinding({ resources: [{ kind, id: 'x-1' }] }),
    stage: 'accepted',
    firstSeen: noon,
    lastSeen: noon,
    acceptedUntil: until,
    acceptedBy: 'x-1',
    told: null,
    ...more,
  };
}

describe('A finding is accepted', () => {
  test('by the tag of any of its resources, that which lasts longest, up to the very instant', () => {
    const of = (...acceptances: ConstructorParameters<typeof Acceptances>[0]) =>
      new Acceptances(acceptances, new Set(), noon).of(auditFinding(), undefined);
    expect(of({ ...onRtb, until })).toEqual({ acceptedUntil: until, acceptedBy: 'rtb-1' });
    expect(of({ ...onRtb, until }, { ...onRtb, resourceId: 'eni-1', until: until + 1 })).toEqual({
      acceptedUntil: until + 1,
      acceptedBy: 'eni-1',
    });
    expect(of({ ...onRtb, until: until + 1 }, { ...onRtb, resourceId: 'eni-1', until })).toEqual({
      acceptedUntil: until + 1,
      acceptedBy: 'rtb-1',
    });
    expect(of({ ...onRtb, until }, { ...onRtb, resourceId: 'eni-1', until })?.acceptedBy).toBe('rtb-1');
    expect(of({ ...onRtb, until: until + 1 }, { ...onRtb, until })?.acceptedUntil).toBe(until + 1);
    expect(of({ ...onRtb, until: noon })).toBeUndefined();
    expect(of({ ...onRtb, until: noon + 1 })).toBeDefined();
    expect(of({ ...onRtb, resourceId: 'rtb-2', until })).toBeUndefined();
    expect(of({ ...onRtb, code: 'route-shadow', until })).toBeUndefined();
    expect(of()).toBeUndefined();
  });

  test.each<readonly [ResourceKind, AuditPart]>([
    ['vpc', 'vpcs'],
    ['subnet', 'subnets'],
    ['network-interface', 'enis'],
    ['instance', 'instances'],
    ['route-table', 'route-tables'],
    ['peering', 'peerings'],
    ['elastic-ip', 'elastic-ips'],
  ])('as before where the tag of a %s could not be read this time', (kind, part) => {
    const before = acceptedBefore(kind);
    const of = (...unread: readonly AuditPart[]) =>
      new Acceptances([], new Set(unread), noon).of(before.finding, before);
    expect(of(part)).toEqual({ acceptedUntil: until, acceptedBy: 'x-1' });
    expect(of()).toBeUndefined();
    expect(of(part === 'vpcs' ? 'subnets' : 'vpcs')).toBeUndefined();
    expect(new Acceptances([], new Set([part]), until).of(before.finding, before)).toBeUndefined();
  });

  test('by nothing that carries no tag, that is not its own, or that did not accept it before', () => {
    const of = (before: LivingFinding | undefined, finding = auditFinding()) =>
      new Acceptances([], new Set(['vpcs', 'enis']), noon).of(finding, before);
    expect(of(acceptedBefore('part'))).toBeUndefined();
    expect(of(acceptedBefore('vpc', { acceptedBy: 'x-2' }))).toBeUndefined();
    const { acceptedUntil: _until, ...without } = acceptedBefore('vpc');
    expect(of(without)).toBeUndefined();
    const { acceptedBy: _by, ...unsaid } = acceptedBefore('vpc');
    expect(of(unsaid)).toBeUndefined();
    expect(of(undefined)).toBeUndefined();
  });
});
