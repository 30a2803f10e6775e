import type { Command } from 'commander';
import type { Config } from '../../aws/config.ts';
import { stateOfGroup } from '../../domain/audit/group-state.ts';
import { readinessOf } from '../../domain/audit/readiness-of.ts';
import { planFailover } from '../../domain/failover.ts';
import { type FailoverGroup, groupsOf } from '../../domain/failover-group.ts';
import { describeAddresses, type NetworkInterface } from '../../domain/network-interface.ts';
import type { Plan } from '../../domain/plan.ts';
import type { FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Account, readFleet } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions, withStage } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { deployedFailover, describeJudgedBy, type JudgedBy } from './deployed.ts';
import { exitCodes, UsageError } from './failure.ts';
import { nameOf, point } from './words.ts';

const help = `
Takes the instance as terminated, and shows what the failover's own plan would then do with each ENI that it holds, and why.
Nothing is changed. Where several groups fall at once, they compete for room as they would for real. Judged by the settings of the
function that is deployed (needs lambda:ListFunctions), else by the defaults.

Exit status: 0 everything that it holds would move; 1 something would be left behind, or all, as the function only observes; 2 called wrongly, or the instance has
nothing to do with any group; 3 AWS could not be asked.

JSON: { command, region, at, instanceId, name?, mode: act | observe, judgedBy: { function?, because? }, groups: [{ group, to?, survives, because[],
  enis: [{ id, address, moves, to?, because }], standbys: [{ id, name?, able, reasons[] }] }], standbyFor: [group] }

Examples:
  eni-warden plan --instance i-0123456789abcdef0
  eni-warden plan --instance i-0123456789abcdef0 --json | jq .groups[].survives`;

export interface PlanOptions {
  readonly instance: string;
  readonly stage?: string;
}

export function addPlan(program: Command, act: Act): void {
  const command = program
    .command('plan')
    .description('what would happen if an instance died now, and why')
    .requiredOption('--instance <id>', 'the instance that is taken as terminated')
    .addHelpText('after', help);
  withStage(withCommonOptions(command)).action((options: CommonOptions & PlanOptions) =>
    act(command, options, (session) => plan(session, options)),
  );
}

export async function plan(session: Session, { instance, stage }: PlanOptions): Promise<Answer> {
  const instanceId = instance;
  if (!/^i-[0-9a-f]{8,17}$/.test(instanceId))
    throw new UsageError(`--instance takes the id of an instance, i-…, not ${instanceId}.`);
  const { account } = session;
  const fleet = await readFleet(account);
  const { mode, policy, judgedBy } = await deployedFailover(session, stage);
  const { groups, standbyFor } = afterLoss(instanceId, fleet, policy, account);
  if (groups.length === 0 && standbyFor.length === 0)
    throw new UsageError(
      `${instanceId} holds no protected ENI in ${account.region} and is a member of no group: nothing would happen.`,
    );
  const name = fleet.instances.get(instanceId)?.name;
  const isSurvived = groups.length === 0 || (mode === 'act' && groups.every(({ survives }) => survives));
  return {
    lines: [
      ...linesOf(instanceId, fleet, { groups, standbyFor }, session),
      '',
      ...settingsLines(mode, judgedBy, session),
    ],
    json: { instanceId, ...(name !== undefined && { name }), mode, judgedBy, groups, standbyFor },
    exitCode: isSurvived ? exitCodes.fine : exitCodes.wrong,
  };
}

function settingsLines(mode: Config['mode'], judgedBy: JudgedBy, session: Session): readonly string[] {
  const { paint } = session;
  const observes = `${paint.red('It observes only')}: it would tell this, and move nothing.`;
  return [...(mode === 'observe' ? [observes] : []), ...point(describeJudgedBy(judgedBy), session)];
}

function afterLoss(instanceId: string, fleet: Snapshot, policy: FailoverPolicy, { clock }: Account) {
  const now = clock.now();
  const instance = fleet.instances.get(instanceId);
  const lost: Snapshot = {
    ...fleet,
    instances: new Map([
      ...fleet.instances,
      ...(instance === undefined ? [] : [[instanceId, { ...instance, state: 'terminated' }] as const]),
    ]),
  };
  const trigger = { kind: 'tick', eventId: 'plan', at: now } as const;
  const decided = planFailover(lost, trigger, policy, now);
  const all = groupsOf(fleet);
  const held = all.filter((group) => heldBy(instanceId, group).length > 0);
  const standbyFor = all
    .filter((group) => !held.includes(group) && group.members.some(({ id }) => id === instanceId))
    .map(({ name }) => name);
  return { groups: held.map((group) => fateOf(group, instanceId, fleet, decided, now)), standbyFor };
}

function heldBy(instanceId: string, group: FailoverGroup): readonly NetworkInterface[] {
  return group.networkInterfaces.filter(({ attachment }) => attachment?.instanceId === instanceId);
}

type Fate = ReturnType<typeof fateOf>;

function fateOf(group: FailoverGroup, instanceId: string, fleet: Snapshot, decided: Plan, now: number) {
  const enis = heldBy(instanceId, group).map((eni) => {
    const change = decided.changes.find(({ eniId }) => eniId === eni.id);
    const spared = decided.spared.find(({ eniId }) => eniId === eni.id);
    const to = change?.to;
    return {
      id: eni.id,
      address: describeAddresses(eni).slice(2, -1),
      moves: to !== undefined,
      ...(to !== undefined && { to }),
      because: change?.because ?? spared?.because ?? 'the plan does not name it',
    };
  });
  const to = enis.find((eni) => eni.moves)?.to;
  const survives = enis.every((eni) => eni.moves);
  // Only of the active member does the readiness say more than the plan: what is against each standby.
  const isActive = stateOfGroup(group, fleet)?.active?.id === instanceId;
  const { reasons, standbys } = isActive ? readinessOf(group, fleet, now) : { reasons: [], standbys: [] };
  return {
    group: group.name,
    survives,
    ...(to !== undefined && { to }),
    because: survives ? [] : reasons,
    enis,
    standbys: standbys.map(({ instance, reasons: against }) => ({
      id: instance.id,
      ...(instance.name !== undefined && { name: instance.name }),
      able: against.length === 0,
      reasons: against,
    })),
  };
}

function linesOf(
  instanceId: string,
  { instances }: Snapshot,
  { groups, standbyFor }: { readonly groups: readonly Fate[]; readonly standbyFor: readonly string[] },
  session: Session,
): readonly string[] {
  const { paint } = session;
  const head = (fate: Fate) => {
    if (fate.survives && fate.to !== undefined)
      return `${paint.green('moves')}  group ${fate.group} would go to ${nameOf(fate.to, instances)}`;
    return `${paint.red('STAYS')}  group ${fate.group} would be lost with it, or a part of it`;
  };
  return [
    `If ${nameOf(instanceId, instances)} died now:`,
    ...groups.flatMap((fate) => [
      '',
      head(fate),
      ...fate.enis.flatMap(({ id, address, moves, because }) =>
        point(because, session, `  ${moves ? 'moves' : paint.red('STAYS')} ${id} (${address}): `),
      ),
      ...fate.because.flatMap((reason) => point(reason, session)),
      ...fate.standbys.flatMap(({ id, able, reasons }) =>
        point(
          able ? 'could take it' : `could not: ${reasons.join(', ')}`,
          session,
          `  standby ${nameOf(id, instances)}: `,
        ),
      ),
    ]),
    ...(standbyFor.length === 0
      ? []
      : ['', `It is only a standby of ${standbyFor.join(', ')}: no ENI of theirs would move.`]),
  ];
}
