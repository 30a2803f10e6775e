import type { Core } from '../world/core.ts';
import { isLocal } from '../world/create-route-table.ts';
import { canonicalBlock, isInside, parseBlock } from '../world/ipv4.ts';
import { canonicalIpv6Block } from '../world/ipv6.ts';
import { existingInterface, existingVpc } from '../world/lookup.ts';
import type { RouteDestination, RouteTable, RouteTarget } from '../world/record-references.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';
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
  const block = ipv4 === undefined ? canonicalIpv6Block(ipv6 ?? '') : canonicalBlock(ipv4);
  if (block === undefined)
    throw invalidParameterValue(`Value (${ipv4 ?? ipv6}) for a destination is invalid.`);
  return ipv4 === undefined ? { destinationIpv6CidrBlock: block } : { destinationCidrBlock: block };
}

/** The sandbox holds no targets but network interfaces and `local`; every other one is an unknown parameter. */
export function readTarget(form: Form): RouteTarget {
  const networkInterfaceId = form.optionalId('networkInterface', 'NetworkInterfaceId');
  const gatewayId = form.text('GatewayId') ?? (form.flag('LocalTarget') === true ? 'local' : undefined);
  if ((networkInterfaceId === undefined) === (gatewayId === undefined)) {
    throw new Ec2Error('InvalidParameterCombination', 'Exactly one target has to be specified');
  }
  if (networkInterfaceId !== undefined) return { kind: 'networkInterfaceId', id: networkInterfaceId };
  if (gatewayId !== 'local') {
    throw new Ec2Error('InvalidGatewayID.NotFound', `The gateway ID '${gatewayId}' does not exist`);
  }
  return { kind: 'gatewayId', id: 'local' };
}

/**
 * Throws unless the route table may have this target for this destination: inside of the VPC's own block a route goes
 * to an interface, and covers the whole VPC or a whole subnet of it (VPC User Guide, route tables).
 */
export function checkedTarget(
  core: Core,
  table: RouteTable,
  destination: RouteDestination,
  target: RouteTarget,
): RouteTarget {
  const { cidrBlock } = existingVpc(core, table.vpcId);
  const asked = 'destinationCidrBlock' in destination ? destination.destinationCidrBlock : undefined;
  if (isLocal(target)) {
    if (asked === cidrBlock) return target;
    throw invalidParameterValue('The target local is for the block of the VPC alone');
  }
  const networkInterface = existingInterface(core, target.id);
  if (networkInterface.vpcId !== table.vpcId) {
    const message = `route table ${table.routeTableId} and interface ${target.id} belong to different networks`;
    throw invalidParameterValue(message);
  }
  if (asked !== undefined && asked !== cidrBlock) checkWithinVpc(core, table.vpcId, cidrBlock, asked);
  return target;
}

function checkWithinVpc(core: Core, vpcId: string, cidrBlock: string, asked: string): void {
  const [inner, outer] = [parseBlock(asked), parseBlock(cidrBlock)];
  if (inner === undefined || outer === undefined || !isInside(inner, outer)) return;
  for (const subnet of core.tables.subnets.values()) {
    if (subnet.vpcId === vpcId && subnet.cidrBlock === asked) return;
  }
  throw invalidParameterValue(`The destination CIDR block ${asked} is in the VPC and is none of its subnets`);
}
