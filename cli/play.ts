import { alarmStateChangeEvent } from '../sandbox/events/aws-events.ts';
import { newUuid } from '../sandbox/ids.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Stack } from '../sandbox/stack/stack.ts';
import type { ClockWithPast } from './clock-with-past.ts';
import { runsOf } from './ending.ts';
import type { FleetGroup } from './fleet-group.ts';
import type { Names } from './names.ts';
import { groupsOfFleet, type StoryFleet } from './start-fleet.ts';
import type { StoryLine } from './story-line.ts';

/** When what happens before anybody watches happens, in milliseconds before the present. */
export const hungBeforeMs = 90_000;
/** The rule's tick comes a minute later, so a second after the present begins. */
const deployedBeforeMs = 59_000;
const stoppedBeforeMs = 20_000;
/** The stories take about 13 seconds; what has not come to an end by then has failed. */
const playMaxMs = 22_000;
/** With nothing under way for so long, nothing more will happen. */
const restMs = 2_500;
/** When all is well, the functions that still look once more get so long to prove it. */
const proofMs = 1_500;
const lookEveryMs = 50;

export interface Stage {
  readonly clock: ClockWithPast;
  readonly sandbox: Sandbox;
  readonly fleet: StoryFleet;
  readonly names: Names;
  /** The present: where the timeline has its zero. */
  readonly zero: number;
  readonly signal: AbortSignal;
  tell(line: StoryLine): void;
  /** Deploys the packaged service; the rules are alive from then on. */
  deploy(): Promise<Stack>;
  /** Whether every story stands as it should end. */
  isWell(stack: Stack): boolean;
}

/**
 * Plays the four stories, and resolves when they are over, well or not. The lost events come first, because a function
 * that any other event wakes looks at the whole fleet, and would find that instance before the tick does.
 */
export async function play(stage: Stage): Promise<Stack> {
  const { clock, sandbox, fleet, zero, signal } = stage;
  hang(stage);
  const seenEarly = await passUntilStatusCheckFails(stage, zero - deployedBeforeMs);
  await clock.passUntil(zero - deployedBeforeMs);
  const stack = await stage.deploy();
  try {
    if (!seenEarly) await passUntilStatusCheckFails(stage, zero - stoppedBeforeMs);
    await clock.passUntil(zero - stoppedBeforeMs);
    loseEventsOfStop(fleet.lic, stack);
    await clock.passUntil(zero);
    clock.becomeReal();
    const endsAt = clock.now() + playMaxMs;
    await until(() => isLeaving(fleet.lic, sandbox) || stack.lambda.invocations.length > 0, endsAt, stage);
    raiseAlarm(fleet.db, stack, stage.names);
    sandbox.world.terminate(fleet.fw.activeId);
    sandbox.world.terminate(fleet.nat.activeId);
    await untilOver(stack, endsAt, stage);
    signal.throwIfAborted();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function hang({ sandbox, fleet: { db }, names, tell, clock }: Stage): void {
  sandbox.faults.hang(db.activeId);
  const what = `${names.of(db.activeId)} hangs: its guest reacts to nothing any more`;
  tell({ at: clock.now(), group: db.name, who: 'EC2', what, tone: 'bad' });
}

/** Each instance's checks run once a minute, at a second of their own. False when they have not by `latest`. */
async function passUntilStatusCheckFails(stage: Stage, latest: number): Promise<boolean> {
  const { clock, sandbox, fleet, names, tell } = stage;
  const since = () => sandbox.world.instance(fleet.db.activeId).checks.instance.impairedSince;
  while (since() === undefined && clock.now() < latest) await clock.passUntil(clock.now() + 1_000);
  const at = since();
  if (at === undefined) return false;
  const what = `${names.of(fleet.db.activeId)} fails its instance status check`;
  tell({ at, group: fleet.db.name, who: 'EC2', what, tone: 'bad' });
  return true;
}

/** All there is to hear of it while it stops: both events come before anybody else's. */
function loseEventsOfStop({ activeId }: FleetGroup, { bus, sandbox }: Stack): void {
  bus.faults.loseNext({ detailType: 'EC2 Instance State-change Notification', times: 2 });
  sandbox.world.stop(activeId);
}

function raiseAlarm({ activeId }: FleetGroup, { bus, sandbox }: Stack, names: Names): void {
  const { clock, random, account, region } = sandbox;
  const origin = { id: newUuid(random.stream('alarm')), account, region, at: clock.now() };
  const alarmName = `${names.of(activeId)}-status`;
  bus.send(alarmStateChangeEvent({ ...origin, alarmName, instanceId: activeId }));
}

function isLeaving({ activeId, networkInterfaceIds }: FleetGroup, { world }: Sandbox): boolean {
  return networkInterfaceIds.some((id) => {
    const attachment = world.networkInterfaces.get(id)?.attachment;
    return attachment?.instanceId !== activeId || attachment.status === 'detaching';
  });
}

/** Over: all has been well for a while, or nothing has been under way for a while. */
async function untilOver(stack: Stack, endsAt: number, stage: Stage): Promise<void> {
  const holds = (condition: () => boolean) => {
    let since: number | undefined;
    return () => {
      since = condition() ? (since ?? stage.clock.now()) : undefined;
      return since === undefined ? 0 : stage.clock.now() - since;
    };
  };
  const wellMs = holds(() => stage.isWell(stack));
  const atRestMs = holds(() => isAtRest(stack, stage.fleet));
  await until(() => wellMs() >= proofMs || atRestMs() >= restMs, endsAt, stage);
}

function isAtRest(stack: Stack, fleet: StoryFleet): boolean {
  const { world } = stack.sandbox;
  const groups = groupsOfFleet(fleet);
  const instances = groups.flatMap(({ activeId, standbyId }) => [activeId, standbyId]);
  const attachments = groups
    .flatMap(({ networkInterfaceIds }) => networkInterfaceIds)
    .map((id) => world.networkInterfaces.get(id)?.attachment?.status ?? 'unattached');
  return (
    runsOf(stack).open === 0 &&
    instances.every((id) => ['running', 'stopped', 'terminated'].includes(world.instance(id).state)) &&
    attachments.every((status) => status === 'attached' || status === 'unattached')
  );
}

async function until(condition: () => boolean, endsAt: number, { clock, signal }: Stage): Promise<void> {
  while (!condition() && clock.now() < endsAt) {
    signal.throwIfAborted();
    await clock.sleep(lookEveryMs);
  }
}
