import type { Simulation } from '../simulation.ts';

export const requestType = 'ENI Warden Switchover Request';

/** Sends a switchover request, of now or of an earlier moment. */
export function request(
  simulation: Simulation,
  group: string,
  target: string | undefined,
  at = simulation.clock.now(),
): void {
  const { bus, draw, sandbox } = simulation;
  const isReadable = /^[\w-]+$/.test(group);
  bus.send({
    version: '0',
    id: `${isReadable ? 'request' : 'malformed'}-${draw.hex(12)}`,
    'detail-type': requestType,
    source: 'eni-warden',
    account: sandbox.account,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: sandbox.region,
    resources: [],
    detail: {
      group,
      reason: 'planned work',
      requester: 'somebody@example.com',
      ...(target !== undefined && { target }),
    },
  });
}
