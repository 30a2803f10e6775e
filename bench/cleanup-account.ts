import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterface, Subnet } from '../sandbox/world/records.ts';
import { attachedEni, type EniTraits, unattachedEni } from './cleanup-enis.ts';
import { markAt } from './cleanup-marks.ts';

const vpcs = 40;
const subnetsPerVpc = 5;
/** Beside the main route table of each VPC. */
const moreRouteTables = 20;
const dayMs = 86_400_000;

interface Place {
  readonly subnet: Subnet;
  readonly groupIds: readonly string[];
  /** The address that is given next, counted within the subnet. */
  nextAddress: number;
}

/** A large account: `enis` network interfaces in 200 subnets, `unattached` of them, and what refers to them. */
export function buildAccount(
  sandbox: Sandbox,
  { enis, unattached }: { readonly enis: number; readonly unattached: number },
): void {
  const places = buildNetwork(sandbox);
  const placeOf = (index: number) => places[index % places.length] ?? fail('there is no subnet');
  const idle: NetworkInterface[] = [];
  const busy: NetworkInterface[] = [];
  let instanceId = '';
  // Both kinds are spread evenly over the pages.
  for (let index = 0; index < enis; index++) {
    const idleBefore = Math.floor((index * unattached) / enis);
    if (Math.floor(((index + 1) * unattached) / enis) > idleBefore) {
      idle.push(addIdle(sandbox, placeOf(idleBefore), idleBefore));
      continue;
    }
    const n = index - idleBefore;
    // An instance has a primary ENI and one more.
    if (n % 2 === 0) instanceId = addInstance(sandbox, placeOf(n >> 1), n);
    else busy.push(addEni(sandbox, placeOf(n >> 1), attachedEni(n), instanceId));
  }
  addReferences(sandbox, places, idle, busy);
}

function buildNetwork({ world, region }: Sandbox): readonly Place[] {
  const places: Place[] = [];
  for (let v = 0; v < vpcs; v++) {
    const { vpcId } = world.addVpc({ cidr: `10.${v}.0.0/16`, tags: { Name: `vpc-${v}` } });
    const groupIds = Array.from({ length: 4 }, (_, g) => {
      return world.addSecurityGroup({ vpcId, groupName: `group-${g}` }).groupId;
    });
    for (let s = 0; s < subnetsPerVpc; s++) {
      const availabilityZone = `${region}${['a', 'b', 'c'][s % 3]}`;
      const cidr = `10.${v}.${s * 32}.0/19`;
      places.push({ subnet: world.addSubnet({ vpcId, cidr, availabilityZone }), groupIds, nextAddress: 4 });
    }
  }
  return places;
}

function addInstance({ world }: Sandbox, { subnet }: Place, n: number): string {
  const tags = { Name: `node-${n}`, ...(n % 500 === 0 && { 'eni-warden:group': `group-${(n / 500) % 40}` }) };
  return world.addInstance({ subnetId: subnet.subnetId, tags }).instanceId;
}

function addEni(sandbox: Sandbox, place: Place, traits: EniTraits, instanceId?: string): NetworkInterface {
  const { secondaryCount = 0, showsFormerAttachment: _, ...asked } = traits;
  const secondaryAddresses = Array.from({ length: secondaryCount }, () => nextAddress(place));
  const attachTo = instanceId === undefined ? {} : { attachTo: { instanceId, deviceIndex: 1 } };
  return sandbox.world.addNetworkInterface({
    ...asked,
    subnetId: place.subnet.subnetId,
    secondaryAddresses,
    groupIds: place.groupIds.slice(0, 1 + (place.nextAddress % 3)),
    ...attachTo,
  });
}

/** Half of them were marked by earlier sweeps: some days ago, or long enough ago to be due. */
function addIdle(sandbox: Sandbox, place: Place, n: number): NetworkInterface {
  const traits = unattachedEni(n);
  const eni = addEni(sandbox, place, traits);
  if (traits.showsFormerAttachment === true) {
    const { instanceId } = [...sandbox.world.instances.values()][0] ?? fail('there is no instance');
    sandbox.world.attach(eni.networkInterfaceId, { instanceId, deviceIndex: 1, status: 'detached' });
  }
  if (n % 2 === 0) markAt(sandbox, eni, sandbox.clock.now() - (n % 10 === 0 ? 9 : 3) * dayMs);
  return eni;
}

/** From the end of the subnet's first half on, so that the sandbox can choose the first ones itself. */
function nextAddress(place: Place): string {
  const [first = '0', second = '0', third = '0'] = place.subnet.cidrBlock.split('.');
  const number = 4_096 + place.nextAddress++;
  return `${first}.${second}.${Number(third) + (number >> 8)}.${number & 255}`;
}

function addReferences(
  { world }: Sandbox,
  places: readonly Place[],
  idle: readonly NetworkInterface[],
  busy: readonly NetworkInterface[],
): void {
  const id = (of: readonly NetworkInterface[], index: number) =>
    (of[index % of.length] ?? fail('there is no ENI')).networkInterfaceId;
  for (let n = 0; n < 300; n++) world.addAddress({ networkInterfaceId: id(busy, n * 7) });
  for (let n = 0; n < 60; n++) world.addAddress({ networkInterfaceId: id(idle, n * 11) });
  for (let n = 0; n < 40; n++) world.addAddress();
  for (let n = 0; n < 30; n++) {
    world.addNetworkInterfacePermission({
      networkInterfaceId: id(idle, n * 13 + 1),
      awsAccountId: '210987654321',
    });
  }
  for (const { subnet } of places.filter((_, index) => index % 10 === 0)) {
    world.addReservation({ subnetId: subnet.subnetId, cidr: subnet.cidrBlock.replace('.0/19', '.64/27') });
  }
  for (let n = 0; n < moreRouteTables; n++) {
    world.addRouteTable({ vpcId: (places[n * subnetsPerVpc] ?? fail('there is no VPC')).subnet.vpcId });
  }
  for (const [index, { routeTableId, vpcId }] of [...world.routeTables.values()].entries()) {
    const near = [...idle.slice(0, 2_000), ...busy.slice(0, 2_000)].filter((eni) => eni.vpcId === vpcId);
    for (let n = 0; n < 5 && near.length > 0; n++) {
      const target = { kind: 'networkInterfaceId', id: id(near, index * 5 + n * 9) } as const;
      world.addRoute({ routeTableId, destination: `172.${16 + n}.${index}.0/24`, target });
    }
  }
}

function fail(because: string): never {
  throw new Error(`The account cannot be built: ${because}.`);
}
