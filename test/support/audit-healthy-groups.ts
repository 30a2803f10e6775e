import type { AuditedEni } from '../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedRoute } from './audit-fleet.ts';
import { primaryEni } from './audit-group.ts';
import {
  type Ground,
  groundAt,
  idOf,
  type Land,
  takeAddress,
  takeAddressAt,
  takeElasticIp,
  type Yard,
} from './audit-healthy-land.ts';

const groupKey = 'eni-warden:group';
const addressKey = 'eni-warden:address';

/** Where a group is: a member and its standby in `zone`, and a further one in `otherZone`. */
interface Home {
  readonly yard: Yard;
  readonly land: Land;
  readonly name: string;
  readonly zone: string;
  readonly otherZone: string;
}

/** Every kind of group in turn, over all VPCs and zones. */
export function addGroups(yard: Yard, count: number): void {
  for (let number = 0; number < count; number++) {
    const land = yard.lands[number % yard.lands.length];
    if (land === undefined) throw new Error('There is no VPC for a group.');
    const [zone = '', otherZone = ''] = number % 2 === 0 ? land.zones : land.zones.toReversed();
    const home = { yard, land, name: `group-${number}`, zone, otherZone };
    kinds[number % kinds.length]?.(home, number);
  }
}

/** The fourth comes to the standby of the third, which then is one of both groups. */
const kinds: readonly ((home: Home, number: number) => void)[] = [addDatabase, addFirewall, addLicences];

interface Members {
  readonly activeId: string;
  readonly standbyId: string;
}

function addMembers(
  home: Home,
  use: 'app' | 'public',
  more: Readonly<Record<string, string>> = {},
  groups = home.name,
): Members {
  const [activeId, standbyId] = [home.zone, home.zone, home.otherZone].map((zone, index) => {
    const ground = groundAt(home.land, use, zone);
    const tags = { Name: `${home.name}-${index}`, [groupKey]: groups, ...(index < 2 && more) };
    return addMember(home.yard, ground, tags, use === 'public');
  });
  return { activeId: activeId ?? '', standbyId: standbyId ?? '' };
}

/** With an Elastic IP for those who look after it, where it is in a public subnet. */
function addMember(
  yard: Yard,
  ground: Ground,
  tags: Readonly<Record<string, string>>,
  isPublic: boolean,
): string {
  const [id, eniId, address] = [idOf(yard, 'i'), idOf(yard, 'eni'), takeAddress(ground)];
  const publicIp = isPublic ? takeElasticIp(yard, eniId, address) : undefined;
  const own = { address, primary: true, ...(publicIp !== undefined && { publicIp }) };
  yard.instances.push(auditedInstance(id, ground.subnet, { type: 'm5.xlarge', tags }));
  yard.enis.push(
    primaryEni(eniId, ground.subnet, address, id, {
      securityGroupIds: ['sg-members', 'sg-management'],
      privateIpv4Addresses: [own],
    }),
  );
  yard.watched.push(id);
  return id;
}

function addProtected(home: Home, ground: Ground, address: string, instanceId: string, more: object = {}) {
  const eni: AuditedEni = {
    ...auditedEni(idOf(home.yard, 'eni'), ground.subnet, address, instanceId),
    securityGroupIds: ['sg-data'],
    tags: { [groupKey]: home.name },
    ...more,
  };
  home.yard.enis.push(eni);
  return eni;
}

/** A fixed address that its ENI claims, inside a reservation, and one that both members claim. */
function addDatabase(home: Home, number: number): void {
  const ground = groundAt(home.land, 'data', home.zone);
  const [fixed, shared] = [16 + 2 * Math.floor(number / 6), 17 + 2 * Math.floor(number / 6)].map((offset) =>
    takeAddressAt(ground, offset),
  );
  const members = addMembers(home, 'app', {
    [addressKey]: `${shared} vip`,
    'eni-warden:priority': String(10 + (number % 3)),
  });
  addProtected(home, ground, fixed ?? '', members.activeId, {
    privateIpv4Addresses: [
      { address: fixed, primary: true },
      { address: shared, primary: false },
    ],
    tags: { [groupKey]: home.name, [addressKey]: fixed },
  });
}

/** An appliance: it forwards, has an Elastic IP that it claims, and every table of its VPC leads its overlays to it. */
function addFirewall(home: Home, number: number): void {
  const ground = groundAt(home.land, 'edge', home.zone);
  const address = takeAddress(ground);
  const eni = addProtected(home, ground, address, addMembers(home, 'public').activeId);
  const publicIp = takeElasticIp(home.yard, eni.id, address);
  home.yard.enis[home.yard.enis.indexOf(eni)] = {
    ...eni,
    sourceDestCheck: false,
    privateIpv4Addresses: [{ address, primary: true, publicIp }],
    tags: { ...eni.tags, [addressKey]: publicIp },
  };
  home.land.common.push(
    auditedRoute(`172.30.${number}.1/32`, eni.id),
    auditedRoute(`172.30.${number}.2/32`, eni.id),
  );
}

/** Two ENIs that move together, and a second group with the same members. */
function addLicences(home: Home): void {
  const other = `${home.name}-reports`;
  const { activeId, standbyId } = addMembers(home, 'app', {}, `${home.name} ${other}`);
  const [data, storage] = [groundAt(home.land, 'data', home.zone), groundAt(home.land, 'storage', home.zone)];
  addProtected(home, data, takeAddress(data), activeId);
  const second = addProtected(home, storage, takeAddress(storage), activeId);
  home.yard.enis[home.yard.enis.indexOf(second)] = {
    ...second,
    attachment: { ...second.attachment, deviceIndex: 2 },
  };
  addProtected({ ...home, name: other }, data, takeAddress(data), standbyId);
}
