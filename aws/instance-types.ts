import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { InstanceTypeLimits } from '../domain/instance.ts';

/** Notes how many network interfaces a type takes; a type of which EC2 does not say it stays unknown. */
export function noteLimits(
  { InstanceType, NetworkInfo }: InstanceTypeInfo,
  known: Map<string, InstanceTypeLimits>,
): void {
  const inAll = NetworkInfo?.MaximumNetworkInterfaces;
  if (InstanceType === undefined || inAll === undefined) return;
  const card0 = NetworkInfo?.NetworkCards?.find(({ NetworkCardIndex }) => NetworkCardIndex === 0);
  known.set(InstanceType, {
    networkInterfacesMax: inAll,
    networkInterfacesOnCard0Max: card0?.MaximumNetworkInterfaces ?? inAll,
  });
}
