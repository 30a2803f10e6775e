import { readAuditSnapshot } from '../../aws/audit/read-audit-snapshot.ts';
import { createCloudWatchClient } from '../../aws/clients.ts';
import { type AuditContext, prepareAudit } from '../../domain/audit/audit-context.ts';
import type { AuditPart } from '../../domain/audit/audit-part.ts';
import { declarationsOf } from '../../domain/audit/declarations-of.ts';
import { accountPatienceMs, gentleEc2Of, reach } from './account.ts';
import type { Session } from './answer.ts';
import { NoAnswer } from './failure.ts';

/**
 * The whole account as an audit sees it now, at the audit's share of EC2's request rate. Throws NoAnswer where one of the
 * parts that `needed` names could not be read: the others are named in the snapshot.
 */
export async function lookAtAccount(session: Session, needed: readonly AuditPart[]): Promise<AuditContext> {
  const { account, say } = session;
  say(`Reading ${account.region} as an audit does; in a large account that takes a minute or two.`);
  await reach(account);
  const snapshot = await readAuditSnapshot({
    ec2: gentleEc2Of(account),
    cloudWatch: createCloudWatchClient(account.access),
    // Only the report page would show it.
    accountId: '',
    deadline: account.clock.now() + accountPatienceMs,
  });
  const missing = snapshot.unread.filter(({ part }) => needed.includes(part));
  if (missing.length > 0)
    throw new NoAnswer(
      `could not be read: ${missing.map(({ part, because }) => `${part}: ${because}`).join('; ')}`,
    );
  return prepareAudit(snapshot, declarationsOf(snapshot), account.clock.now());
}
