import type { CheckName, Instance } from '../../../sandbox/world/records.ts';
import { callAs } from '../operator.ts';
import type { Simulation } from '../simulation.ts';
import type { Happening } from './incident.ts';
import { members, nameOf, oneOf, runningVictim } from './victims.ts';

const minuteMs = 60_000;
const groupKey = 'eni-warden:group';

/** Somebody stops it, and perhaps starts it again. */
export const stop: Happening = (simulation) => {
  const { sandbox, draw } = simulation;
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  const force = draw.chance(0.3);
  simulation.note('stop', `${nameOf(victim)} is stopped${force ? ' by force' : ''}`);
  sandbox.world.stop(victim.instanceId, { force });
  if (draw.chance(0.6)) startLater(simulation, victim, draw.between(0.5, 8) * minuteMs);
};

export const terminate: Happening = (simulation) => {
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note('terminate', `${nameOf(victim)} is terminated`);
  simulation.sandbox.world.terminate(victim.instanceId);
};

/** The guest stops to react: only Force detaches from it. */
export const hang: Happening = (simulation) => {
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note('hang', `${nameOf(victim)} hangs`);
  simulation.sandbox.faults.hang(victim.instanceId);
  if (simulation.draw.chance(0.5))
    recoverLater(simulation, victim, simulation.draw.between(0.5, 10) * minuteMs);
};

export const impair: Happening = (simulation) => {
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  const check = simulation.draw.of<CheckName>(['instance', 'system', 'attached-ebs']);
  simulation.note('impair', `${nameOf(victim)} begins to fail the ${check} status check`);
  simulation.sandbox.faults.impair(victim.instanceId, check);
  if (simulation.draw.chance(0.6))
    recoverLater(simulation, victim, simulation.draw.between(0.5, 10) * minuteMs);
};

export const reboot: Happening = (simulation) => {
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note('reboot', `somebody reboots ${nameOf(victim)}`);
  void callAs('operator', simulation.sandbox, 'RebootInstances', { 'InstanceId.1': victim.instanceId });
};

/** EC2 brings the dead node back on another host while its failover is under way. */
export const autoRecovery: Happening = (simulation) => {
  const { sandbox } = simulation;
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note('auto-recovery', `${nameOf(victim)} loses its host, and EC2 starts it on another`);
  sandbox.world.stop(victim.instanceId, { force: true });
  let done = false;
  sandbox.log.onTransition(({ id, kind }) => {
    if (done || id !== victim.instanceId || kind !== 'instance stopped') return;
    done = true;
    simulation.clock.after(500, () => sandbox.world.start(victim.instanceId));
  });
};

/** A holder fails, the detach takes minutes, and before it has ended the standby is no standby any more. */
export const standbyFailsToo: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note(
    'standby-fails-too',
    `${nameOf(victim)} is stopped, its ENIs come off slowly, and a standby follows it`,
  );
  const ms = draw.whole(20_000, 120_000);
  for (const { networkInterfaceId, attachment } of sandbox.world.interfacesOf(victim.instanceId)) {
    if (attachment?.deviceIndex !== 0) sandbox.faults.stickDetach({ networkInterfaceId, ms });
  }
  sandbox.world.stop(victim.instanceId, { force: true });
  simulation.later(draw.between(5_000, ms), () => {
    const own = (victim.tags[groupKey] ?? '').split(' ');
    const standbys = members(simulation, 'running').filter(({ tags }) =>
      own.some((name) => (tags[groupKey] ?? '').split(' ').includes(name)),
    );
    for (const { instanceId } of standbys.filter(() => draw.chance(0.6))) {
      if (draw.chance(0.6)) sandbox.world.stop(instanceId, { force: true });
      else sandbox.world.setTag(instanceId, 'eni-warden:hold', 'second thoughts');
    }
  });
};

/** Everything in one Availability Zone at once, strangers too. */
export const zoneLoss: Happening = (simulation) => {
  const { sandbox, draw } = simulation;
  const zone = oneOf(draw, members(simulation, 'running'))?.availabilityZone;
  if (zone === undefined) return;
  const victims = [...sandbox.world.instances.values()].filter(
    ({ availabilityZone, state }) => availabilityZone === zone && state === 'running',
  );
  const how = draw.of(['hang', 'hang', 'stop', 'terminate'] as const);
  const back = draw.chance(0.8) && how !== 'terminate';
  simulation.note('zone-loss', `all ${victims.length} instances of ${zone} go down (${how})`);
  for (const victim of victims) {
    if (draw.chance(0.1)) continue;
    if (how === 'hang') sandbox.faults.hang(victim.instanceId);
    else if (how === 'stop') sandbox.world.stop(victim.instanceId, { force: true });
    else sandbox.world.terminate(victim.instanceId);
    if (!back) continue;
    const ms = draw.between(2, 6) * minuteMs;
    if (how === 'hang') recoverLater(simulation, victim, ms);
    else startLater(simulation, victim, ms);
  }
};

/** Fails and recovers, again and again. */
export const flapping: Happening = (simulation) => {
  const { sandbox, draw } = simulation;
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  simulation.note('flapping', `${nameOf(victim)} flaps`);
  let at = 0;
  for (let turn = draw.whole(2, 6); turn > 0; turn--) {
    at += draw.between(20_000, 200_000);
    simulation.later(at, () =>
      ifRunning(simulation, victim, () => sandbox.faults.impair(victim.instanceId, 'instance')),
    );
    at += draw.between(20_000, 200_000);
    simulation.inAnyCase(at, () => sandbox.faults.recover(victim.instanceId));
  }
};

export const spotWarning: Happening = (simulation) => {
  const { draw, sandbox, bus } = simulation;
  const victim = oneOf(
    draw,
    members(simulation, 'running').filter(({ spot }) => spot),
  );
  if (victim === undefined) return;
  const action = draw.of(['terminate', 'stop', 'hibernate'] as const);
  simulation.note('spot-warning', `EC2 warns that it will ${action} the Spot Instance ${nameOf(victim)}`);
  const detailType = 'EC2 Spot Instance Interruption Warning';
  if (draw.chance(0.2)) bus.faults.delayNext(draw.whole(150_000, 600_000), { detailType });
  sandbox.world.warnSpot(victim.instanceId, action);
  // EC2 starts what a persistent request asks for as soon as there is capacity again.
  if (action !== 'terminate' && draw.chance(0.6))
    startLater(simulation, victim, draw.between(3, 6) * minuteMs);
};

function startLater(simulation: Simulation, { instanceId }: Instance, ms: number): void {
  simulation.inAnyCase(ms, () => {
    const { world } = simulation.sandbox;
    if (world.instances.get(instanceId)?.state === 'stopped') world.start(instanceId);
  });
}

function recoverLater(simulation: Simulation, { instanceId }: Instance, ms: number): void {
  simulation.inAnyCase(ms, () => simulation.sandbox.faults.recover(instanceId));
}

function ifRunning({ sandbox }: Simulation, { instanceId }: Instance, happen: () => void): void {
  if (sandbox.world.instances.get(instanceId)?.state === 'running') happen();
}
