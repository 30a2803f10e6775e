import { readTaggedAddresses } from '../audit/address-tag.ts';
import { overlap, parseRange } from '../cidr.ts';
import { auditTagKeys, nameIn } from '../tags.ts';
import type { AddressClaim } from './address-claims.ts';
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
    text: `One of its addresses is in an explicit reservation of its subnet, or claimed by another ENI or an instance of its VPC (a claim that cannot be read may be of any); or it carries a claim of its own, ${auditTagKeys.address}, whatever that says.`,
    keeps: (eni, sweep) => ownClaim(eni) ?? reservedBecause(eni, sweep),
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

/** Who claims an address for the ENI, even one that it does not hold yet, counts on the ENI. */
function ownClaim({ tags }: SweptEni): string | undefined {
  const claim = readTaggedAddresses(tags);
  if (claim.kind === 'absent') return undefined;
  if (claim.kind === 'unreadable') return `its tag ${auditTagKeys.address} ${claim.problem}, and keeps it`;
  return `its tag ${auditTagKeys.address} claims ${claim.value.map(({ address }) => address).join(', ')} for it`;
}

/** What cannot be read as an address may be any address, so it counts as a hit. */
function reservedBecause(eni: SweptEni, { references }: Sweep): string | undefined {
  const reservations = references.reservations.get(eni.subnetId ?? '') ?? [];
  const addresses = reservations.length === 0 ? [] : addressesAndPrefixesOf(eni);
  const reservation = reservations.find(({ cidr }) => addresses.some((address) => touches(address, cidr)));
  if (reservation !== undefined) {
    return `it has an address in the reservation ${reservation.id} (${reservation.cidr})`;
  }
  const claim = references.claimOn(eni);
  return claim === undefined ? undefined : claimedBecause(claim);
}

function claimedBecause({ by, cidr }: AddressClaim): string {
  if (parseRange(cidr) !== undefined) return `its address is claimed by ${by} (${cidr})`;
  return `${by} claims what cannot be read (${auditTagKeys.address}=${JSON.stringify(cidr)}), and may mean its address`;
}

function touches(address: string, cidr: string): boolean {
  const [one, other] = [parseRange(address), parseRange(cidr)];
  return one === undefined || other === undefined || overlap(one, other);
}

function signsOfAnAppliance(eni: SweptEni): readonly string[] {
  const name = nameIn(eni.tags);
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
