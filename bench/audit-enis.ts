import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterface, Subnet } from '../sandbox/world/records.ts';
import type { NetworkInterfaceToAdd } from '../sandbox/world/world-types.ts';
import { kubernetesTags, ownerTags } from './cleanup-enis.ts';

/** One VPC of the account while it is built. */
export interface Land {
  readonly number: number;
  readonly vpcId: string;
  readonly subnets: readonly Subnet[];
  /** Of members, of protected ENIs and of nodes. */
  readonly groupIds: readonly string[];
  /** The address that is given next in each subnet, counted from its first; those below EC2 gives. */
  readonly next: number[];
  /** The protected ENI is the first. */
  readonly enis: NetworkInterface[];
  /** With the hub. */
  peeringId?: string;
}

/** 200 ENIs: a group (4), nodes (60), several ENIs of one instance (40), services (36), unattached (10), and single ones (50). */
export function addEnis(sandbox: Sandbox, land: Land): readonly string[] {
  const watched = addGroup(sandbox, land);
  for (let n = 0; n < 30; n++) addNode(sandbox, land, land.number * 30 + n);
  for (let n = 0; n < 20; n++) addPair(sandbox, land, n);
  for (let n = 0; n < 36; n++) addServiceEni(sandbox, land, n);
  for (let n = 0; n < 10; n++) addEni(sandbox, land, n % 4, { tags: ownerTags(n) });
  for (let n = 0; n < 50; n++) addInstance(sandbox, land, n % 4, ownerTags(land.number + n));
  addElasticIps(sandbox, land);
  return land.number % 7 === 0 ? [] : watched;
}

/** In every tenth VPC the only standby of the zone is stopped; other groups lack something else. */
function addGroup({ world }: Sandbox, land: Land): readonly string[] {
  const { number } = land;
  const group = { 'eni-warden:group': `group-${number}` };
  const shared = { 'eni-warden:address': `${addressAt(land, 0, 200)} vip` };
  const single = number % 10 === 2;
  const members = [0, 2, single ? 0 : 1].map((place, index) => {
    const tags = { ...ownerTags(number), ...group, ...(index < 2 && shared) };
    const state = index > 0 && number % 10 === 0 ? 'stopped' : 'running';
    return world.addInstance({ subnetId: subnetOf(land, place).subnetId, tags, state }).instanceId;
  });
  const own = addressAt(land, 0, 40);
  // Every eleventh claims an address that nobody has too.
  const claims = number % 11 === 0 ? `${own} ${addressAt(land, 0, 201)}` : own;
  const eni = world.addNetworkInterface({
    subnetId: subnetOf(land, 0).subnetId,
    privateIpAddress: own,
    secondaryAddresses: [addressAt(land, 0, 200)],
    groupIds: land.groupIds.slice(1, 2),
    sourceDestCheck: number % 3 === 0,
    tags: { ...group, 'eni-warden:address': claims },
    attachTo: { instanceId: members[0] ?? '', deviceIndex: 1, deleteOnTermination: number % 10 === 1 },
  });
  land.enis.push(eni);
  return members;
}

function addNode(sandbox: Sandbox, land: Land, n: number): void {
  const place = n % 4;
  const instanceId = addInstance(sandbox, land, place, {
    ...ownerTags(n),
    'kubernetes.io/cluster/shop': 'owned',
  });
  const secondaryAddresses = Array.from({ length: 3 + (n % 8) }, () => nextAddress(land, place));
  addEni(sandbox, land, place, {
    secondaryAddresses,
    description: `aws-K8S-${instanceId}`,
    tags: kubernetesTags(n),
    groupIds: land.groupIds.slice(2),
    attachTo: { instanceId, deviceIndex: 1, deleteOnTermination: true },
  });
}

/** In another subnet of the zone; of every fourth in the same one. */
function addPair(sandbox: Sandbox, land: Land, n: number): void {
  const instanceId = addInstance(sandbox, land, 0, ownerTags(n));
  const attachTo = { instanceId, deviceIndex: 1 };
  addEni(sandbox, land, n % 4 === 0 ? 0 : 2, { attachTo, tags: ownerTags(n + 1) });
}

const services = [
  'ELB app/shop/50dc6c495c0c9188',
  'AWS Lambda VPC ENI-reports-7d5a',
  'VPC Endpoint Interface vpce-0a1b2c3d4e5f60718',
  'RDSNetworkInterface',
];

function addServiceEni(sandbox: Sandbox, land: Land, n: number): void {
  addEni(sandbox, land, n % 4, { requesterManaged: true, description: services[n % services.length] ?? '' });
}

/** One on the protected ENI, and in every fifth VPC one on nothing. */
function addElasticIps({ world }: Sandbox, { number, enis }: Land): void {
  const [eni] = enis;
  if (eni !== undefined) world.addAddress({ networkInterfaceId: eni.networkInterfaceId });
  if (number % 5 === 0) world.addAddress();
}

function addInstance(
  { world }: Sandbox,
  land: Land,
  place: number,
  tags: Readonly<Record<string, string>>,
): string {
  return world.addInstance({ subnetId: subnetOf(land, place).subnetId, tags }).instanceId;
}

function addEni(
  { world }: Sandbox,
  land: Land,
  place: number,
  asked: Omit<NetworkInterfaceToAdd, 'subnetId'>,
): void {
  const { subnetId } = subnetOf(land, place);
  land.enis.push(
    world.addNetworkInterface({ privateIpAddress: nextAddress(land, place), ...asked, subnetId }),
  );
}

function subnetOf({ subnets }: Land, place: number): Subnet {
  const subnet = subnets[place];
  if (subnet === undefined) throw new Error(`There is no subnet ${place}.`);
  return subnet;
}

function nextAddress(land: Land, place: number): string {
  const offset = land.next[place] ?? 0;
  land.next[place] = offset + 1;
  return addressAt(land, place, offset);
}

function addressAt(land: Land, place: number, offset: number): string {
  const [a = '', b = '', c = '0'] = subnetOf(land, place).cidrBlock.split('.');
  return `${a}.${b}.${Number(c) + (offset >> 8)}.${offset & 255}`;
}
