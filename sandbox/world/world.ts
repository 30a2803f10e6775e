import { associate } from '../ec2/mutate-addresses.ts';
import { availabilityZones } from '../ec2/mutate-network.ts';
import { type SpotInterruptionAction, spotInterruptionEvent } from '../events/aws-events.ts';
import { newId } from '../ids.ts';
import { spotWarningMs } from '../timings.ts';
import { eventOrigin } from './core.ts';
import { createAddress, createInstance, createSecurityGroup, createSubnet, createVpc } from './create.ts';
import { createNetworkInterface } from './create-network-interface.ts';
import { lendPublicIp } from './lent-public-ip.ts';
import { attachAtOnce, changeInterface } from './lifecycle-attachment.ts';
import { beginStart, beginStop, beginTerminate } from './lifecycle-instance.ts';
import { existingGroups, existingSubnet, existingVpc } from './lookup.ts';
import { attachToService, detachAndShow } from './odd-attachments.ts';
import type { Address, Instance, NetworkInterface, SecurityGroup, Subnet, Tags, Vpc } from './records.ts';
import { replaceTags, tagsOf } from './resources.ts';
import { WorldNetwork } from './world-network.ts';
import type { AttachTo, InstanceToAdd, NetworkInterfaceToAdd, SubnetToAdd, VpcToAdd } from './world-types.ts';

/**
 * The present truth. Tests and demos build their fleets here, without latency or limits, let things happen, and
 * assert on the records, which are immutable: ask again for the present state.
 */
export class World extends WorldNetwork {
  addVpc({ cidr = '10.0.0.0/16', otherCidrs, isDefault, tags = {} }: VpcToAdd = {}): Vpc {
    return createVpc(this.core, { cidrBlock: cidr, otherCidrs, isDefault, tags });
  }

  addSubnet(asked: SubnetToAdd): Subnet {
    const { vpcId, cidr, ipv6Cidr, availabilityZone, tags = {} } = asked;
    const vpc = existingVpc(this.core, vpcId);
    return createSubnet(this.core, { vpc, cidrBlock: cidr, ipv6CidrBlock: ipv6Cidr, availabilityZone, tags });
  }

  /** One VPC with a subnet of 4,091 IPv4 addresses, and IPv6, in each of the three Availability Zones. */
  addNetwork(): { vpc: Vpc; subnets: [Subnet, Subnet, Subnet] } {
    const vpc = this.addVpc();
    const [a, b, c] = availabilityZones(this.core.region);
    const add = (availabilityZone: string, cidr: string, ipv6Cidr: string) =>
      this.addSubnet({ vpcId: vpc.vpcId, cidr, ipv6Cidr, availabilityZone });
    const first = add(a, '10.0.0.0/20', '2001:db8::/64');
    const second = add(b, '10.0.16.0/20', '2001:db8:0:1::/64');
    return { vpc, subnets: [first, second, add(c, '10.0.32.0/20', '2001:db8:0:2::/64')] };
  }

  addSecurityGroup({
    vpcId,
    groupName,
    tags = {},
  }: {
    vpcId: string;
    groupName: string;
    tags?: Tags;
  }): SecurityGroup {
    return createSecurityGroup(this.core, { vpcId, groupName, tags });
  }

  /** With a primary interface that is deleted with the instance; the status checks pass. */
  addInstance(asked: InstanceToAdd): Instance {
    const { subnetId, instanceType = 'm7g.large', tags = {}, state = 'running', spot = false } = asked;
    const subnet = existingSubnet(this.core, subnetId);
    const reservationId = newId(this.core.random, 'reservation');
    const imageId = 'ami-0abcdef1234567890';
    const record = createInstance(this.core, {
      subnet,
      instanceType,
      imageId,
      reservationId,
      spot,
      state,
      tags,
    });
    const primary = createNetworkInterface(this.core, { subnet, tags: {}, status: 'available' });
    const place = {
      instanceId: record.instanceId,
      deviceIndex: 0,
      networkCardIndex: 0,
      deleteOnTermination: true,
    };
    attachAtOnce(this.core, primary.networkInterfaceId, place, this.core.clock.now());
    if (asked.publicIp === true) lendPublicIp(this.core, primary.networkInterfaceId);
    return record;
  }

  /**
   * `available`, or attached at once; one that is requesterManaged is in use by a service of AWS. With a `status` it
   * has this one, and no attachment but the one that `attachTo` says.
   */
  addNetworkInterface(asked: NetworkInterfaceToAdd): NetworkInterface {
    const { subnetId, groupIds = [], attachTo, status, tags = {}, ...rest } = asked;
    const subnet = existingSubnet(this.core, subnetId);
    const groups = existingGroups(this.core, groupIds, subnet.vpcId);
    const request = { ...rest, subnet, groups, tags, status: 'available' };
    const { networkInterfaceId } = createNetworkInterface(this.core, request);
    if (attachTo !== undefined) this.attach(networkInterfaceId, attachTo);
    else if (asked.requesterManaged === true && status === undefined)
      attachToService(this.core, networkInterfaceId);
    if (status !== undefined) changeInterface(this.core, networkInterfaceId, { status });
    return this.networkInterface(networkInterfaceId);
  }

  /** Attaches at once, without any check. */
  attach(networkInterfaceId: string, to: AttachTo): void {
    const { attachTime = this.core.clock.now(), networkCardIndex = 0, deleteOnTermination = false } = to;
    const { instanceId, deviceIndex, status = 'attached' } = to;
    const place = { instanceId, deviceIndex, networkCardIndex, deleteOnTermination };
    const attachment = attachAtOnce(this.core, networkInterfaceId, place, attachTime);
    if (status === 'detached') detachAndShow(this.core, networkInterfaceId);
    else if (status !== 'attached')
      changeInterface(this.core, networkInterfaceId, { attachment: { ...attachment, status } });
  }

  addAddress({ networkInterfaceId, tags = {} }: { networkInterfaceId?: string; tags?: Tags } = {}): Address {
    const address = createAddress(this.core, tags);
    if (networkInterfaceId !== undefined)
      associate(this.core, networkInterfaceId, address.allocationId, undefined);
    return address;
  }

  setTag(resourceId: string, key: string, value: string): void {
    replaceTags(this.core.tables, resourceId, { ...this.#tagsOf(resourceId), [key]: value });
  }

  removeTag(resourceId: string, key: string): void {
    const { [key]: _removed, ...kept } = this.#tagsOf(resourceId);
    replaceTags(this.core.tables, resourceId, kept);
  }

  terminate(instanceId: string): void {
    beginTerminate(this.core, instanceId, 'Server.InternalError: Internal error on launch');
  }

  stop(instanceId: string, options: { readonly force?: boolean } = {}): void {
    beginStop(this.core, instanceId, { force: options.force ?? false, reason: 'User initiated' });
  }

  start(instanceId: string): void {
    beginStart(this.core, instanceId);
  }

  /** The warning now, and what it warns of two minutes later; hibernation does not wait (facts 4.2). */
  warnSpot(instanceId: string, action: SpotInterruptionAction): void {
    const core = this.core;
    const { availabilityZone } = this.instance(instanceId);
    core.emit(
      spotInterruptionEvent(eventOrigin(core, core.clock.now()), instanceId, availabilityZone, action),
    );
    core.pending.set(`spot interruption of ${instanceId}`, action === 'hibernate' ? 0 : spotWarningMs, () => {
      if (!core.tables.instances.has(instanceId)) return;
      const reason = 'Server.SpotInstanceTermination: Instance terminated due to Spot price';
      if (action === 'terminate') beginTerminate(core, instanceId, reason);
      else beginStop(core, instanceId, { force: true, reason: 'Server.SpotInstanceShutdown' });
    });
  }

  #tagsOf(resourceId: string): Tags {
    const tags = tagsOf(this.core.tables, resourceId);
    if (tags === undefined) throw new Error(`There is no resource ${resourceId}.`);
    return tags;
  }
}
