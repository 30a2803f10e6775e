import type { Command } from 'commander';
import { findEni } from '../../aws/cleanup/find-eni.ts';
import { readCleanupSnapshot } from '../../aws/cleanup/read-snapshot.ts';
import { type Account, accountPatienceMs, fleetPatienceMs, gentleEc2Of, readFleet } from './account.ts';
import { accountIdOf } from './account-id.ts';
import { type Act, type CommonOptions, withCommonOptions, withStage } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { deployedCleanup, deployedFailover } from './deployed.ts';
import { exitCodes, UsageError } from './failure.ts';
import { cleanupVerdict } from './why-cleanup.ts';
import { failoverStanding } from './why-failover.ts';
import { describeWhy } from './why-words.ts';

const help = `
Shows every rule of the cleanup that spares the ENI, or that none does and when it goes; and where it stands in its failover group,
and what the failover would do with it now. Nothing is changed. Judged by the settings of the functions that are deployed (needs
lambda:ListFunctions), else by the defaults; a variable of theirs that you set asks what would be if. Reads all ENIs of the account.

Exit status: 0 answered; 1 there is no such ENI; 2 called wrongly; 3 AWS could not be asked, or not for all that the rules read:
then nothing is deleted.

JSON: { command, region, at, eniId, exists, address, judgedBy: { function?, because? }, status, tags, cleanup: { verdict: kept | fresh | waits | due,
  reasons: [{ rule, number, because }], until?, mode, next, others: [{ rule, number, text }], unread[] },
  failover?: { group?, hold?, next } }. next is what the next sweep, or the next look of the failover, would do.

Examples:
  eni-warden why eni-0123456789abcdef0
  ENI_WARDEN_CLEANUP_MODE=delete ENI_WARDEN_CLEANUP_GRACE_DAYS=3 eni-warden why eni-0123456789abcdef0`;

export interface WhyOptions {
  readonly account?: string;
  readonly stage?: string;
}

export function addWhy(program: Command, act: Act): void {
  const command = program
    .command('why')
    .description('why an ENI is spared or condemned, and where it stands in its group')
    .argument('<eni>', 'the id of an ENI')
    .option('--account <id>', 'your account, where neither credentials nor an instance tell it')
    .addHelpText('after', help);
  withStage(withCommonOptions(command)).action((eniId: string, options: CommonOptions & WhyOptions) =>
    act(command, options, (session) => why(session, eniId, options)),
  );
}

export async function why(session: Session, eniId: string, options: WhyOptions): Promise<Answer> {
  if (!/^eni-[0-9a-f]{8,17}$/.test(eniId)) throw new UsageError(`${eniId} is no id of an ENI, eni-….`);
  const { account, say } = session;
  const cleanupSettings = await deployedCleanup(session, options.stage);
  const failoverSettings = await deployedFailover(session, options.stage);
  const { clock } = account;
  const ec2 = gentleEc2Of(account);
  const deadline = clock.now() + accountPatienceMs;
  const found = await findEni(ec2, { eniId }, clock.now() + fleetPatienceMs);
  if (found === undefined) return gone(eniId, account);
  const accountId = await accountIdOf(session, options.account);
  say(`Reading all ENIs of ${account.region} as a sweep does; in a large account that takes a minute.`);
  const snapshot = await readCleanupSnapshot(ec2, accountId, deadline);
  // A sweep drops what is firmly attached; here it is asked about all the same.
  const eni = snapshot.enis.find(({ id }) => id === eniId) ?? found;
  const cleanup = cleanupVerdict(eni, snapshot, cleanupSettings.policy, clock.now());
  const fleet = await readFleet(account);
  const failover = failoverStanding(eniId, fleet, failoverSettings.policy, clock.now());
  const { judgedBy } = cleanupSettings;
  const address = eni.privateIpv4Addresses[0]?.address ?? '';
  const answer = { eniId, exists: true, address, judgedBy, cleanup };
  const about = { ...answer, status: eni.status ?? '', tags: eni.tags, ...(failover && { failover }) };
  return {
    lines: describeWhy(about, session),
    json: about,
    exitCode: snapshot.unread.length > 0 ? exitCodes.awsCouldNotBeAsked : exitCodes.fine,
  };
}

function gone(eniId: string, { region }: Account): Answer {
  return {
    lines: [
      `${eniId} does not exist in ${region}. If the cleanup deleted it, its manifest is there:`,
      `  eni-warden restore --list ${eniId}`,
    ],
    json: { eniId, exists: false },
    exitCode: exitCodes.wrong,
  };
}
