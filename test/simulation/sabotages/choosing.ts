import type { Sabotage } from './sabotage.ts';

/** Mistakes about where a group should be. */
export const choosing: readonly Sabotage[] = [
  {
    name: 'candidate-in-another-zone',
    what: 'The zones of the ENIs are compared with each other and not with that of the standby, which EC2 then refuses at each try.',
    breaks: ['settled-costs-little'],
    edits: [
      {
        file: 'domain/candidates.ts',
        find: 'const zone = networkInterfaces.find((eni) => eni.availabilityZone !== instance.availabilityZone);',
        replace:
          'const zone = networkInterfaces.find((eni) => eni.availabilityZone !== networkInterfaces[0]?.availabilityZone);',
      },
    ],
  },
  {
    name: 'impaired-candidate-taken',
    what: 'A standby that fails its status checks is chosen, since it is running.',
    breaks: ['attached-to-able-member'],
    edits: [
      {
        file: 'domain/candidates.ts',
        find: "return verdict.kind === 'able' ? [] : [aboutItself(instance, verdict.because)];",
        replace: 'return [];',
      },
    ],
  },
  {
    name: 'room-not-counted',
    what: 'A standby without free slots is chosen.',
    breaks: ['settled-costs-little', 'room-for-the-group'],
    edits: [
      {
        file: 'domain/candidates.ts',
        find: 'if (lacking === 0) return [];',
        replace: 'if (lacking >= 0) return [];',
      },
    ],
  },
  {
    name: 'room-for-the-leader-only',
    what: 'A standby is chosen that has room for the leader and not for the whole group.',
    breaks: ['room-for-the-group'],
    edits: [
      {
        file: 'domain/candidates.ts',
        find: 'const lacking = networkInterfaces.filter((eni) => !occupancy.holds(instance.id, eni.id)).length;',
        replace:
          'const lacking = networkInterfaces.slice(0, 1).filter((eni) => !occupancy.holds(instance.id, eni.id)).length;',
      },
    ],
  },
  {
    name: 'failback-unasked',
    what: 'A group leaves a healthy holder as soon as a member with a better priority is there.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/home.ts',
        find: "    case 'placed':\n      return { home: homeWhereItIs(scene, standing) };",
        replace: `    case 'placed': {
      const rank = (instance: Instance | undefined) =>
        instance?.priority.kind === 'read' ? instance.priority.value : defaultPriority;
      const { group, leader, evidence, occupancy } = scene;
      const standbys = assessStandbys(group, leader, standing.at.instanceId, evidence, occupancy);
      const best = candidatesAmong(standbys)[0];
      const isFree = group.networkInterfaces.every((eni) => barToTouching(eni, leader, evidence) === undefined);
      if (best !== undefined && isFree && rank(best) < rank(standing.at.instance))
        return { home: { kind: 'moving', instance: best, because: 'it is preferred', planned: true } };
      return { home: homeWhereItIs(scene, standing) };
    }`,
      },
    ],
  },
  {
    name: 'no-block-period',
    what: 'An impaired holder is left again at once, so that a group flaps between two members.',
    breaks: ['block-period'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: "if (verdict.kind === 'impaired' && now < blockedUntil) {",
        replace: "if (verdict.kind === 'doubtful' && now < blockedUntil) {",
      },
    ],
  },
  {
    name: 'people-s-split-undone',
    what: 'A follower is brought to its leader whenever it is elsewhere, though people have put it there.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/eni-decision.ts',
        find: 'if (!leaderCameLast || evidence.now - home.since >= evidence.policy.followLeaderMs) {',
        replace: 'if (leaderCameLast && evidence.now - home.since >= evidence.policy.followLeaderMs) {',
      },
    ],
  },
  {
    name: 'switchover-carried-out-twice',
    what: 'A duplicate of a switchover request for any standby moves the group on once more.',
    breaks: ['asked-once'],
    edits: [
      {
        file: 'domain/switchover.ts',
        find: '  if (home.since < request.at) return undefined;\n  if (target === undefined)',
        replace: '  if (home.since <= home.since) return undefined;\n  if (target === undefined)',
      },
    ],
  },
  {
    name: 'old-switchover-carried-out',
    what: 'A switchover request is carried out however late it comes.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/switchover.ts',
        find: 'const tooOld = now - trigger.at >= policy.switchoverRequestMs;',
        replace: 'const tooOld = trigger.at > now;',
      },
      {
        file: 'domain/objection.ts',
        find: 'if (ageMs >= policy.switchoverRequestMs)',
        replace: 'if (ageMs >= policy.switchoverRequestMs * 1_000)',
      },
    ],
  },
];
