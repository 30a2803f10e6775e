import type { Instant } from '../instant.ts';
import type { AuditFinding, ResourceKind } from './audit-finding.ts';
import type { AuditPart } from './audit-part.ts';
import type { Acceptance } from './declarations.ts';
import type { LivingFinding } from './finding-life.ts';

/** The resources whose tags the audit reads, and with which part it reads them: only these can say that they accept. */
export const tagsReadWith: Readonly<Partial<Record<ResourceKind, AuditPart>>> = {
  vpc: 'vpcs',
  subnet: 'subnets',
  'network-interface': 'enis',
  instance: 'instances',
  'route-table': 'route-tables',
  peering: 'peerings',
  'elastic-ip': 'elastic-ips',
};

/** Until when a finding is accepted, and by the tag of which resource. */
export interface AcceptanceInForce {
  readonly acceptedUntil: Instant;
  readonly acceptedBy: string;
}

/** Which findings are accepted now. */
export class Acceptances {
  readonly #byCodeAndResource = new Map<string, Instant>();
  readonly #unread: ReadonlySet<AuditPart>;
  readonly #now: Instant;

  constructor(acceptances: readonly Acceptance[], unread: ReadonlySet<AuditPart>, now: Instant) {
    this.#unread = unread;
    this.#now = now;
    for (const { code, resourceId, until } of acceptances) {
      const key = `${code} ${resourceId}`;
      this.#byCodeAndResource.set(key, Math.max(until, this.#byCodeAndResource.get(key) ?? until));
    }
  }

  /** The one that lasts longest. A tag that could not be read this time says what it said before. */
  of(finding: AuditFinding, before: LivingFinding | undefined): AcceptanceInForce | undefined {
    const said = finding.resources.map(({ id }) => ({
      acceptedUntil: this.#byCodeAndResource.get(`${finding.code} ${id}`) ?? 0,
      acceptedBy: id,
    }));
    const remembered = this.#remembered(before);
    return [...said, ...(remembered === undefined ? [] : [remembered])]
      .filter(({ acceptedUntil }) => acceptedUntil > this.#now)
      .reduce<AcceptanceInForce | undefined>(
        (longest, each) => (each.acceptedUntil > (longest?.acceptedUntil ?? 0) ? each : longest),
        undefined,
      );
  }

  #remembered(before: LivingFinding | undefined): AcceptanceInForce | undefined {
    if (before?.acceptedUntil === undefined || before.acceptedBy === undefined) return undefined;
    const { acceptedUntil, acceptedBy } = before;
    const resource = before.finding.resources.find(({ id }) => id === acceptedBy);
    const part = resource === undefined ? undefined : tagsReadWith[resource.kind];
    return part !== undefined && this.#unread.has(part) ? { acceptedUntil, acceptedBy } : undefined;
  }
}
