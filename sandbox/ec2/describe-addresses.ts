import type { Address, Association, NetworkInterface } from '../world/records.ts';
import type { View } from '../world/tables.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';

/** An Elastic IP address with what it is associated with. */
interface Described extends Address {
  readonly holder?: Holder;
}

interface Holder {
  readonly networkInterface: NetworkInterface;
  readonly privateIpAddress: string;
  readonly association: Association;
}

/** This action has no pages. */
export const describeAddresses: Action = (form) => {
  const ids = form.ids('allocation', 'AllocationId');
  const publicIps = form.list('PublicIp');
  const matches = readFilters(form, filters);
  return (core, view) => {
    const holders = addressHolders(view);
    const all = namedOrAll(view.addresses, ids, (id) => notFound('allocation', id));
    const described = [...all].map((record): Described => {
      const holder = holders.get(record.allocationId);
      return holder === undefined ? record : { ...record, holder };
    });
    const named = described.filter(({ publicIp }) => publicIps.length === 0 || publicIps.includes(publicIp));
    const addressesSet = named.filter(matches).map((record) => ({
      publicIp: record.publicIp,
      allocationId: record.allocationId,
      domain: 'vpc',
      instanceId: record.holder?.networkInterface.attachment?.instanceId,
      associationId: record.holder?.association.associationId,
      networkInterfaceId: record.holder?.networkInterface.networkInterfaceId,
      networkInterfaceOwnerId: record.holder && core.account,
      privateIpAddress: record.holder?.privateIpAddress,
      tagSet: tagSet(record.tags),
      publicIpv4Pool: 'amazon',
      networkBorderGroup: core.region,
    }));
    return { addressesSet };
  };
};

const filters: FilterTable<Described> = {
  'allocation-id': (record) => record.allocationId,
  'association-id': (record) => record.holder?.association.associationId,
  'instance-id': (record) => record.holder?.networkInterface.attachment?.instanceId,
  'network-interface-id': (record) => record.holder?.networkInterface.networkInterfaceId,
  'private-ip-address': (record) => record.holder?.privateIpAddress,
  'public-ip': (record) => record.publicIp,
};

/** Which interface and which of its private addresses has each Elastic IP address, by allocation id. */
export function addressHolders(view: View): Map<string, Holder> {
  const holders = new Map<string, Holder>();
  for (const networkInterface of view.networkInterfaces.values()) {
    for (const { privateIpAddress, association } of networkInterface.privateIpAddresses) {
      if (association === undefined) continue;
      holders.set(association.allocationId, { networkInterface, privateIpAddress, association });
    }
  }
  return holders;
}
