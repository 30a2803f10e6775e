/** What limits the network interfaces of an instance type (facts 1.4; the rest from AWS's own table of types). */
export interface InstanceTypeLimits {
  readonly instanceType: string;
  /** The most interfaces that each network card takes. */
  readonly interfacesPerCard: readonly number[];
  readonly ipv4PerInterface: number;
  readonly efaSupported: boolean;
  readonly arm: boolean;
  readonly vcpus: number;
  readonly memoryMiB: number;
}

/** type, interfaces per card, IPv4 addresses per interface, vCPUs, GiB of memory, cards, EFA. */
type Row = readonly [string, number, number, number, number, number?, boolean?];

const rows: readonly Row[] = [
  ['t3.nano', 2, 2, 2, 0.5],
  ['t3.micro', 2, 2, 2, 1],
  ['t3.small', 3, 4, 2, 2],
  ['t3.medium', 3, 6, 2, 4],
  ['t3.large', 3, 12, 2, 8],
  ['t3.xlarge', 4, 15, 4, 16],
  ['t4g.nano', 2, 2, 2, 0.5],
  ['t4g.micro', 2, 2, 2, 1],
  ['t4g.small', 3, 4, 2, 2],
  ['t4g.medium', 3, 6, 2, 4],
  ['m5.large', 3, 10, 2, 8],
  ['m5.xlarge', 4, 15, 4, 16],
  ['m5.4xlarge', 8, 30, 16, 64],
  ['c5.large', 3, 10, 2, 4],
  ['c5.xlarge', 4, 15, 4, 8],
  ['m7g.medium', 2, 4, 1, 4],
  ['m7g.large', 3, 10, 2, 8],
  ['m8g.medium', 2, 4, 1, 4],
  ['m8g.large', 3, 10, 2, 8],
  ['c7gn.2xlarge', 4, 15, 8, 16],
  ['c7gn.16xlarge', 15, 50, 64, 128, 1, true],
  ['c6in.32xlarge', 8, 50, 128, 256, 2, true],
  ['p5.48xlarge', 2, 50, 192, 2048, 32, true],
];

const limits = new Map<string, InstanceTypeLimits>(
  rows.map(([instanceType, interfaces, ipv4PerInterface, vcpus, gib, cards = 1, efaSupported = false]) => [
    instanceType,
    {
      instanceType,
      interfacesPerCard: Array.from({ length: cards }, () => interfaces),
      ipv4PerInterface,
      efaSupported,
      arm: /^[a-z]+\dg/.test(instanceType),
      vcpus,
      memoryMiB: gib * 1024,
    },
  ]),
);

export function instanceTypeLimits(instanceType: string): InstanceTypeLimits | undefined {
  return limits.get(instanceType);
}

export function allInstanceTypes(): readonly InstanceTypeLimits[] {
  return [...limits.values()];
}

export function maximumNetworkInterfaces(type: InstanceTypeLimits): number {
  return type.interfacesPerCard.reduce((sum, onCard) => sum + onCard, 0);
}
