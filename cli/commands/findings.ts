import { type Command, Option } from 'commander';
import { createAuditStore } from '../../aws/audit/audit-store.ts';
import { type FindingSeverity, findingSeverities } from '../../domain/audit/audit-finding.ts';
import { conflictsIn } from '../../domain/audit/find-conflicts.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { groupsUnderWay } from '../../domain/audit/groups-under-way.ts';
import { liveOn } from '../../domain/audit/live-on.ts';
import { formatInstant } from '../../domain/instant.ts';
import { accountPatienceMs, s3Of } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions, withStage } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { lookAtAccount } from './audit-look.ts';
import { type BucketOptions, bucketDescription, bucketOf } from './bucket.ts';
import { exitCodes, Impossible } from './failure.ts';
import { describeFindings } from './findings-words.ts';

const help = `
Runs the audit now, with all of its rules, tells nobody and writes nothing; or shows what the audit function has last found, which
also knows since when. Worst first, each with why it matters and the command that mends it. What an eni-warden:accept tag
accepts is counted, and shown with --accepted. What each code means: docs/audit.md.

Exit status: 0 nothing critical is open; 1 something critical is, or there is no state; 2 called wrongly; 3 AWS could not
be asked, or a part could not be read (a finding of code unread says which) and nothing is critical.

JSON: { command, region, at, takenAt, findings: [{ fingerprint, stage, code, severity, what, why, remedy, group?, detail?,
  resources: [{ kind, id }], firstSeen, acceptedUntil? }], open: { critical, high, warning, info }, accepted }.
  open and accepted count everything, whatever --severity shows; firstSeen is known only from the state.

Examples:
  eni-warden findings
  eni-warden findings --severity high                       the bad ones alone
  eni-warden findings --from-state                          what the stack has last found
  eni-warden findings --json | jq -r '.findings[].remedy'`;

export interface FindingsOptions extends BucketOptions {
  readonly severity?: FindingSeverity;
  readonly accepted?: boolean;
  readonly fromState?: boolean;
}

export function addFindings(program: Command, act: Act): void {
  const command = program
    .command('findings')
    .description('what the audit flags, now or at its last run')
    .addOption(new Option('--severity <severity>', 'this one and the worse').choices(findingSeverities))
    .option('--accepted', 'what is accepted, too')
    .option('--from-state', 'what the stack has last found, instead of a look of its own')
    .option('--bucket <name>', bucketDescription)
    .addHelpText('after', help);
  withStage(withCommonOptions(command)).action((options: CommonOptions & FindingsOptions) =>
    act(command, options, (session) => findings(session, options)),
  );
}

export async function findings(session: Session, options: FindingsOptions): Promise<Answer> {
  const { takenAt, living } =
    options.fromState === true ? await fromState(session, options) : await fromLook(session);
  const least = findingSeverities.indexOf(options.severity ?? 'info');
  const shown = living.filter(
    ({ stage, finding }) =>
      (stage === 'open' || options.accepted === true) && findingSeverities.indexOf(finding.severity) <= least,
  );
  const open = living.filter(({ stage }) => stage === 'open').map(({ finding }) => finding);
  const countOf = (severity: FindingSeverity) => open.filter((each) => each.severity === severity).length;
  const counts = {
    critical: countOf('critical'),
    high: countOf('high'),
    warning: countOf('warning'),
    info: countOf('info'),
  };
  const tally = { takenAt: formatInstant(takenAt), open: counts, accepted: living.length - open.length };
  const isUnread = open.some(({ code }) => code === 'unread');
  const otherwise = isUnread ? exitCodes.awsCouldNotBeAsked : exitCodes.fine;
  return {
    lines: describeFindings(shown, tally, session),
    json: { ...tally, findings: shown.map(toJson) },
    exitCode: counts.critical > 0 ? exitCodes.wrong : otherwise,
  };
}

interface Found {
  readonly takenAt: number;
  readonly living: readonly LivingFinding[];
}

async function fromLook(session: Session): Promise<Found> {
  const context = await lookAtAccount(session, ['enis']);
  const { snapshot, declarations, fleet } = context;
  const { state } = liveOn(undefined, {
    findings: conflictsIn(context),
    acceptances: declarations.acceptances,
    unreadParts: new Set(),
    // A person who asks wants to see a group that is moving as it is.
    groupsUnderWay: groupsUnderWay({ ...fleet, networkInterfaces: [] }),
    now: snapshot.takenAt,
  });
  return { takenAt: snapshot.takenAt, living: state.findings };
}

async function fromState(session: Session, options: FindingsOptions): Promise<Found> {
  const bucket = await bucketOf(session, options);
  const { account } = session;
  const { clock, chance } = account;
  const deadline = clock.now() + accountPatienceMs;
  const store = createAuditStore({ client: s3Of(account), bucket, clock, chance, deadline });
  const { state, problem } = await store.readState();
  if (problem !== undefined) throw new Impossible(`the state in ${bucket} cannot be read: ${problem}`);
  if (state === undefined)
    throw new Impossible(
      `${bucket} holds no state of an audit: it has not run yet, or not with this bucket.`,
    );
  return { takenAt: state.takenAt, living: state.findings };
}

function toJson({ fingerprint, stage, finding, firstSeen, acceptedUntil }: LivingFinding) {
  return {
    fingerprint,
    stage,
    ...finding,
    firstSeen: formatInstant(firstSeen),
    ...(acceptedUntil !== undefined && { acceptedUntil: formatInstant(acceptedUntil) }),
  };
}
