import type { FindingSeverity } from '../../domain/audit/audit-finding.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Session } from './answer.ts';
import { point } from './words.ts';

export interface Tally {
  readonly takenAt: string;
  readonly open: Readonly<Record<FindingSeverity, number>>;
  readonly accepted: number;
}

export function describeFindings(
  shown: readonly LivingFinding[],
  tally: Tally,
  session: Session,
): readonly string[] {
  return [headline(tally, session), ...shown.flatMap((living) => ['', ...describeFinding(living, session)])];
}

function headline({ takenAt, open, accepted }: Tally, { account, paint }: Session): string {
  const counts = Object.entries(open).flatMap(([severity, count]) =>
    count === 0 ? [] : `${count} ${severity}`,
  );
  const what = counts.length === 0 ? paint.green('nothing is open') : `${counts.join(', ')} open`;
  return `${account.region} as of ${takenAt}: ${what}${accepted === 0 ? '' : `; ${accepted} accepted`}`;
}

function describeFinding(
  { stage, finding, acceptedUntil }: LivingFinding,
  session: Session,
): readonly string[] {
  const { severity, code, what, why, remedy } = finding;
  const mark = stage === 'accepted' ? 'accepted' : severity.toUpperCase();
  const until = acceptedUntil === undefined ? '' : `, accepted until ${formatInstant(acceptedUntil)}`;
  return [
    `${colourOf(severity, session)(mark)}  ${code}${until}`,
    ...point(what, session, '  '),
    ...point(why, session, '  '),
    // Not wrapped: it is there to be copied.
    `  ${session.paint.bold('mend it:')} ${remedy}`,
  ];
}

function colourOf(severity: FindingSeverity, { paint }: Session): (text: string) => string {
  switch (severity) {
    case 'critical':
      return paint.red;
    case 'high':
      return paint.magenta;
    case 'warning':
      return paint.yellow;
    case 'info':
      return paint.dim;
    default:
      return severity satisfies never;
  }
}
