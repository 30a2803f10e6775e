import type { Instant } from '../instant.ts';
import { Acceptances } from './acceptances.ts';
import { type AuditFinding, fingerprintOfFinding } from './audit-finding.ts';
import { type AuditNews, newsOf } from './audit-news.ts';
import type { AuditPart } from './audit-part.ts';
import type { AuditState, GroupUnderWay } from './audit-state.ts';
import type { Acceptance } from './declarations.ts';
import { inOrderOfLife, type LivingFinding } from './finding-life.ts';
import { partsOf } from './finding-parts.ts';
import type { GroupsUnderWay } from './groups-under-way.ts';

/** What one run has found. */
export interface AuditLook {
  readonly findings: readonly AuditFinding[];
  readonly acceptances: readonly Acceptance[];
  readonly unreadParts: ReadonlySet<AuditPart>;
  readonly groupsUnderWay: GroupsUnderWay;
  /** When the reading began. */
  readonly now: Instant;
}

/** A failover takes seconds, or a few minutes. What has been under way for longer is not: it is told as it is. */
export const underWayMaxMs = 15 * 60_000;

/**
 * The life of every finding, from what was known of it and what this look has found. What could not be looked at, and
 * what is about a group under way, stays as it was: it is neither new nor resolved. The state says what people were told
 * before this look; `afterTelling` says the rest, once they have been.
 */
export function liveOn(
  previous: AuditState | undefined,
  look: AuditLook,
): { readonly state: AuditState; readonly news: AuditNews } {
  const underWay = stillUnderWay(previous, look);
  const isKept = keeping(look, underWay);
  const lives = new Lives(previous, look);
  const found = new Map(look.findings.map((finding) => [fingerprintOfFinding(finding), finding]));
  const findings = [...found].flatMap(([fingerprint, finding]) => lives.found(fingerprint, finding, isKept));
  const missing = (previous?.findings ?? []).filter(({ fingerprint }) => !found.has(fingerprint));
  const kept = missing.filter(({ finding }) => isKept(finding)).map((before) => lives.goOn(before));
  const over = missing.filter(({ finding, told }) => !isKept(finding) && told !== null);
  const alive = [...findings, ...kept].sort(inOrderOfLife);
  const fingerprints = new Set(alive.map(({ fingerprint }) => fingerprint));
  const stillUntold = (previous?.resolved ?? []).filter(({ fingerprint }) => !fingerprints.has(fingerprint));
  const state: AuditState = {
    version: 1,
    takenAt: look.now,
    findings: alive,
    resolved: [...stillUntold, ...over],
    underWay,
    digestAt: previous?.digestAt ?? look.now,
  };
  return { state, news: newsOf(state) };
}

function stillUnderWay(previous: AuditState | undefined, look: AuditLook): readonly GroupUnderWay[] {
  if (look.unreadParts.has('enis')) return previous?.underWay ?? [];
  const before = new Map(previous?.underWay.map(({ group, since }) => [group, since]));
  return [...look.groupsUnderWay.keys()].map((group) => ({ group, since: before.get(group) ?? look.now }));
}

/** The groups that are under way, and not for so long that it has to be told. */
export function settlingGroups({
  underWay,
  takenAt,
}: Pick<AuditState, 'underWay' | 'takenAt'>): ReadonlySet<string> {
  return new Set(underWay.filter(({ since }) => takenAt - since < underWayMaxMs).map(({ group }) => group));
}

/** Whether nothing new is known of what a finding says. */
function keeping(
  { unreadParts, groupsUnderWay, now }: AuditLook,
  underWay: readonly GroupUnderWay[],
): (finding: AuditFinding) => boolean {
  const groups = settlingGroups({ underWay, takenAt: now });
  const eniIds = new Set([...groups].flatMap((group) => [...(groupsUnderWay.get(group) ?? [])]));
  return (finding) =>
    partsOf(finding).some((part) => unreadParts.has(part)) ||
    (finding.group !== undefined && groups.has(finding.group)) ||
    finding.resources.some(({ kind, id }) => kind === 'network-interface' && eniIds.has(id));
}

class Lives {
  readonly #alive: ReadonlyMap<string, LivingFinding>;
  readonly #resolved: ReadonlyMap<string, LivingFinding>;
  readonly #acceptances: Acceptances;
  readonly #now: Instant;

  constructor(previous: AuditState | undefined, { acceptances, unreadParts, now }: AuditLook) {
    this.#alive = byFingerprint(previous?.findings ?? []);
    this.#resolved = byFingerprint(previous?.resolved ?? []);
    this.#acceptances = new Acceptances(acceptances, unreadParts, now);
    this.#now = now;
  }

  /** The life of what this look has found; none as long as it is new and would be kept as it was. */
  found(
    fingerprint: string,
    finding: AuditFinding,
    isKept: (finding: AuditFinding) => boolean,
  ): readonly LivingFinding[] {
    const alive = this.#alive.get(fingerprint);
    if (isKept(finding)) return alive === undefined ? [] : [this.goOn(alive)];
    // One that was thought to be over, and people have not been told so: it was never away.
    const before = alive ?? this.#resolved.get(fingerprint);
    return [
      this.goOn({
        fingerprint,
        stage: 'open',
        firstSeen: this.#now,
        told: null,
        ...before,
        finding,
        lastSeen: this.#now,
      }),
    ];
  }

  /** As it was, but for its acceptance: dates pass, whatever could be read. */
  goOn(before: LivingFinding): LivingFinding {
    const { acceptedUntil: _until, acceptedBy: _by, ...rest } = before;
    const acceptance = this.#acceptances.of(before.finding, before);
    if (acceptance === undefined) return { ...rest, stage: 'open' };
    return { ...rest, stage: 'accepted', ...acceptance };
  }
}

function byFingerprint(lives: readonly LivingFinding[]): ReadonlyMap<string, LivingFinding> {
  return new Map(lives.map((life) => [life.fingerprint, life]));
}
