import { allAttachedTo, allSameAddresses, allUnattached, type Check, wasNotTold, wasTold } from './checks.ts';
import type { Ending } from './ending.ts';
import type { FleetGroup } from './fleet-group.ts';
import type { Names } from './names.ts';
import type { StoryFleet } from './start-fleet.ts';

/** One of the four ways to lose an instance, and how it has to end. */
export interface Story {
  readonly group: FleetGroup;
  readonly title: string;
  checks(ending: Ending, names: Names): readonly Check[];
}

export function storiesOf({ fw, db, lic, nat }: StoryFleet): readonly Story[] {
  return [
    {
      group: fw,
      title: 'the instance is terminated',
      checks: (ending, names) => movedToStandby(ending, fw, names),
    },
    {
      group: db,
      title: 'the instance hangs, and its alarm is raised',
      checks: (ending, names) => [
        isImpaired(ending, db, names),
        ...movedToStandby(ending, db, names, 'alarm'),
        ...wasForced(ending, db, names),
      ],
    },
    {
      group: lic,
      title: 'the instance stops dead, and its events are lost',
      checks: (ending, names) => [
        nothingHeardOf(ending, lic, names),
        ...movedToStandby(ending, lic, names, 'tick'),
      ],
    },
    {
      group: nat,
      title: 'the instance is terminated, no standby is in its zone',
      checks: (ending, names) => [
        ...allUnattached(ending, nat, names),
        ...allSameAddresses(ending, nat, names),
        wasTold(ending, nat, { kind: 'no-standby', severity: 'critical' }),
        wasNotTold(ending, nat, ['failover-started', 'failover-completed', 'failover-failed']),
      ],
    },
  ];
}

export interface Judgement {
  readonly ending: Ending;
  /** Those of each story in turn, then those of all the stories together. */
  readonly checks: readonly (readonly Check[])[];
  readonly isWell: boolean;
}

export function judgeStories(ending: Ending, stories: readonly Story[], names: Names): Judgement {
  const checks = [...stories.map((story) => story.checks(ending, names)), noEventWasGivenUp(ending)];
  return { ending, checks, isWell: checks.flat().every(({ holds }) => holds) };
}

/** True of all stories together: no function failed, and no event was given up. */
function noEventWasGivenUp({ runs }: Ending): readonly Check[] {
  return [
    {
      holds: runs.problems.length === 0,
      expected: 'no run of the function fails',
      found: [...new Set(runs.problems)].join('; '),
    },
    {
      holds: runs.givenUp === 0,
      expected: 'no event lies in the failure queue',
      found: `${runs.givenUp} do`,
    },
  ];
}

function movedToStandby(ending: Ending, group: FleetGroup, names: Names, trigger?: string): Check[] {
  const origin = trigger === undefined ? {} : { trigger };
  return [
    ...allAttachedTo(ending, group, group.standbyId, names),
    ...allSameAddresses(ending, group, names),
    wasTold(ending, group, { kind: 'failover-started', severity: 'warning', ...origin }),
    wasTold(ending, group, { kind: 'failover-completed', severity: 'info', ...origin }),
    wasNotTold(ending, group, ['failover-failed', 'no-standby', 'blocked', 'held']),
  ];
}

function wasForced(ending: Ending, group: FleetGroup, names: Names): Check[] {
  return [
    ...group.networkInterfaceIds.map((id) => ({
      holds: ending.forcedOff.get(id) === group.activeId,
      expected: `${names.of(id)} is taken from ${names.of(group.activeId)} by force`,
      found: 'EC2 knows of no forced detach',
    })),
    wasTold(ending, group, { kind: 'failover-completed', severity: 'info', forced: true }),
  ];
}

function isImpaired({ impaired }: Ending, { activeId }: FleetGroup, names: Names): Check {
  return {
    holds: impaired.has(activeId),
    expected: `DescribeInstanceStatus calls ${names.of(activeId)} impaired, as its alarm does`,
    found: 'its status checks pass',
  };
}

function nothingHeardOf({ events }: Ending, { activeId }: FleetGroup, names: Names): Check {
  const { delivered, lost } = events.get(activeId) ?? { delivered: 0, lost: 0 };
  return {
    holds: delivered === 0 && lost > 0,
    expected: `every event about ${names.of(activeId)} is lost`,
    found: `${lost} lost, ${delivered} delivered`,
  };
}
