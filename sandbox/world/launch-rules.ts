import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import { instanceTypeLimits } from './instance-types.ts';
import { existingInterface, existingSubnet } from './lookup.ts';
import { chooseAddresses } from './private-addresses.ts';
import type { Subnet } from './records.ts';

/** One interface that a launch asks for: a new one, or one that is there. */
export interface AskedInterface {
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly networkInterfaceId: string | undefined;
  readonly subnetId: string | undefined;
  readonly groupIds: readonly string[];
  readonly privateIpAddress: string | undefined;
  readonly description: string | undefined;
  readonly deleteOnTermination: boolean | undefined;
}

interface Launch {
  readonly subnet: Subnet;
  readonly instanceType: string;
  readonly maxCount: number;
}

/** The subnet of the primary interface; the sandbox has no default VPC to launch into. */
export function launchSubnet(core: Core, asked: readonly AskedInterface[]): Subnet {
  const primary = asked.find(
    ({ deviceIndex, networkCardIndex }) => deviceIndex === 0 && networkCardIndex === 0,
  );
  const existing = primary?.networkInterfaceId;
  const subnetId = existing === undefined ? primary?.subnetId : existingInterface(core, existing).subnetId;
  if (subnetId === undefined) throw new Ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  return existingSubnet(core, subnetId);
}

/** Throws before anything is made, so that a launch happens whole or not at all. */
export function checkLaunch(core: Core, launch: Launch, asked: readonly AskedInterface[]): void {
  checkPlaces(launch.instanceType, asked);
  for (const { networkInterfaceId, subnetId = launch.subnet.subnetId, privateIpAddress } of asked) {
    if (launch.maxCount > 1 && (networkInterfaceId !== undefined || privateIpAddress !== undefined)) {
      const message = 'A given interface or address can be used by one instance only';
      throw new Ec2Error('InvalidParameterCombination', message);
    }
    if (networkInterfaceId !== undefined) checkExisting(core, launch, networkInterfaceId);
    else checkNew(core, launch, existingSubnet(core, subnetId), privateIpAddress);
  }
  const chosen = asked.filter(({ networkInterfaceId, subnetId }) => !networkInterfaceId && !subnetId);
  chooseAddresses(core, launch.subnet, undefined, chosen.length * launch.maxCount);
}

function checkPlaces(instanceType: string, asked: readonly AskedInterface[]): void {
  const limits = instanceTypeLimits(instanceType);
  if (limits === undefined) throw invalidParameterValue(`Invalid value '${instanceType}' for InstanceType.`);
  const places = new Set(
    asked.map(({ deviceIndex, networkCardIndex }) => `${networkCardIndex}/${deviceIndex}`),
  );
  if (places.size < asked.length) {
    throw invalidParameterValue(
      'Each network interface requires a device index of its own on its network card.',
    );
  }
  const exceeded = limits.interfacesPerCard.some(
    (onCard, card) => asked.filter(({ networkCardIndex }) => networkCardIndex === card).length > onCard,
  );
  if (exceeded) {
    const message = `Interface count ${asked.length} exceeds the limit for ${instanceType}`;
    throw new Ec2Error('AttachmentLimitExceeded', message);
  }
  if (asked.some(({ networkCardIndex }) => limits.interfacesPerCard[networkCardIndex] === undefined)) {
    throw invalidParameterValue(`A network card index is not valid for ${instanceType}`);
  }
}

/** An interface in use gets another error at launch than at Attach (facts 2). */
function checkExisting(core: Core, launch: Launch, networkInterfaceId: string): void {
  const { status, availabilityZone } = existingInterface(core, networkInterfaceId);
  if (status !== 'available') {
    throw new Ec2Error('InvalidNetworkInterface.InUse', `Interface: [${networkInterfaceId}] in use.`);
  }
  checkZone(launch, availabilityZone);
}

function checkNew(core: Core, launch: Launch, subnet: Subnet, privateIpAddress: string | undefined): void {
  checkZone(launch, subnet.availabilityZone);
  chooseAddresses(core, subnet, privateIpAddress, launch.maxCount);
}

function checkZone({ subnet }: Launch, availabilityZone: string): void {
  if (availabilityZone === subnet.availabilityZone) return;
  const message = 'The network interfaces of an instance must be in the same availability zone';
  throw new Ec2Error('InvalidParameterCombination', message);
}
