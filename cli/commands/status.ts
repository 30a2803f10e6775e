import type { Command } from 'commander';
import { groupsUnderWay } from '../../domain/audit/groups-under-way.ts';
import { nothingEarlier } from '../../domain/earlier.ts';
import { planFailover } from '../../domain/failover.ts';
import { groupsOf } from '../../domain/failover-group.ts';
import { formatInstant } from '../../domain/instant.ts';
import { defaultFailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { readFleet } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { exitCodes, UsageError } from './failure.ts';
import { type GroupStatus, statusOfGroup } from './group-status.ts';
import { describeGroup, describeGroups } from './status-words.ts';
import { point } from './words.ts';

const help = `
Shows each failover group: who holds its ENIs and since when, who stands by, and whether its next failover would succeed. The
verdict is that of the audit: the failover's own plan is made as if the holder had died. With the name of a group it shows its
ENIs and members, too. Needs ec2:DescribeNetworkInterfaces, DescribeInstances, DescribeInstanceStatus, DescribeInstanceTypes.

Exit status: 0 every group is ready; 1 one is not, a tag cannot be read, or nothing is enrolled; 2 called wrongly; 3 AWS could
not be asked.

JSON: { command, region, at, groups: [{ group, ready, underWay, reasons[], holders: [{ id, name?, state }], since?,
  enis: [{ id, address, publicIp?, status, instanceId?, deviceIndex?, attachedAt?, hold? }],
  standbys: [{ id, name?, state, able, reasons[] }] }], problems: [{ resourceId, problem, remedy }] }

Examples:
  eni-warden status                     all groups
  eni-warden status fw                  one of them, with its ENIs
  eni-warden status --json | jq -r '.groups[] | select(.ready | not) | .group'`;

export function addStatus(program: Command, act: Act): void {
  const command = program
    .command('status')
    .description('groups, holders, standbys, and whether the next failover would succeed')
    .argument('[group]', 'show only this group, with its ENIs and members')
    .addHelpText('after', help);
  withCommonOptions(command).action((group: string | undefined, options: CommonOptions) =>
    act(command, options, (session) => status(session, group)),
  );
}

export async function status(session: Session, only?: string): Promise<Answer> {
  const { account, paint } = session;
  const fleet = await readFleet(account);
  const all = statusesOf(fleet, account.clock.now());
  const groups = all.filter(({ group }) => only === undefined || group === only);
  if (only !== undefined && groups.length === 0) throw new UsageError(noSuchGroup(only, all, account.region));
  const problems = only === undefined ? problemsOf(fleet) : [];
  const isFine = groups.length > 0 && groups.every(({ ready }) => ready) && problems.length === 0;
  const lines =
    groups.length === 0
      ? [paint.yellow(`Nothing is enrolled in ${account.region}: no ENI carries the tag eni-warden:group.`)]
      : [
          headline(groups, session),
          '',
          ...describeGroups(groups, session),
          ...(only === undefined ? [] : groups.flatMap((group) => describeGroup(group, session))),
        ];
  return {
    lines: [
      ...lines,
      ...problems.flatMap(({ resourceId, problem, remedy }) =>
        point(`${resourceId}: ${problem}. ${remedy}`, session, `${paint.yellow('to mend:')} `),
      ),
    ],
    json: { groups, problems },
    exitCode: isFine ? exitCodes.fine : exitCodes.wrong,
  };
}

function statusesOf(fleet: Snapshot, now: number): readonly GroupStatus[] {
  const underWay = groupsUnderWay(fleet);
  return groupsOf(fleet).map((group) => statusOfGroup(group, fleet, underWay.has(group.name), now));
}

function headline(groups: readonly GroupStatus[], { account, paint }: Session): string {
  const ready = groups.filter((group) => group.ready).length;
  const bad = groups.length - ready;
  const counts =
    bad === 0 ? paint.green('all ready to fail over') : paint.red(`${bad} NOT ready to fail over`);
  const what = groups.length === 1 ? '1 group' : `${groups.length} groups`;
  return `${account.region} at ${formatInstant(account.clock.now())}: ${what}, ${counts}`;
}

/** What the failover itself would tell people to mend, whatever it does. */
function problemsOf(fleet: Snapshot) {
  const trigger = { kind: 'tick', eventId: 'status', at: fleet.takenAt } as const;
  return planFailover(fleet, trigger, defaultFailoverPolicy, fleet.takenAt, nothingEarlier).findings;
}

export function noSuchGroup(
  name: string,
  all: readonly { readonly group: string }[],
  region: string,
): string {
  const known = all.map(({ group }) => group).join(', ');
  return `there is no group ${name} in ${region}: ${known === '' ? 'nothing is enrolled there' : `there are ${known}`}.`;
}
