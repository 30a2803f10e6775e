import { byId, compareText } from '../failover-group.ts';
import type { Instant } from '../instant.ts';
import { type Mark, readMark, remarkBecause } from './mark.ts';
import type { Delay, Reason, Sweep } from './rule.ts';
import { delayRules, keepRules } from './rules.ts';
import type { SweptEni } from './swept-eni.ts';

/**
 * What the rules say of one ENI, whatever the mode, the caps and the completeness of the sweep. `kept`: by at least one
 * rule, with all of them. `fresh`: to be marked, for the first time or again. `waits`: soundly marked, but not yet due.
 * Only `due` may be deleted.
 */
export type EniVerdict =
  | { readonly kind: 'kept'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'fresh'; readonly because: string }
  | {
      readonly kind: 'waits';
      readonly reasons: readonly Reason[];
      readonly until?: Instant;
      readonly mark: Mark;
    }
  | { readonly kind: 'due'; readonly mark: Mark };

/** The same judgement for the plan and for the last look before a deletion. */
export function judgeEni(eni: SweptEni, sweep: Sweep): EniVerdict {
  const kept = reasonsToKeep(eni, sweep);
  if (kept.length > 0) return { kind: 'kept', reasons: kept };
  const { policy, latest } = sweep;
  const remark = remarkBecause(eni, latest, policy.graceMs);
  if (remark !== undefined) return { kind: 'fresh', because: remark };
  const reading = readMark(eni);
  if (reading.kind !== 'read') return { kind: 'fresh', because: 'it carries no mark' };
  const delays = delaysOf(eni, sweep);
  const mark = reading.value;
  return delays.length === 0 ? { kind: 'due', mark } : { kind: 'waits', mark, ...joined(delays) };
}

export interface Judged {
  readonly eni: SweptEni;
  readonly verdict: EniVerdict;
}

/**
 * One of each ENI, in id order: an ENI that changes while its account is paged through may be listed twice, and then the
 * listing that is furthest from a deletion counts.
 */
export function oneEach(judged: readonly Judged[]): readonly Judged[] {
  const chosen = new Map<string, Judged>();
  for (const each of judged) {
    const known = chosen.get(each.eni.id);
    if (known === undefined || isFurther(each, known)) chosen.set(each.eni.id, each);
  }
  return [...chosen.values()].sort((a, b) => byId(a.eni, b.eni));
}

const fromDeletion: readonly EniVerdict['kind'][] = ['kept', 'fresh', 'waits', 'due'];

function isFurther(a: Judged, b: Judged): boolean {
  const distance = fromDeletion.indexOf(a.verdict.kind) - fromDeletion.indexOf(b.verdict.kind);
  return distance < 0 || (distance === 0 && compareText(JSON.stringify(a.eni), JSON.stringify(b.eni)) < 0);
}

/** Every rule that keeps it, in the order of the list. */
export function reasonsToKeep(eni: SweptEni, sweep: Sweep): readonly Reason[] {
  return keepRules.flatMap(({ name, number, keeps }) => {
    const because = keeps(eni, sweep);
    return because === undefined ? [] : [{ rule: name, number, because }];
  });
}

type NamedDelay = Delay & { readonly reason: Reason };

function delaysOf(eni: SweptEni, sweep: Sweep): readonly NamedDelay[] {
  return delayRules.flatMap(({ name, number, delays }) => {
    const delay = delays(eni, sweep);
    if (delay === undefined) return [];
    return [{ ...delay, reason: { rule: name, number, because: delay.because } }];
  });
}

/** It waits for all of them; where one has no end that is known, neither has the whole. */
function joined(delays: readonly NamedDelay[]): {
  readonly reasons: readonly Reason[];
  readonly until?: Instant;
} {
  const reasons = delays.map(({ reason }) => reason);
  const ends = delays.flatMap(({ until }) => until ?? []);
  return ends.length === delays.length ? { reasons, until: Math.max(...ends) } : { reasons };
}
