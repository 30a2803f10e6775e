import type { Session } from './answer.ts';
import type { GroupStatus, MemberStatus } from './group-status.ts';
import { ago, columns, point } from './words.ts';

/** The groups as a table, and below it what is wrong with each that is not ready. */
export function describeGroups(groups: readonly GroupStatus[], session: Session): readonly string[] {
  const head = ['GROUP', 'READY', 'HELD BY', 'LAST MOVE', 'ENIS', 'STANDBYS'];
  const rows = groups.map((group) => [
    group.group,
    readyWord(group, session),
    group.holders.map(memberName).join(', ') || 'nobody',
    sinceOf(group, session),
    String(group.enis.length),
    standbysOf(group),
  ]);
  return [
    ...columns(session, head, rows),
    ...groups
      .filter(({ ready }) => !ready)
      .flatMap(({ group, underWay, reasons }) => [
        '',
        `${group} is not ready to fail over${underWay ? ', and is moving just now' : ''}:`,
        ...reasons.flatMap((reason) => point(reason, session)),
      ]),
  ];
}

/** The ENIs and the standbys of one group. */
export function describeGroup(group: GroupStatus, session: Session): readonly string[] {
  const enis = group.enis.map(({ id, address, publicIp, status, instanceId, deviceIndex, hold }) => [
    id,
    address,
    publicIp ?? '',
    status,
    [instanceId ?? '', deviceIndex === undefined ? '' : `index ${deviceIndex}`].join(' ').trim(),
    hold ?? '',
  ]);
  return [
    '',
    ...columns(session, ['ENI', 'ADDRESS', 'PUBLIC', 'STATUS', 'ATTACHED TO', 'HOLD'], enis),
    '',
    ...group.standbys.flatMap((standby) =>
      point(
        standby.able ? 'could take over' : `could not take over: ${standby.reasons.join(', ')}`,
        session,
        `standby ${memberName(standby)}: `,
      ),
    ),
  ];
}

function readyWord({ ready, underWay }: GroupStatus, { paint }: Session): string {
  if (ready) return paint.green('yes');
  return underWay ? paint.yellow('moving') : paint.red('NO');
}

function sinceOf({ since }: GroupStatus, { account }: Session): string {
  return since === undefined ? '' : ago(Date.parse(since), account.clock.now());
}

function standbysOf({ standbys }: GroupStatus): string {
  if (standbys.length === 0) return 'none';
  return standbys.map((each) => `${memberName(each)}${each.able ? '' : ' (not able)'}`).join(', ');
}

function memberName({ id, name }: MemberStatus): string {
  return name === undefined ? id : `${name} (${id})`;
}
