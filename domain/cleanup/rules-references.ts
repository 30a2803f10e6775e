import { overlap, parseRange } from '../cidr.ts';
import type { KeepRule, Sweep } from './rule.ts';
import { addressesAndPrefixesOf, type SweptEni } from './swept-eni.ts';

/** What elsewhere in the account names the ENI or counts on its addresses. */
export const referenceRules: readonly KeepRule[] = [
  {
    name: 'public-address',
    number: 16,
    text: 'An Elastic IP or another public address is associated with any of its addresses.',
    keeps: (eni, { references }) => {
      const own = eni.privateIpv4Addresses.find(
        ({ publicIp, allocationId }) => publicIp !== undefined || allocationId !== undefined,
      );
      const elastic = references.elasticIps.get(eni.id)?.[0];
      const found = own?.publicIp ?? own?.allocationId ?? elastic?.publicIp;
      return found === undefined ? undefined : `the public address ${found} is associated with it`;
    },
  },
  {
    name: 'route-target',
    number: 17,
    text: 'A route of any route table targets it, a blackhole route too.',
    keeps: ({ id }, { references }) => {
      const [route, ...more] = references.routes.get(id) ?? [];
      if (route === undefined) return undefined;
      const others = more.length === 0 ? '' : ` and ${more.length} more`;
      return `the route to ${route.destination} in ${route.routeTableId}${others} goes to it`;
    },
  },
  {
    name: 'permission',
    number: 19,
    text: 'A network interface permission lets another account or a service attach it.',
    keeps: ({ id }, { references }) => {
      const permission = references.permissions.get(id)?.[0];
      if (permission === undefined) return undefined;
      return `the permission ${permission.id} lets ${permission.grantee ?? 'somebody else'} attach it`;
    },
  },
  {
    name: 'reserved-address',
    number: 20,
    text: 'One of its addresses is in an explicit reservation of its subnet, or claimed by somebody.',
    keeps: (eni, sweep) => reservedBecause(eni, sweep),
  },
  {
    name: 'appliance-like',
    number: 21,
    text: 'It looks like a part of an appliance (source/dest check not on, several addresses, prefixes, a name that says static), and no person has approved it by id.',
    keeps: (eni, { policy }) => {
      if (policy.approvedEniIds.has(eni.id)) return undefined;
      const signs = signsOfAnAppliance(eni);
      return signs.length === 0 ? undefined : `it looks like a part of an appliance: ${signs.join(', ')}`;
    },
  },
];

/** What cannot be read as an address may be any address, so it counts as a hit. */
function reservedBecause(eni: SweptEni, { references }: Sweep): string | undefined {
  const reservations = references.reservations.get(eni.subnetId ?? '') ?? [];
  const claims = references.claims.filter(({ vpcId }) => vpcId === undefined || vpcId === eni.vpcId);
  if (reservations.length + claims.length === 0) return undefined;
  const addresses = addressesAndPrefixesOf(eni);
  const reservation = reservations.find(({ cidr }) => addresses.some((address) => touches(address, cidr)));
  if (reservation !== undefined) {
    return `it has an address in the reservation ${reservation.id} (${reservation.cidr})`;
  }
  const claim = claims.find(({ cidr }) => addresses.some((address) => touches(address, cidr)));
  return claim === undefined ? undefined : `its address is claimed by ${claim.by} (${claim.cidr})`;
}

function touches(address: string, cidr: string): boolean {
  const [one, other] = [parseRange(address), parseRange(cidr)];
  return one === undefined || other === undefined || overlap(one, other);
}

function nameOf({ tags }: SweptEni): string {
  return (Object.hasOwn(tags, 'Name') ? tags.Name : undefined) ?? '';
}

function signsOfAnAppliance(eni: SweptEni): readonly string[] {
  const name = nameOf(eni);
  const signs: readonly (readonly [boolean, string])[] = [
    [
      eni.sourceDestCheck !== true,
      `source/dest check is ${eni.sourceDestCheck === false ? 'off' : 'not told'}`,
    ],
    [eni.privateIpv4Addresses.length > 1, 'it has several private IPv4 addresses'],
    [eni.ipv6Addresses.length > 1, 'it has several IPv6 addresses'],
    [eni.ipv4Prefixes.length + eni.ipv6Prefixes.length > 0, 'prefixes are delegated to it'],
    [staticName.test(name), `its name is ${JSON.stringify(name)}`],
  ];
  return signs.filter(([holds]) => holds).map(([, sign]) => sign);
}

/** As a word of its own. */
const staticName = /(?:^|[^a-z])(?:static|fixed|floating|reserved|vip|virtual[\s_-]?ip)(?:[^a-z]|$)/i;
