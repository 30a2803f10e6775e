import { callAs } from '../operator.ts';
import type { Simulation } from '../simulation.ts';
import { throttledActions } from '../throttled-actions.ts';
import type { Happening } from './incident.ts';
import { malformedEvent } from './signals.ts';
import { nameOf, oneOf, protectedEnis } from './victims.ts';

/** Another tool that deletes free ENIs: strangers' mostly, and now and then one that somebody protects. */
export const cleaner: Happening = (simulation) => {
  const { draw, sandbox, fleet } = simulation;
  const greedy = draw.chance(0.15);
  // What our own cleanup is to find is left to it, or there would be little to do.
  const free = [...sandbox.world.networkInterfaces.values()].filter(
    ({ networkInterfaceId, status, tags }) =>
      status === 'available' &&
      (greedy || tags['eni-warden:group'] === undefined) &&
      !fleet.orphans.ids.includes(networkInterfaceId),
  );
  const ids = free.map(({ networkInterfaceId }) => networkInterfaceId);
  simulation.note('cleaner', `a cleaner deletes ${ids.length} free ENIs`, ids);
  for (const NetworkInterfaceId of ids)
    void callAs('cleaner', sandbox, 'DeleteNetworkInterface', { NetworkInterfaceId });
};

/** Somebody in the account uses up the request rate of an action for a while. */
export const noisyNeighbour: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const action = draw.of(throttledActions);
  const callsPerSecond = draw.whole(3, 22);
  simulation.note('noisy-neighbour', `somebody makes ${callsPerSecond} calls of ${action} a second`);
  sandbox.faults.throttle(action, { callsPerSecond });
  simulation.later(draw.between(10_000, 180_000), () =>
    sandbox.faults.throttle(action, { callsPerSecond: 0 }),
  );
};

/** EC2 fails every call of one action for a while. */
export const apiOutage: Happening = (simulation) => {
  const { draw, weather } = simulation;
  const action = draw.of(throttledActions);
  const ms = draw.between(2_000, draw.chance(0.2) ? 600_000 : 60_000);
  simulation.note('api-outage', `${action} fails for ${Math.round(ms / 1_000)} s`);
  weather.breakDown(action, ms);
};

export const stuckDetach: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const eni = oneOf(
    draw,
    protectedEnis(simulation).filter(({ attachment }) => attachment !== undefined),
  );
  if (eni === undefined) return;
  const ms = draw.of([30_000, 120_000, 240_000]);
  simulation.note('stuck-detach', `the next detach of ${eni.networkInterfaceId} takes ${ms / 1_000} s`);
  sandbox.faults.stickDetach({ networkInterfaceId: eni.networkInterfaceId, ms });
};

/** Far enough apart that two looks some seconds apart do not both fall into it: reads lag for seconds, not again and again. */
const hiddenApartMs = 20_000;
const tickMs = 60_000;

function wasHidden({ history, clock }: Simulation, instanceId: string): boolean {
  return history.incidents.some(
    ({ kind, at, about }) =>
      kind === 'hidden-instance' && about.includes(instanceId) && at > clock.now() - 10 * 60_000,
  );
}

/** Reads that lag: for a moment no Describe shows the instance. */
export const hiddenInstance: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const holders = new Set(protectedEnis(simulation).map(({ attachment }) => attachment?.instanceId));
  const holding = [...sandbox.world.instances.values()].filter(({ instanceId }) => holders.has(instanceId));
  const victim = oneOf(draw, holding);
  if (victim === undefined || wasHidden(simulation, victim.instanceId)) return;
  // What is gone for good may be missing for longer; what is alive is missing only in reads that lag.
  const isGone = victim.state === 'terminated' || victim.state === 'shutting-down';
  const ms = isGone ? draw.whole(3_000, 120_000) : draw.whole(500, 3_000);
  simulation.note(
    'hidden-instance',
    `for ${ms} ms no Describe shows ${nameOf(victim)}, now and perhaps again`,
    [victim.instanceId],
  );
  // Most looks at rest are those of the tick.
  let at = draw.chance(0.6) ? tickMs - (simulation.clock.now() % tickMs) : 0;
  for (let time = draw.whole(1, 8); time > 0; time--) {
    simulation.later(at, () => sandbox.faults.hideInstance(victim.instanceId, ms));
    at += draw.chance(0.6) ? tickMs : draw.between(hiddenApartMs, tickMs);
  }
};

export const snsOutage: Happening = (simulation) => {
  const { draw, sns } = simulation;
  const ms = draw.between(2_000, draw.chance(0.3) ? 900_000 : 60_000);
  simulation.note('sns-outage', `SNS fails for ${Math.round(ms / 1_000)} s`);
  sns.down(ms);
  // What has to be told while nothing can be.
  if (draw.chance(0.5)) simulation.later(draw.between(0, ms / 2), () => malformedEvent(simulation));
};
