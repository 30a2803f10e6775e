import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import { callAs } from '../operator.ts';
import type { Simulation } from '../simulation.ts';
import type { Happening } from './incident.ts';
import { oneOf, protectedEnis } from './victims.ts';

const minuteMs = 60_000;
const holdKey = 'eni-warden:hold';

/** The same trouble twice: somebody takes an ENI off and holds it, gives it back, and does so again for good. */
export const holdAgain: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const eni = oneOf(
    draw,
    protectedEnis(simulation).filter(
      ({ attachment, tags }) => attachment?.status === 'attached' && tags[holdKey] === undefined,
    ),
  );
  if (eni === undefined) return;
  takeOff(simulation, eni);
  const backMs = draw.between(2, 5) * minuteMs;
  simulation.inAnyCase(backMs, () => {
    if (sandbox.world.networkInterfaces.has(eni.networkInterfaceId))
      sandbox.world.removeTag(eni.networkInterfaceId, holdKey);
  });
  simulation.later(backMs + draw.between(3, 8) * minuteMs, () => takeOff(simulation, eni));
};

function takeOff(simulation: Simulation, { networkInterfaceId: id }: NetworkInterface): void {
  const { world } = simulation.sandbox;
  const attachmentId = world.networkInterfaces.get(id)?.attachment?.attachmentId;
  if (attachmentId === undefined) return;
  simulation.note('hold-again', `somebody puts ${id} on hold and takes it off`, [id]);
  world.setTag(id, holdKey, 'wanted elsewhere');
  void callAs('operator', simulation.sandbox, 'DetachNetworkInterface', { AttachmentId: attachmentId });
}
