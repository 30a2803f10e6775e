import type { Sandbox } from '../../sandbox/sandbox.ts';
import { instanceTypeLimits } from '../../sandbox/world/instance-types.ts';
import type { Subnet, Tags } from '../../sandbox/world/records.ts';
import { Orphans } from './cleanup/orphans.ts';
import type { Draw } from './draw.ts';
import type { Recipe } from './recipe.ts';

/** From 2 to 15 network interfaces, on one network card or two. */
const types = [
  't3.micro',
  't3.small',
  'm5.large',
  't3.xlarge',
  'm5.4xlarge',
  'c7gn.16xlarge',
  'c6in.32xlarge',
] as const;

const groupKey = 'eni-warden:group';
const holdKey = 'eni-warden:hold';
const priorityKey = 'eni-warden:priority';

/** The account's network and fleet at the start of a history, with all that a real account has in it. */
export class Fleet {
  /** None in a history without the cleanup. */
  readonly orphans: Orphans;
  readonly #sandbox: Sandbox;
  readonly #draw: Draw;
  readonly #subnets: readonly Subnet[];
  #instances = 0;

  constructor(sandbox: Sandbox, recipe: Recipe, draw: Draw) {
    this.#sandbox = sandbox;
    this.#draw = draw;
    this.#subnets = sandbox.world.addNetwork().subnets.slice(0, recipe.zones);
    for (let group = 1; group <= recipe.groups; group++) this.#addGroup(`g${group}`);
    this.#addStrangers();
    this.orphans = new Orphans(sandbox, this.#subnets, draw.stream('orphans'));
    if (recipe.cleanup !== undefined) this.orphans.populate(recipe.cleanup);
  }

  /** A member that somebody launches later. */
  launchMember(group: string, zone: string, state: 'running' | 'stopped' = 'running'): string {
    const subnet =
      this.#subnets.find(({ availabilityZone }) => availabilityZone === zone) ?? this.#subnets[0];
    if (subnet === undefined) throw new Error('There is no subnet.');
    return this.#addInstance(subnet, 2, { [groupKey]: group }, state);
  }

  #addGroup(name: string): void {
    const draw = this.#draw;
    const home = draw.of(this.#subnets);
    const count = draw.whole(1, 4);
    const active = this.#addInstance(home, count + 1, this.#memberTags(name));
    for (let member = draw.whole(2, 5); member > 1; member--) this.#addStandby(name, home, count);
    for (let index = 1; index <= count; index++) this.#addProtected(name, home, active, index);
    if (draw.chance(0.1)) this.#addProtected(name, draw.of(this.#subnets), undefined, 0);
  }

  /** A member of its own, or another group's instance that now stands by for both. */
  #addStandby(group: string, home: Subnet, networkInterfaces: number): void {
    const draw = this.#draw;
    const subnet = draw.chance(0.15) ? draw.of(this.#subnets) : home;
    const others = [...this.#sandbox.world.instances.values()].filter(
      ({ subnetId, tags }) => subnetId === subnet.subnetId && tags[groupKey] !== undefined,
    );
    if (others.length > 0 && draw.chance(0.25)) {
      const { instanceId, tags } = draw.of(others);
      const names = (tags[groupKey] ?? '').split(' ');
      if (!names.includes(group))
        this.#sandbox.world.setTag(instanceId, groupKey, [...names, group].join(' '));
      return;
    }
    const slots = draw.chance(0.85) ? networkInterfaces + 1 : 2;
    this.#addInstance(subnet, slots, this.#memberTags(group), draw.chance(0.08) ? 'stopped' : 'running');
  }

  #memberTags(group: string): Tags {
    const draw = this.#draw;
    return {
      [groupKey]: group,
      ...(draw.chance(0.3) && { [priorityKey]: String(draw.whole(1, 300)) }),
      ...(draw.chance(0.04) && { [priorityKey]: 'first' }),
      ...(draw.chance(0.04) && { [holdKey]: 'maintenance' }),
    };
  }

  #addInstance(subnet: Subnet, slots: number, tags: Tags, state: 'running' | 'stopped' = 'running'): string {
    const draw = this.#draw;
    const fitting = types.filter((type) => (instanceTypeLimits(type)?.interfacesPerCard[0] ?? 0) >= slots);
    this.#instances += 1;
    return this.#sandbox.world.addInstance({
      subnetId: subnet.subnetId,
      instanceType: draw.of(fitting),
      state,
      spot: draw.chance(0.25),
      tags: { Name: `vm-${this.#instances}`, ...tags },
    }).instanceId;
  }

  #addProtected(group: string, subnet: Subnet, holder: string | undefined, deviceIndex: number): void {
    const draw = this.#draw;
    const { world, clock } = this.#sandbox;
    const unattached = holder === undefined || draw.chance(0.04);
    const eni = world.addNetworkInterface({
      subnetId: subnet.subnetId,
      tags: {
        [groupKey]: draw.chance(0.02) ? `${group} and-another` : group,
        ...(draw.chance(0.04) && { [holdKey]: draw.chance(0.5) ? 'ticket 4711' : '' }),
      },
      ...(draw.chance(0.03) && { interfaceType: draw.of(['efa', 'efa-only', 'branch', 'trunk'] as const) }),
      ...(!unattached && {
        attachTo: {
          instanceId: holder,
          deviceIndex,
          attachTime: clock.now() - draw.whole(0, draw.chance(0.3) ? 600_000 : 86_400_000),
          deleteOnTermination: draw.chance(0.2),
        },
      }),
    });
    if (draw.chance(0.3)) world.addAddress({ networkInterfaceId: eni.networkInterfaceId });
  }

  /** Somebody has tagged the primary ENI of an instance. */
  #tagAPrimary(): void {
    const { world } = this.#sandbox;
    const { instanceId } = this.#draw.of([...world.instances.values()]);
    const primary = world.interfacesOf(instanceId)[0];
    if (primary !== undefined) world.setTag(primary.networkInterfaceId, groupKey, 'g1');
  }

  /** What is nobody's business of ours: ENIs of others, free ones, one of a service that somebody has tagged by mistake. */
  #addStrangers(): void {
    const draw = this.#draw;
    const { world } = this.#sandbox;
    for (let stranger = draw.whole(0, 3); stranger > 0; stranger--) {
      const subnet = draw.of(this.#subnets);
      const instanceId = this.#addInstance(subnet, 3, {});
      world.addNetworkInterface({ subnetId: subnet.subnetId, attachTo: { instanceId, deviceIndex: 1 } });
      world.addNetworkInterface({ subnetId: subnet.subnetId });
    }
    const subnetId = draw.of(this.#subnets).subnetId;
    if (draw.chance(0.2))
      world.addNetworkInterface({ subnetId, requesterManaged: true, tags: { [groupKey]: 'g1' } });
    if (draw.chance(0.1)) this.#tagAPrimary();
    if (draw.chance(0.1)) {
      const instanceId = this.#addInstance(draw.of(this.#subnets), 3, {});
      const { subnetId: own } = world.instance(instanceId);
      world.addNetworkInterface({
        subnetId: own,
        tags: { [groupKey]: 'g1' },
        attachTo: { instanceId, deviceIndex: 1 },
      });
    }
  }
}
