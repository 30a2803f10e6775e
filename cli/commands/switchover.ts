import type { Command } from 'commander';
import { groupsOf } from '../../domain/failover-group.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { fleetReader } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions, withStage } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { deployedFailover, type JudgedBy } from './deployed.ts';
import { type ExitCode, exitCodes, UsageError } from './failure.ts';
import { noSuchGroup } from './status.ts';
import { followSwitchover, holdersOf } from './switchover-follow.ts';
import { expected, putSwitchoverRequest, type SwitchoverWish } from './switchover-request.ts';
import { nameOf } from './words.ts';

const help = `
A planned move of a healthy group to another healthy member, as the README tells under "Ask for a switchover". It looks first
whether the function would refuse it, asks you, puts the request on the default event bus, and watches EC2 until all ENIs of the
group are on the other member. The addresses cannot be reached for some seconds. Needs events:PutEvents and the permissions of status.

Exit status: 0 the group is where it was asked to go; 1 refused, or not done in time (the alerts say why); 2 called wrongly, or you
said no; 3 AWS could not be asked.

JSON: { command, region, at, group, outcome: done | refused | unfinished, because?, from[], to?, eventId? }

Examples:
  eni-warden switchover fw --reason "kernel update"
  eni-warden switchover fw --to i-0123456789abcdef0 --reason "back to the preferred member" --yes`;

export interface SwitchoverOptions {
  readonly to?: string;
  readonly reason: string;
  readonly requester?: string;
  readonly yes?: boolean;
  /** In seconds. */
  readonly wait: string;
  readonly stage?: string;
}

export function addSwitchover(program: Command, act: Act): void {
  const command = program
    .command('switchover')
    .description('move a healthy group to another healthy member, and watch until it is there')
    .argument('<group>', 'the name of the group')
    .requiredOption('--reason <text>', 'why: alerts show it')
    .option('--to <instance>', 'the member that takes it; the best standby when omitted')
    .option('--requester <name>', 'who asks; your user name when omitted')
    .option('--yes', 'do not ask')
    .option('--wait <seconds>', 'how long to watch', '180')
    .addHelpText('after', help);
  withStage(withCommonOptions(command)).action((group: string, options: CommonOptions & SwitchoverOptions) =>
    act(command, options, (session) => switchover(session, group, options)),
  );
}

export async function switchover(
  session: Session,
  group: string,
  options: SwitchoverOptions,
): Promise<Answer> {
  const { account, say } = session;
  const wanted = wishOf(session, group, options);
  const waitMs = waitOf(options);
  const readFleet = fleetReader(account);
  const fleet = await readFleet();
  const groups = groupsOf(fleet).map(({ name }) => ({ group: name }));
  if (!groups.some((known) => known.group === group))
    throw new UsageError(noSuchGroup(group, groups, account.region));
  const from = holdersOf(group, fleet);
  const { mode, policy, judgedBy } = await deployedFailover(session, options.stage);
  const answer = expected(wanted, fleet, policy, account.clock.now());
  const end = (
    outcome: string,
    about: { readonly because?: string; readonly to?: string; readonly eventId?: string },
  ) => answerOf(session, fleet, { group, outcome, from, ...about });
  if (answer.kind === 'refused') return end('refused', { because: answer.because });
  if (answer.kind === 'done')
    return end('done', { because: 'it is there already', ...(options.to && { to: options.to }) });
  // With its target named, a request that comes twice moves the group once.
  const wish = answer.kind === 'accepted' ? { ...wanted, target: answer.target } : wanted;
  if (mode === 'observe') return end('refused', { because: onlyObserves(judgedBy) });
  if (options.yes !== true) await confirm(session, fleet, wish);
  const askedAt = account.clock.now();
  const eventId = await putSwitchoverRequest(account, wish);
  say(`The request is on the bus (event ${eventId}); watching EC2.`);
  const following = { wish, policy, from, readFleet, until: askedAt + waitMs };
  const { outcome, because, to } = await followSwitchover(session, following);
  return end(outcome, {
    ...(because !== undefined && { because }),
    ...(to !== undefined && { to }),
    eventId,
  });
}

function onlyObserves({ function: name = 'the function' }: JudgedBy): string {
  return `${name} observes only: it would tell what it would do, and move nothing. Deploy it with mode=act.`;
}

function wishOf({ environment }: Session, group: string, options: SwitchoverOptions): SwitchoverWish {
  const { to, reason, requester = environment.USER ?? environment.LOGNAME ?? 'eni-warden' } = options;
  if (to !== undefined && !/^i-[0-9a-f]{8,17}$/.test(to))
    throw new UsageError(`--to takes the id of an instance, i-…, not ${to}.`);
  const isSentence = (text: string, max: number) => text.trim() !== '' && text.length <= max;
  if (!isSentence(reason, 500)) throw new UsageError('--reason takes 1 to 500 characters.');
  if (!isSentence(requester, 200)) throw new UsageError('--requester takes 1 to 200 characters.');
  return {
    group,
    reason: reason.trim(),
    requester: requester.trim(),
    ...(to !== undefined && { target: to }),
  };
}

function waitOf({ wait }: SwitchoverOptions): number {
  if (/^\d{1,4}$/.test(wait)) return Number(wait) * 1_000;
  throw new UsageError(`--wait takes a whole number of seconds, not ${wait}.`);
}

async function confirm(
  { ask, paint, account }: Session,
  { instances }: Snapshot,
  { group, target }: SwitchoverWish,
): Promise<void> {
  if (ask === undefined) throw new UsageError('nobody is there to be asked: say --yes to move it unasked.');
  const where = target === undefined ? 'to another member' : `to ${nameOf(target, instances)}`;
  const said = await ask(
    `Move group ${paint.bold(group)} in ${account.region} ${where}? Its addresses cannot be reached meanwhile. [y/N] `,
  );
  if (!/^y(es)?$/i.test(said.trim())) throw new UsageError('nothing was asked for, and nothing moves.');
}

interface Ending {
  readonly group: string;
  readonly outcome: string;
  readonly from: readonly string[];
  readonly because?: string;
  readonly to?: string;
}

function answerOf({ paint }: Session, { instances }: Snapshot, ending: Ending): Answer {
  const { group, outcome, because, to } = ending;
  const where = to === undefined ? '' : ` on ${nameOf(to, instances)}`;
  const lines =
    outcome === 'done'
      ? [`${paint.green('done:')} group ${group} is${where}${because === undefined ? '' : `: ${because}`}`]
      : [`${paint.red(`${outcome}:`)} group ${group}: ${because ?? ''}`];
  const exitCode: ExitCode = outcome === 'done' ? exitCodes.fine : exitCodes.wrong;
  return { lines, json: ending, exitCode };
}
