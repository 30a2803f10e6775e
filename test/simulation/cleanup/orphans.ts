import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Subnet } from '../../../sandbox/world/records.ts';
import type { World } from '../../../sandbox/world/world.ts';
import type { NetworkInterfaceToAdd } from '../../../sandbox/world/world-types.ts';
import type { Draw } from '../draw.ts';
import type { CleanupRecipe } from './cleanup-recipe.ts';
import { addLookalike } from './lookalikes.ts';
import { markAsOf } from './marked.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The unattached ENIs of an account that is older than the history, and the instances that may take them. */
export class Orphans {
  readonly world: World;
  readonly draw: Draw;
  /** Every ENI that was made here, deleted ones too. */
  readonly ids: string[] = [];
  readonly #sandbox: Sandbox;
  #subnets: readonly Subnet[];
  /** Chance that the grace of an orphan is over when the history begins. */
  #ripe = 0.5;
  /** Instances of nobody's group, one in each zone. */
  readonly #hosts = new Map<string, string>();

  constructor(sandbox: Sandbox, subnets: readonly Subnet[], draw: Draw) {
    this.#sandbox = sandbox;
    this.world = sandbox.world;
    this.draw = draw;
    this.#subnets = subnets;
  }

  get now(): number {
    return this.#sandbox.clock.now();
  }

  populate({ orphans, lookalikes, apart, crowd }: CleanupRecipe): void {
    if (apart) this.#subnets = this.world.addNetwork().subnets.slice(0, this.#subnets.length);
    for (const { subnetId, availabilityZone } of this.#subnets) {
      const tags = { Name: `host-${availabilityZone}` };
      const { instanceId } = this.world.addInstance({ subnetId, instanceType: 'm5.4xlarge', tags });
      this.#hosts.set(availabilityZone, instanceId);
    }
    // In a large account the first sweep has much to do, and takes its time.
    if (crowd > 0) this.#ripe = 0.95;
    for (let each = 0; each < crowd; each++) this.#addInUse();
    for (let orphan = 0; orphan < orphans; orphan++) this.#addOrphan();
    for (let lookalike = 0; lookalike < lookalikes; lookalike++) addLookalike(this);
  }

  /** An unattached ENI without a mark. */
  add(asked: Partial<NetworkInterfaceToAdd> = {}): string {
    const { subnetId } = this.draw.of(this.#subnets);
    const { networkInterfaceId } = this.world.addNetworkInterface({ subnetId, ...asked });
    this.ids.push(networkInterfaceId);
    return networkInterfaceId;
  }

  /** The same with a sound mark of more than the grace ago, or one whose grace ends within the history. */
  addMarked(asked: Partial<NetworkInterfaceToAdd> = {}): string {
    const id = this.add(asked);
    const hours = this.draw.whole(8 * 24, 40 * 24);
    const minutesLeft = this.draw.whole(0, 25);
    const ageMs = this.draw.chance(this.#ripe) ? hours * 60 * minuteMs : 7 * dayMs - minutesLeft * minuteMs;
    markAsOf(this.world, id, this.now - ageMs);
    return id;
  }

  hostOf(id: string): string | undefined {
    return this.#hosts.get(this.world.networkInterfaces.get(id)?.availabilityZone ?? '');
  }

  attach(id: string, status: 'attached' | 'detached'): void {
    const instanceId = this.hostOf(id);
    const deviceIndex = instanceId === undefined ? 0 : this.world.interfacesOf(instanceId).length;
    if (instanceId === undefined || deviceIndex > 6) return;
    this.world.attach(id, { instanceId, deviceIndex, status, attachTime: this.now - 10 * dayMs });
  }

  /** A route to it, in a route table of its own. */
  route(id: string): void {
    const { vpcId } = this.world.networkInterface(id);
    const { routeTableId } = this.world.addRouteTable({ vpcId });
    const destination = `192.168.${this.draw.whole(0, 255)}.0/24`;
    this.world.addRoute({ routeTableId, destination, target: { kind: 'networkInterfaceId', id } });
  }

  /** An explicit reservation of its address and the three beside it, unless they are reserved already. */
  reserve(id: string): void {
    const { subnetId, privateIpAddresses } = this.world.networkInterface(id);
    const [a, b, c, d] = (privateIpAddresses[0]?.privateIpAddress ?? '').split('.').map(Number);
    const cidr = `${a}.${b}.${c}.${Math.floor((d ?? 0) / 4) * 4}/30`;
    const isTaken = [...this.world.cidrReservations.values()].some((other) => other.cidr === cidr);
    if (!isTaken) this.world.addReservation({ subnetId, cidr });
  }

  permit(id: string): void {
    this.world.addNetworkInterfacePermission({ networkInterfaceId: id, awsAccountId: '210987654321' });
  }

  #addInUse(): void {
    const { subnetId } = this.draw.of(this.#subnets);
    this.world.addNetworkInterface({ subnetId, requesterManaged: true, description: 'RDSNetworkInterface' });
  }

  #addOrphan(): void {
    const { draw } = this;
    const expired = new Date(this.now - draw.whole(3, 60) * dayMs).toISOString().slice(0, 10);
    const id = this.addMarked({
      tags: {
        ...(draw.chance(0.3) && { Name: 'forgotten' }),
        ...(draw.chance(0.1) && { 'eni-warden:keep': expired }),
      },
    });
    // EC2 may go on to show an attachment that is over.
    if (draw.chance(0.1)) this.attach(id, 'detached');
  }
}
