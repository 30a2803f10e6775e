import type { World } from '../sandbox/world/world.ts';
import type { AuditFleet } from './audit-fleet.ts';
import {
  type AwsCommand,
  assignPrivateIpAddresses,
  attachNetworkInterface,
  detachNetworkInterface,
  replaceRoute,
} from './aws-command.ts';

/** Something that a person breaks, and how the audit has to speak of it. */
export interface Break {
  readonly who: 'Colleague' | 'Other team';
  /** What they think that they are doing. */
  readonly meaning: string;
  readonly breaks: AwsCommand;
  /** The one finding that has to come of it. */
  readonly code: string;
  /** In a few words, for the table. */
  readonly title: string;
  /** What has to be in the report of it, too. */
  readonly resourceIds: readonly string[];
  /** The command that mends it, which the alert has to name as it is. Known only when it is broken. */
  mends(world: Pick<World, 'networkInterface'>): AwsCommand;
}

export function breaksOf(fleet: AuditFleet): readonly Break[] {
  return [takenSlot(fleet), forgottenRoute(fleet), takenAddress(fleet)];
}

function takenSlot({ captureEniId, licenceStandbyId }: AuditFleet): Break {
  return {
    who: 'Colleague',
    meaning: 'wants to look at packets from the licence server that has nothing to do',
    breaks: attachNetworkInterface({
      NetworkInterfaceId: captureEniId,
      InstanceId: licenceStandbyId,
      DeviceIndex: 1,
    }),
    code: 'standby-not-ready',
    title: 'the last free slot of a standby is taken',
    resourceIds: [licenceStandbyId],
    mends: (world) =>
      detachNetworkInterface({
        AttachmentId: world.networkInterface(captureEniId).attachment?.attachmentId ?? '',
      }),
  };
}

function forgottenRoute({ routeTableId, firewallEniId, firewallStandbyEniId }: AuditFleet): Break {
  const to = (NetworkInterfaceId: string) =>
    replaceRoute({ RouteTableId: routeTableId, DestinationCidrBlock: '0.0.0.0/0', NetworkInterfaceId });
  return {
    who: 'Colleague',
    meaning: 'tries the second firewall, and forgets to put the route back',
    breaks: to(firewallStandbyEniId),
    code: 'route-to-idle',
    title: 'a route leads to an instance that stands by',
    resourceIds: [firewallStandbyEniId, routeTableId],
    mends: () => to(firewallEniId),
  };
}

function takenAddress({ proxyEniId, batchEniId, claimedAddress }: AuditFleet): Break {
  const to = (NetworkInterfaceId: string) =>
    assignPrivateIpAddresses({
      NetworkInterfaceId,
      PrivateIpAddresses: [claimedAddress],
      AllowReassignment: true,
    });
  return {
    who: 'Other team',
    meaning: 'deploys a batch job from a copied script, which takes the address of the proxy',
    breaks: to(batchEniId),
    code: 'claim-squatted',
    title: 'another team takes an address that is claimed',
    resourceIds: [batchEniId, claimedAddress],
    mends: () => to(proxyEniId),
  };
}
