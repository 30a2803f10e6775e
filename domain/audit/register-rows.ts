import { nameIn } from '../tags.ts';
import type { AddressRow } from './address-register.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedElasticIp, AuditedEni } from './audit-snapshot.ts';
import { nowhere, ownerIn, type Place, placeOfEni } from './register-place.ts';

/** Every address and prefix that an ENI holds, private and public. */
export function rowsOfEnis(context: AuditContext): AddressRow[] {
  const elasticIps = new Map(context.snapshot.elasticIps.map((each) => [each.publicIp, each]));
  return context.snapshot.enis.flatMap((eni) => {
    const place = placeOfEni(eni, context);
    return [...privateRows(eni, place), ...publicRows(eni, place, elasticIps)];
  });
}

function privateRows(eni: AuditedEni, place: Place): AddressRow[] {
  const rowOf = (address: string, kind: AddressRow['kind']) => ({ address, kind, ...place, claim: '' });
  return [
    ...eni.privateIpv4Addresses.map(({ address, primary }) =>
      rowOf(address, primary ? 'primary' : 'secondary'),
    ),
    ...eni.ipv6Addresses.map(({ address }) => rowOf(address, 'ipv6')),
    ...eni.ipv4Prefixes.map((prefix) => rowOf(prefix, 'prefix')),
    ...eni.ipv6Prefixes.map((prefix) => rowOf(prefix, 'prefix')),
  ];
}

function publicRows(
  eni: AuditedEni,
  place: Place,
  elasticIps: ReadonlyMap<string, AuditedElasticIp>,
): AddressRow[] {
  return eni.privateIpv4Addresses.flatMap(({ publicIp, carrierIp, allocationId }) =>
    [publicIp, carrierIp]
      .filter((address) => address !== undefined)
      .map((address) => {
        const elasticIp = elasticIps.get(address);
        if (elasticIp !== undefined) return rowOfElasticIp(elasticIp, place);
        const kind = allocationId === undefined ? 'public-ip' : 'elastic-ip';
        return { address, kind, ...withoutTime(place), claim: '' };
      }),
  );
}

/** The Elastic IPs that no ENI shows: those associated with nothing, and those on an ENI that we were not shown. */
export function rowsOfOtherElasticIps(context: AuditContext): AddressRow[] {
  const shown = new Set(
    context.snapshot.enis.flatMap(({ privateIpv4Addresses }) =>
      privateIpv4Addresses.flatMap(({ publicIp, carrierIp }) => [publicIp, carrierIp]),
    ),
  );
  return context.snapshot.elasticIps
    .filter(({ publicIp }) => !shown.has(publicIp))
    .map((elasticIp) => {
      const eni = context.enis.get(elasticIp.eniId ?? '');
      const place =
        eni === undefined ? { ...nowhere, eniId: elasticIp.eniId ?? '' } : placeOfEni(eni, context);
      return rowOfElasticIp(elasticIp, place);
    });
}

/** Its own tag tells its owner first: an Elastic IP outlives whatever it is on. */
function rowOfElasticIp({ publicIp, tags }: AuditedElasticIp, place: Place): AddressRow {
  return {
    address: publicIp,
    kind: 'elastic-ip',
    ...withoutTime(place),
    name: place.name || nameIn(tags),
    owner: ownerIn(tags) || place.owner,
    claim: '',
  };
}

/** EC2 does not tell since when a public address is associated: it may have come long after its ENI. */
function withoutTime({ since: _, ...place }: Place): Place {
  return place;
}
