import {
  allInstanceTypes,
  type InstanceTypeLimits,
  instanceTypeLimits,
  maximumNetworkInterfaces,
} from '../world/instance-types.ts';
import type { Tags } from '../world/records.ts';
import type { Action } from './action.ts';
import { Ec2Error } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import type { XmlValue } from './xml.ts';

export const describeInstanceTypes: Action = (form) => {
  const names = [...new Set(form.list('InstanceType'))];
  const page = readPage(form, { minimum: 5, maximum: 100, ids: ['instanceTypes', names] });
  const matches = readFilters<InstanceTypeLimits & { tags?: Tags }>(form, filters);
  return () => {
    const unknown = names.filter((name) => instanceTypeLimits(name) === undefined);
    if (unknown.length > 0) {
      const message = `The following supplied instance types do not exist: [${unknown.join(', ')}]`;
      throw new Ec2Error('InvalidInstanceType', message);
    }
    const all = allInstanceTypes().map((type, place) => ({ ...type, place }));
    const named = names.length === 0 ? all : all.filter(({ instanceType }) => names.includes(instanceType));
    const { items, nextToken } = cutPage(named, page, ({ place }) => place, matches);
    return { instanceTypeSet: items.map(typeXml), nextToken };
  };
};

const filters: FilterTable<InstanceTypeLimits> = {
  'instance-type': (type) => type.instanceType,
  'network-info.efa-supported': (type) => type.efaSupported,
  'network-info.ipv4-addresses-per-interface': (type) => type.ipv4PerInterface,
  'network-info.maximum-network-cards': (type) => type.interfacesPerCard.length,
  'network-info.maximum-network-interfaces': maximumNetworkInterfaces,
  'processor-info.supported-architecture': (type) => (type.arm ? 'arm64' : 'x86_64'),
};

function typeXml(type: InstanceTypeLimits): XmlValue {
  return {
    instanceType: type.instanceType,
    currentGeneration: true,
    supportedUsageClasses: ['on-demand', 'spot'],
    hypervisor: 'nitro',
    processorInfo: { supportedArchitectures: [type.arm ? 'arm64' : 'x86_64'] },
    vCpuInfo: { defaultVCpus: type.vcpus },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    networkInfo: {
      networkPerformance: 'Up to 12.5 Gigabit',
      maximumNetworkInterfaces: maximumNetworkInterfaces(type),
      maximumNetworkCards: type.interfacesPerCard.length,
      defaultNetworkCardIndex: 0,
      networkCards: type.interfacesPerCard.map((interfaces, networkCardIndex) => ({
        networkCardIndex,
        networkPerformance: 'Up to 12.5 Gigabit',
        maximumNetworkInterfaces: interfaces,
      })),
      ipv4AddressesPerInterface: type.ipv4PerInterface,
      ipv6AddressesPerInterface: type.ipv4PerInterface,
      ipv6Supported: true,
      enaSupport: 'required',
      efaSupported: type.efaSupported,
    },
  };
}
