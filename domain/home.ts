import { type Bar, barToLeaving, barToTouching } from './bars.ts';
import { type Assessment, assessStandbys, candidatesAmong, explainNoCandidate } from './candidates.ts';
import { type FailoverGroup, isMemberOf } from './failover-group.ts';
import { describeInstance, type Instance } from './instance.ts';
import type { Instant } from './instant.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Occupancy } from './occupancy.ts';
import { type Standing, standingOf } from './standing.ts';
import { defaultPriority } from './tags.ts';
import type { Evidence } from './verdict.ts';

/** A group before a decision, and all that the decision is made from. */
export interface Scene {
  readonly group: FailoverGroup;
  readonly leader: NetworkInterface;
  readonly evidence: Evidence;
  readonly occupancy: Occupancy;
}

/** Where a group belongs; its leader decides, and the other ENIs follow. */
export type Home =
  /** The leader is there. `suspicion`: why nothing more should be attached to it for now. */
  | {
      readonly kind: 'here';
      readonly instance: Instance;
      readonly since: Instant;
      readonly suspicion?: string;
    }
  /** The leader goes there; `planned` when a switchover takes it from an able holder. */
  | {
      readonly kind: 'moving';
      readonly instance: Instance;
      readonly because: string;
      readonly planned: boolean;
    }
  /** Nowhere, for the leader's reason. */
  | ({ readonly kind: 'none' } & Bar);

export interface HomeDecision {
  readonly home: Home;
  /** Undefined where nobody had to be chosen. */
  readonly candidateCount?: number;
}

export function decideHome(scene: Scene): HomeDecision {
  const standing = standingOf(scene.leader, scene.group, scene.evidence);
  switch (standing.kind) {
    case 'placed':
      return { home: homeWhereItIs(scene, standing) };
    case 'uncertain':
      return {
        home: {
          kind: 'none',
          reason: 'in-transit',
          because: `leader ${scene.leader.id}: ${standing.because}`,
        },
      };
    case 'foreign':
      return {
        home: { kind: 'none', reason: 'refused', because: `leader ${scene.leader.id}: ${standing.because}` },
      };
    case 'homeless':
    case 'stranded':
      return chooseHome(scene, standing);
    default:
      return standing satisfies never;
  }
}

function homeWhereItIs(
  { group, leader }: Scene,
  { at, suspicion }: Standing & { readonly kind: 'placed' },
): Home {
  if (at.instance === undefined || !isMemberOf(group, at.instance)) {
    return {
      kind: 'none',
      reason: 'refused',
      because: `leader ${leader.id} is attached to ${at.instanceId}, which is not a member of the group`,
    };
  }
  return {
    kind: 'here',
    instance: at.instance,
    since: at.attachment.attachTime,
    ...(suspicion !== undefined && { suspicion }),
  };
}

function chooseHome(
  scene: Scene,
  standing: Standing & { readonly kind: 'homeless' | 'stranded' },
): HomeDecision {
  const { group, leader, evidence, occupancy } = scene;
  const bar =
    barToTouching(leader, leader, evidence) ??
    (standing.kind === 'stranded' ? barToLeaving(standing.at, standing.verdict, group, evidence) : undefined);
  if (bar !== undefined) {
    return { home: { ...bar, kind: 'none', because: `leader ${leader.id}: ${bar.because}` } };
  }
  const leaving = standing.kind === 'stranded' ? standing.at.instanceId : undefined;
  const standbys = assessStandbys(group, leader, leaving, evidence, occupancy);
  const candidates = candidatesAmong(standbys);
  const best = candidates[0];
  if (best === undefined) {
    const because = `no standby can take it (${explainNoCandidate(group, standbys)})`;
    if (standbys.some(({ doubtful }) => doubtful))
      return { home: { kind: 'none', reason: 'in-transit', because } };
    return { home: { kind: 'none', reason: 'no-standby', because }, candidateCount: 0 };
  }
  const because = explainChoice(best, standbys);
  return {
    home: { kind: 'moving', instance: best, because, planned: false },
    candidateCount: candidates.length,
  };
}

/** Which standby was chosen, of how many, and why. */
export function explainChoice(best: Instance, standbys: readonly Assessment[]): string {
  const count = candidatesAmong(standbys).length;
  const priority = best.priority.kind === 'read' ? best.priority.value : defaultPriority;
  const name = describeInstance(best, best.id);
  return count === 1
    ? `${name} is the only candidate`
    : `${name} comes first of ${count} candidates (priority ${priority})`;
}
