import type { Core } from './core.ts';
import { newPublicIp } from './create.ts';
import { changeInterface } from './lifecycle-attachment.ts';
import { existingInterface } from './lookup.ts';
import { interfacesOf } from './tables.ts';

/** Public addresses that AWS lends to the primary interface of an instance that has no Elastic IP address. */

export function lendPublicIp(core: Core, networkInterfaceId: string): void {
  const [primary, ...others] = existingInterface(core, networkInterfaceId).privateIpAddresses;
  if (primary === undefined) return;
  const lentPublicIp = newPublicIp(core);
  changeInterface(core, networkInterfaceId, {
    privateIpAddresses: [{ ...primary, lentPublicIp }, ...others],
  });
}

/** The instance has stopped. */
export function takeBackPublicIp(core: Core, instanceId: string): void {
  for (const { networkInterfaceId, privateIpAddresses } of interfacesOf(core.tables, instanceId)) {
    if (!privateIpAddresses.some(({ lentPublicIp }) => lentPublicIp !== undefined)) continue;
    const kept = privateIpAddresses.map(({ lentPublicIp: _, ...address }) => address);
    changeInterface(core, networkInterfaceId, { privateIpAddresses: kept });
  }
}
