import { type FindingSeverity, findingSeverities } from './audit-finding.ts';
import type { AuditState } from './audit-state.ts';
import type { LivingFinding, ToldFinding } from './finding-life.ts';

/** What people do not know yet. Each list is worst first, and a finding is in one of them at most. */
export interface AuditNews {
  readonly fresh: readonly LivingFinding[];
  /** More severe than what people were told, whether accepted or not. */
  readonly worse: readonly LivingFinding[];
  /** Open, and accepted until now. */
  readonly acceptanceOver: readonly LivingFinding[];
  readonly resolved: readonly LivingFinding[];
  /** Accepted, after people had been told of them as open. */
  readonly accepted: readonly LivingFinding[];
}

/**
 * The difference between what is and what people were told. What is only information is no news, nor is what somebody
 * accepted before it was told.
 */
export function newsOf({ findings, resolved }: AuditState): AuditNews {
  const byNews = Map.groupBy(findings, newsAbout);
  return {
    fresh: byNews.get('fresh') ?? [],
    worse: byNews.get('worse') ?? [],
    acceptanceOver: byNews.get('acceptanceOver') ?? [],
    accepted: byNews.get('accepted') ?? [],
    resolved: resolved.filter(({ told }) => told !== null && !told.accepted),
  };
}

function newsAbout({ finding, stage, told }: LivingFinding): keyof AuditNews | undefined {
  const { severity } = finding;
  if (severity === 'info') return undefined;
  if (told === null) return stage === 'open' ? 'fresh' : undefined;
  if (told.accepted && stage === 'open') return 'acceptanceOver';
  if (isWorse(severity, told.severity)) return 'worse';
  return !told.accepted && stage === 'accepted' ? 'accepted' : undefined;
}

function isWorse(severity: FindingSeverity, than: FindingSeverity): boolean {
  return findingSeverities.indexOf(severity) < findingSeverities.indexOf(than);
}

export function isNews(news: AuditNews): boolean {
  return Object.values(news).some((list) => list.length > 0);
}

/** The state once people have been told all of its news. */
export function afterTelling(state: AuditState): AuditState {
  return {
    ...state,
    findings: state.findings.map((life) => ({ ...life, told: toldOf(life) })),
    resolved: [],
  };
}

/** What has become mere information is not told, so people still know it as they were told it. */
function toldOf({ finding, stage, told }: LivingFinding): ToldFinding | null {
  const accepted = stage === 'accepted';
  if (finding.severity !== 'info') return { severity: finding.severity, accepted };
  return told === null ? null : { ...told, accepted };
}
