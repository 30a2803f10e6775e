import type { Check } from '../../cli/checks.ts';
import type { Ending } from '../../cli/ending.ts';
import type { FleetGroup } from '../../cli/fleet-group.ts';
import { Names } from '../../cli/names.ts';
import type { News } from '../../cli/news.ts';
import { type Placement, type Placements, placementsIn } from '../../cli/placement.ts';
import { buildStoryFleet, groupsOfFleet } from '../../cli/start-fleet.ts';
import { storiesOf } from '../../cli/stories.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

/** The fleet of the four stories, and how they end when all goes well. */
export function stage() {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 'stage' });
  const fleet = buildStoryFleet(sandbox);
  const groups = groupsOfFleet(fleet);
  const names = new Names(sandbox.world, groups);
  const { fw, db, lic, nat } = fleet;
  const before = placementsIn(
    sandbox.world,
    groups.flatMap(({ networkInterfaceIds }) => networkInterfaceIds),
  );
  const homes = new Map<FleetGroup, string | undefined>([
    [fw, fw.standbyId],
    [db, db.standbyId],
    [lic, lic.standbyId],
    [nat, undefined],
  ]);
  const after = new Map(
    [...homes].flatMap(([{ networkInterfaceIds }, home]) =>
      networkInterfaceIds.map((id) => [id, placed(before, id, home)] as const),
    ),
  );
  const ending: Ending = {
    before,
    after,
    news: [
      ...moved('fw', 'instance-state-change'),
      ...moved('db', 'alarm', true),
      ...moved('lic', 'tick'),
      news({ group: 'nat', kind: 'no-standby', severity: 'critical' }),
    ],
    forcedOff: new Map(db.networkInterfaceIds.map((id) => [id, db.activeId])),
    impaired: new Set([db.activeId]),
    events: new Map([[lic.activeId, { delivered: 0, lost: 2 }]]),
    runs: { problems: [], open: 0, givenUp: 0 },
  };
  return { clock, sandbox, fleet, groups, names, ending, stories: storiesOf(fleet) };
}

export function news(item: Pick<News, 'kind' | 'severity'> & Partial<News>, forced = false): News {
  const subject = `[ENI Warden] ${item.group}: ${item.kind}`;
  return {
    at: 0,
    summary: item.kind,
    subject,
    text: `${subject}\n`,
    staysBecause: [],
    phases: { detachMs: 1_000, attachMs: 2_000, forced },
    ...item,
  };
}

function moved(group: string, trigger: string, forced = false): News[] {
  return [
    news({ group, trigger, kind: 'failover-started', severity: 'warning' }),
    news({ group, trigger, kind: 'failover-completed', severity: 'info' }, forced),
  ];
}

/** The placement of an ENI, but on this instance, or on none. */
export function placed(placements: Placements, id: string, instanceId: string | undefined): Placement {
  const placement = placements.get(id);
  if (placement === undefined) throw new Error(`There is no ${id}.`);
  return { ...placement, instanceId, status: instanceId === undefined ? 'unattached' : 'attached' };
}

/** What the checks that do not hold expect. */
export function failing(checks: readonly Check[]): readonly string[] {
  return checks.filter(({ holds }) => !holds).map(({ expected, found }) => `${expected}; ${found}`);
}
