import type { Session } from './answer.ts';
import { describeJudgedBy, type JudgedBy } from './deployed.ts';
import type { CleanupVerdict } from './why-cleanup.ts';
import type { FailoverStanding } from './why-failover.ts';
import { point } from './words.ts';

export interface Why {
  readonly eniId: string;
  readonly address: string;
  readonly status: string;
  readonly judgedBy: JudgedBy;
  readonly cleanup: CleanupVerdict;
  readonly failover?: FailoverStanding;
}

export function describeWhy(
  { eniId, address, status, judgedBy, cleanup, failover }: Why,
  session: Session,
): readonly string[] {
  const { bold } = session.paint;
  return [
    `${eniId} (${address}) is ${status}.`,
    '',
    `${bold('Cleanup:')} ${verdictLine(cleanup, session)}`,
    ...cleanup.reasons.flatMap(({ rule, number, because }) =>
      point(because, session, `  - ${rule} (rule ${number}): `),
    ),
    ...point(`${cleanup.next} (mode ${cleanup.mode})`, session, '  next sweep: '),
    ...point(describeJudgedBy(judgedBy), session, '  '),
    ...cleanup.unread.flatMap((problem) => point(problem, session, '  not read, so nothing is deleted: ')),
    '',
    ...(failover === undefined
      ? [`${bold('Failover:')} it is enrolled in no group, so nothing moves it.`]
      : [
          `${bold('Failover:')} ${failover.group === undefined ? 'its group tag cannot be read.' : `group ${failover.group}.`}`,
          ...(failover.hold === undefined ? [] : point(failover.hold, session, '  on hold: ')),
          ...point(failover.next, session, '  next look: '),
        ]),
  ];
}

function verdictLine({ verdict, reasons, until, others }: CleanupVerdict, { paint }: Session): string {
  switch (verdict) {
    case 'kept': {
      const count = reasons.length === 1 ? '1 rule spares' : `${reasons.length} rules spare`;
      return `${paint.green(`${count} it`)}; ${others.length} others would not.`;
    }
    case 'fresh':
      return `${paint.yellow('no rule spares it')}: it would be marked, and deleted after the grace.`;
    case 'waits':
      return `${paint.yellow('it is marked, and waits')}${until === undefined ? '.' : ` until ${until}.`}`;
    case 'due':
      return `${paint.red('no rule spares it, and its time is up')}.`;
    default:
      return verdict satisfies never;
  }
}
