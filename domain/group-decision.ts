import { immovableBecause } from './bars.ts';
import { decideEni, type EniDecision } from './eni-decision.ts';
import { type FailoverGroup, leaderOf } from './failover-group.ts';
import { decideHome, type Scene } from './home.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Occupancy } from './occupancy.ts';
import type { Change, Spared } from './plan.ts';
import { decideSwitchover, type SwitchoverDecision } from './switchover.ts';
import type { Evidence } from './verdict.ts';

/** What a look decided for one group. */
export interface GroupDecision {
  readonly changes: readonly Change[];
  readonly spared: readonly Spared[];
  readonly lookAgain: readonly string[];
  /** Undefined where nobody had to be chosen. */
  readonly candidateCount?: number;
  /** Present where the trigger asks to move this group. */
  readonly switchover?: SwitchoverDecision;
}

/** The leader decides where the group belongs; then each ENI gets its own decision. */
export function decideGroup(group: FailoverGroup, evidence: Evidence, occupancy: Occupancy): GroupDecision {
  const leader = leaderOf(group, (eni) => immovableBecause(eni) === undefined) ?? group.networkInterfaces[0];
  if (leader === undefined) return { changes: [], spared: [], lookAgain: [] };
  const scene: Scene = { group, leader, evidence, occupancy };
  const { home, candidateCount } = decideHome(scene);
  const switchover = decideSwitchover(scene, home);
  const goal = switchover?.kind === 'accepted' ? switchover.home : home;
  const decisions = leaderFirst(group, leader).map((eni) => decideEni(eni, goal, scene));
  return {
    changes: decisions.flatMap((decision) => ('change' in decision ? [decision.change] : [])),
    spared: decisions.flatMap((decision) => ('spared' in decision ? [decision.spared] : [])),
    lookAgain: decisions.flatMap(reasonsToLookAgain),
    ...(candidateCount !== undefined && { candidateCount }),
    ...(switchover !== undefined && { switchover }),
  };
}

function leaderFirst(group: FailoverGroup, leader: NetworkInterface): readonly NetworkInterface[] {
  return [leader, ...group.networkInterfaces.filter((eni) => eni.id !== leader.id)];
}

function reasonsToLookAgain(decision: EniDecision): readonly string[] {
  if (!('spared' in decision) || decision.lookAgain !== true) return [];
  return [`${decision.spared.eniId}: ${decision.spared.because}`];
}
