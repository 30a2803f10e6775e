import { checkedId, type IdKind, idKinds } from '../ids.ts';
import { canonicalCidr, isCidrInside } from '../world/blocks.ts';
import type { Core } from '../world/core.ts';
import { destinationText, isLocal } from '../world/create-route-table.ts';
import { existingInterface, existingVpc } from '../world/lookup.ts';
import { existingPeering } from '../world/peerings.ts';
import type { GatewayKind } from '../world/record-network.ts';
import type { RouteDestination, RouteTable, RouteTarget } from '../world/record-references.ts';
import { blocksOf } from '../world/vpc-cidrs.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import type { Form } from './form.ts';

/** Exactly one of the three forms; EC2 makes the host bits of a block zero (API reference of CreateRoute). */
export function readDestination(form: Form): RouteDestination {
  const ipv4 = form.text('DestinationCidrBlock');
  const ipv6 = form.text('DestinationIpv6CidrBlock');
  const prefixList = form.text('DestinationPrefixListId');
  if ([ipv4, ipv6, prefixList].filter((value) => value !== undefined).length !== 1) {
    throw new Ec2Error('InvalidParameterCombination', 'Exactly one destination has to be specified');
  }
  if (prefixList !== undefined) return { destinationPrefixListId: prefixList };
  const block = canonicalCidr(ipv4 ?? ipv6 ?? '');
  if (block === undefined || block.includes(':') !== (ipv6 !== undefined))
    throw invalidParameterValue(`Value (${ipv4 ?? ipv6}) for a destination is invalid.`);
  return ipv4 === undefined ? { destinationIpv6CidrBlock: block } : { destinationCidrBlock: block };
}

/** The parameters that name a target, with what each may name; every other one is unknown to the sandbox. */
const targetParameters = [
  { name: 'NetworkInterfaceId', kind: 'networkInterfaceId', idKinds: ['networkInterface'] },
  { name: 'GatewayId', kind: 'gatewayId', idKinds: ['internetGateway', 'virtualPrivateGateway'] },
  { name: 'NatGatewayId', kind: 'natGatewayId', idKinds: ['natGateway'] },
  { name: 'TransitGatewayId', kind: 'transitGatewayId', idKinds: ['transitGateway'] },
  { name: 'VpcPeeringConnectionId', kind: 'vpcPeeringConnectionId', idKinds: ['vpcPeeringConnection'] },
  {
    name: 'EgressOnlyInternetGatewayId',
    kind: 'egressOnlyInternetGatewayId',
    idKinds: ['egressOnlyInternetGateway'],
  },
] as const satisfies readonly {
  name: string;
  kind: RouteTarget['kind'];
  idKinds: readonly [IdKind, ...IdKind[]];
}[];

const local: RouteTarget = { kind: 'gatewayId', id: 'local' };

export function readTarget(form: Form): RouteTarget {
  const asked = targetParameters.flatMap((parameter): RouteTarget[] => {
    const id = form.text(parameter.name);
    return id === undefined ? [] : [targetOf(parameter, id)];
  });
  if (form.flag('LocalTarget') === true) asked.push(local);
  const [target, ...others] = asked;
  if (target === undefined || others.length > 0)
    throw new Ec2Error('InvalidParameterCombination', 'Exactly one target has to be specified');
  return target;
}

function targetOf({ kind, idKinds: kinds }: (typeof targetParameters)[number], id: string): RouteTarget {
  if (kind === 'gatewayId' && id === 'local') return local;
  const said = kinds.find((idKind) => id.startsWith(`${idKinds[idKind].prefix}-`)) ?? kinds[0];
  return { kind, id: checkedId(said, id) };
}

/**
 * Throws unless the route table may have this target for this destination: inside of the VPC's own blocks a route goes
 * to an interface or a NAT gateway, and covers a whole block of the VPC or a whole subnet of it (VPC User Guide, route
 * tables).
 */
export function checkedTarget(
  core: Core,
  table: RouteTable,
  destination: RouteDestination,
  target: RouteTarget,
): RouteTarget {
  const blocks = blocksOf(existingVpc(core, table.vpcId));
  const asked = destinationText(destination);
  if (isLocal(target)) {
    if (blocks.includes(asked)) return target;
    throw invalidParameterValue('The target local is for the block of the VPC alone');
  }
  checkOfSameVpc(core, table, target);
  if (!asked.includes('/') || !blocks.some((block) => isCidrInside(asked, block))) return target;
  if (target.kind !== 'networkInterfaceId' && target.kind !== 'natGatewayId')
    throw invalidParameterValue(`A route within the VPC cannot have the target ${target.id}`);
  if (!blocks.includes(asked)) checkIsSubnet(core, table.vpcId, asked);
  return target;
}

/** Throws unless the target exists and is of the route table's VPC. */
function checkOfSameVpc(core: Core, table: RouteTable, target: RouteTarget): void {
  const { noun, vpcIds } = whereabouts(core, target);
  if (vpcIds.includes(table.vpcId)) return;
  const message = `route table ${table.routeTableId} and ${noun} ${target.id} belong to different networks`;
  throw invalidParameterValue(message);
}

function whereabouts(core: Core, { kind, id }: RouteTarget): { noun: string; vpcIds: readonly string[] } {
  if (kind === 'networkInterfaceId')
    return { noun: 'interface', vpcIds: [existingInterface(core, id).vpcId] };
  if (kind === 'vpcPeeringConnectionId') {
    const { requester, accepter } = existingPeering(core, id);
    return { noun: 'vpc peering connection', vpcIds: [requester.vpcId, accepter.vpcId] };
  }
  const gateway = core.tables.gateways.get(id);
  if (gateway !== undefined) return { noun: 'network gateway', vpcIds: gateway.vpcIds };
  throw notFound(missingGateways[kind] ?? 'internetGateway', id);
}

/** What the error about a gateway that is not there calls it. */
const missingGateways: Partial<Record<RouteTarget['kind'], GatewayKind>> = {
  natGatewayId: 'natGateway',
  transitGatewayId: 'transitGateway',
  egressOnlyInternetGatewayId: 'egressOnlyInternetGateway',
};

function checkIsSubnet(core: Core, vpcId: string, asked: string): void {
  for (const subnet of core.tables.subnets.values()) {
    if (subnet.vpcId === vpcId && (subnet.cidrBlock === asked || subnet.ipv6CidrBlock === asked)) return;
  }
  throw invalidParameterValue(`The destination CIDR block ${asked} is in the VPC and is none of its subnets`);
}
