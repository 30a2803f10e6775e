import type { Manifest } from '../../domain/cleanup/manifest.ts';
import { wantedAddresses } from '../../domain/cleanup/restore-obstacles.ts';
import { DeadlinePassed } from '../ec2.ts';
import { describeFailure } from '../failures.ts';

/** Why there is no new ENI, and what to do, where a look at the world does not tell. */
export function describeCreateFailure(error: unknown, manifest: Manifest): string {
  const words = describeFailure(error);
  if (error instanceof DeadlinePassed) {
    const last = error.cause === undefined ? '' : ` (${describeFailure(error.cause)})`;
    return `time ran out before EC2 said that the ENI was created${last}: run the restore again, it makes no second one`;
  }
  switch (error instanceof Error ? error.name : '') {
    case 'InvalidNetworkInterfaceID.NotFound':
    case 'InvalidNetworkInterface.NotFound':
      return `${deletedSince(manifest)} (${words})`;
    case 'IdempotentParameterMismatch':
      return `another restore of this manifest asked for other security groups or tags, and EC2 does not show its ENI yet: run it again in a minute (${words})`;
    case 'InvalidIPAddress.InUse':
    case 'Resource.AlreadyAssigned':
      return `an address is in use, and EC2 does not show by whom; it is one of ${wantedAddresses(manifest).join(', ')}: run it again in a minute, and look for ENIs that an AWS service manages (${words})`;
    case 'UnauthorizedOperation':
      return `whoever runs this may not create ENIs, or not with these tags: it takes ec2:CreateNetworkInterface, and ec2:CreateTags for it (${words})`;
    default:
      return `EC2 did not create the ENI: ${words}`;
  }
}

/** EC2 said that the ENI was created, and does not show it. */
export function notShown(newEniId: string | undefined, manifest: Manifest): string {
  const name = newEniId ?? 'the new ENI';
  return `EC2 made ${name} and does not show it: either not yet, then run the restore again in a minute; or it was deleted since. ${deletedSince(manifest)}`;
}

/** No second one is made behind the back of whoever deleted the first. */
function deletedSince({ subnetId, privateIpv4Addresses }: Manifest): string {
  const [address] = privateIpv4Addresses.map((each) => each.address);
  return (
    'Where an ENI was restored from this manifest before and deleted since, EC2 makes no second one for the same request. ' +
    'If the cleanup deleted it, restore it from its own manifest; if a person did, create one by hand: ' +
    `aws ec2 create-network-interface --subnet-id ${subnetId}${address === undefined ? '' : ` --private-ip-address ${address}`}`
  );
}
