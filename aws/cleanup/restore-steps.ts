import {
  AssignIpv6AddressesCommand,
  AssignPrivateIpAddressesCommand,
  AssociateAddressCommand,
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  CreateRouteCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterfaceCreationType,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import type { CreateStep, RestoreStep } from '../../domain/cleanup/restore.ts';
import { callPatiently, type RestoreAction, type RestoreEc2 } from './restore-ec2.ts';

/** Creates the ENI, and gives its id; the same id again for the same client token. */
export async function createEni(
  ec2: RestoreEc2,
  step: CreateStep,
  deadline: number,
): Promise<string | undefined> {
  const command = new CreateNetworkInterfaceCommand(requestOf(step));
  const reply = await callPatiently(ec2, 'CreateNetworkInterface', deadline, (client) =>
    client.send(command),
  );
  return reply.NetworkInterface?.NetworkInterfaceId;
}

function requestOf(step: CreateStep): CreateNetworkInterfaceCommandInput {
  const { subnetId, description, interfaceType, privateIpv4Addresses, securityGroupIds, tags } = step;
  // The primary one is the first (API reference of EnablePrimaryIpv6).
  const ipv6 = step.ipv6Addresses.toSorted((a, b) => Number(b.primary) - Number(a.primary));
  return {
    ClientToken: step.clientToken,
    SubnetId: subnetId,
    Description: description,
    PrivateIpAddresses: privateIpv4Addresses.map(({ address, primary }) => ({
      PrivateIpAddress: address,
      Primary: primary,
    })),
    ...(ipv6.length > 0 && { Ipv6Addresses: ipv6.map(({ address }) => ({ Ipv6Address: address })) }),
    ...(ipv6.some(({ primary }) => primary) && { EnablePrimaryIpv6: true }),
    ...(securityGroupIds.length > 0 && { Groups: [...securityGroupIds] }),
    // The default need not be named; a type that cannot be created is for EC2 to refuse.
    ...(interfaceType !== 'interface' && { InterfaceType: interfaceType as NetworkInterfaceCreationType }),
    TagSpecifications: [
      {
        ResourceType: 'network-interface',
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    ],
  };
}

/** Does one step for the new ENI. None of these calls takes anything from anybody, but for ReplaceRoute: look first. */
export async function performStep(
  ec2: RestoreEc2,
  step: RestoreStep,
  networkInterfaceId: string,
  deadline: number,
): Promise<void> {
  const perform = (action: RestoreAction, send: (client: EC2Client) => Promise<unknown>) =>
    callPatiently(ec2, action, deadline, send);
  const about = { NetworkInterfaceId: networkInterfaceId };
  switch (step.kind) {
    case 'set-source-dest-check': {
      const command = new ModifyNetworkInterfaceAttributeCommand({
        ...about,
        SourceDestCheck: { Value: step.value },
      });
      await perform('ModifyNetworkInterfaceAttribute', (client) => client.send(command));
      return;
    }
    case 'assign-ipv4-prefixes': {
      const command = new AssignPrivateIpAddressesCommand({ ...about, Ipv4Prefixes: [...step.prefixes] });
      await perform('AssignPrivateIpAddresses', (client) => client.send(command));
      return;
    }
    case 'assign-ipv6-prefixes': {
      const command = new AssignIpv6AddressesCommand({ ...about, Ipv6Prefixes: [...step.prefixes] });
      await perform('AssignIpv6Addresses', (client) => client.send(command));
      return;
    }
    case 'associate-address': {
      const command = new AssociateAddressCommand({
        ...about,
        AllocationId: step.allocationId,
        AllowReassociation: false,
        ...(step.privateIpAddress !== undefined && { PrivateIpAddress: step.privateIpAddress }),
      });
      await perform('AssociateAddress', (client) => client.send(command));
      return;
    }
    case 'create-route': {
      const command = new CreateRouteCommand(routeOf(step, networkInterfaceId));
      await perform('CreateRoute', (client) => client.send(command));
      return;
    }
    case 'replace-route': {
      const command = new ReplaceRouteCommand(routeOf(step, networkInterfaceId));
      await perform('ReplaceRoute', (client) => client.send(command));
      return;
    }
    default:
      throw step satisfies never;
  }
}

function routeOf(
  { routeTableId, destination }: { readonly routeTableId: string; readonly destination: string },
  id: string,
) {
  return {
    RouteTableId: routeTableId,
    NetworkInterfaceId: id,
    ...(destination.startsWith('pl-')
      ? { DestinationPrefixListId: destination }
      : destination.includes(':')
        ? { DestinationIpv6CidrBlock: destination }
        : { DestinationCidrBlock: destination }),
  };
}
