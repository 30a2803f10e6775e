import { stateOfGroup } from '../../domain/audit/group-state.ts';
import { groupsOf } from '../../domain/failover-group.ts';
import type { FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Session } from './answer.ts';
import { expected, type SwitchoverWish } from './switchover-request.ts';
import { nameOf } from './words.ts';

export interface Followed {
  readonly outcome: 'done' | 'refused' | 'unfinished';
  readonly because?: string;
  readonly to?: string;
}

export interface Following {
  readonly wish: SwitchoverWish;
  /** By which the function decides, as far as it is known. */
  readonly policy: FailoverPolicy;
  /** Who held the ENIs before. */
  readonly from: readonly string[];
  readonly readFleet: () => Promise<Snapshot>;
  readonly until: number;
}

const betweenLooksMs = 3_000;

/** Looks at EC2 until the whole group is on another member, or the plan would refuse it by now, or time is up. */
export async function followSwitchover(session: Session, following: Following): Promise<Followed> {
  const { wish, policy, from, readFleet, until } = following;
  const { clock } = session.account;
  let told = '';
  for (;;) {
    await clock.sleep(betweenLooksMs);
    const fleet = await readFleet();
    const now = whereIs(wish.group, fleet);
    if (now !== told) session.say(now);
    told = now;
    const home = homeOf(wish.group, fleet);
    if (home !== undefined && (wish.target === undefined ? !from.includes(home) : home === wish.target))
      return { outcome: 'done', to: home };
    const isThere = home !== undefined && from.includes(home);
    const answer = isThere ? expected(wish, fleet, policy, clock.now()) : undefined;
    if (answer?.kind === 'refused') return { outcome: 'refused', because: answer.because };
    if (clock.now() >= until) return { outcome: 'unfinished', because: whyUnfinished(home, from) };
  }
}

function whyUnfinished(home: string | undefined, from: readonly string[]): string {
  return home !== undefined && from.includes(home)
    ? 'nothing has moved. Is the stack deployed here, and in mode act? The alerts and the log of the failover function say more'
    : 'it is still moving: see eni-warden status';
}

/** The instances that hold its ENIs. */
export function holdersOf(name: string, fleet: Snapshot): readonly string[] {
  const group = groupsOf(fleet).find((each) => each.name === name);
  return group === undefined ? [] : (stateOfGroup(group, fleet)?.holders ?? []);
}

/** The one member that has all of it, attached; undefined while it moves. */
function homeOf(name: string, fleet: Snapshot): string | undefined {
  const group = groupsOf(fleet).find((each) => each.name === name);
  const state = group === undefined ? undefined : stateOfGroup(group, fleet);
  const isAll = state?.travelling.every(({ attachment }) => attachment?.status === 'attached') === true;
  return isAll ? state.active?.id : undefined;
}

function whereIs(name: string, fleet: Snapshot): string {
  const enis = fleet.networkInterfaces.filter(({ group }) => group.kind === 'read' && group.value === name);
  return enis
    .map(({ id, status, attachment }) => {
      const at = attachment?.instanceId;
      return `${id} ${attachment?.status ?? status}${at === undefined ? '' : ` (${nameOf(at, fleet.instances)})`}`;
    })
    .join(', ');
}
