import type { Snapshot } from '../snapshot.ts';

/** The command that attaches an ENI to an instance, at its lowest free device index on network card 0. */
export function attachCommand(eniId: string, instanceId: string, { instances }: Snapshot): string {
  const slots = instances.get(instanceId)?.slots ?? [];
  const taken = new Set(
    slots.filter(({ networkCardIndex }) => networkCardIndex === 0).map(({ deviceIndex }) => deviceIndex),
  );
  let index = 1;
  while (taken.has(index)) index++;
  return `aws ec2 attach-network-interface --network-interface-id ${eniId} --instance-id ${instanceId} --device-index ${index}`;
}
