import type { Manifest, ManifestElasticIp, ManifestRoute } from './manifest.ts';
import type { Present, RestoreStep } from './restore.ts';
import { holds } from './restore-obstacles.ts';
import { isInUse } from './restored-eni.ts';
import type { SweptEni } from './swept-eni.ts';

/** One part of what is to come back: it is to be done, or so already, or lost. */
export interface Part {
  readonly step?: RestoreStep;
  readonly already?: string;
  readonly loss?: string;
}

/**
 * What is set on the new ENI itself after its creation. Whoever uses it by now may have changed it for a reason, so an
 * ENI in use is left as it is; then `differencesOf` tells of it.
 */
export function planOwnSettings(manifest: Manifest, existing: SweptEni | undefined): readonly Part[] {
  if (existing !== undefined && isInUse(existing)) return [];
  return [
    ...planPrefixes('assign-ipv4-prefixes', manifest.ipv4Prefixes, existing),
    ...planPrefixes('assign-ipv6-prefixes', manifest.ipv6Prefixes, existing),
    ...planSourceDestCheck(manifest, existing),
  ];
}

function planPrefixes(
  kind: 'assign-ipv4-prefixes' | 'assign-ipv6-prefixes',
  wanted: readonly string[],
  existing: SweptEni | undefined,
): readonly Part[] {
  const isThere = (prefix: string) => existing !== undefined && holds(existing, prefix);
  const missing = wanted.filter((prefix) => !isThere(prefix));
  return [
    ...wanted.filter(isThere).map((prefix) => ({ already: `${existing?.id} has the prefix ${prefix}` })),
    ...(missing.length === 0 ? [] : [{ step: { kind, prefixes: missing } }]),
  ];
}

/** EC2 creates an ENI with the check. */
function planSourceDestCheck({ sourceDestCheck }: Manifest, existing: SweptEni | undefined): readonly Part[] {
  if ((existing?.sourceDestCheck ?? true) !== sourceDestCheck)
    return [{ step: { kind: 'set-source-dest-check', value: sourceDestCheck } }];
  return sourceDestCheck || existing === undefined
    ? []
    : [{ already: `the source/dest check of ${existing.id} is off` }];
}

/** An Elastic IP goes back to its private address where both are free. */
export function planElasticIp(
  wanted: ManifestElasticIp,
  present: Present,
  existing: SweptEni | undefined,
): Part {
  const { allocationId, privateIpAddress } = wanted;
  const words = `the Elastic IP ${wanted.publicIp} (${allocationId})`;
  const found = present.elasticIps.find((each) => each.allocationId === allocationId);
  if (found === undefined) return { loss: `${words}, which was released` };
  if (found.eniId !== undefined && found.eniId === existing?.id) {
    return privateIpAddress === undefined || found.privateIpAddress === privateIpAddress
      ? { already: `${words} is on ${existing.id}` }
      : { loss: `${words} at ${privateIpAddress}: it is at ${found.privateIpAddress} of ${existing.id} now` };
  }
  if (found.eniId !== undefined || found.privateIpAddress !== undefined) {
    return { loss: `${words}, which ${found.eniId ?? found.privateIpAddress} has now` };
  }
  const taken = existing === undefined ? undefined : noRoomFor(wanted, existing);
  if (taken !== undefined) return { loss: `${words}: ${taken}` };
  return {
    step: {
      kind: 'associate-address',
      allocationId,
      ...(privateIpAddress !== undefined && { privateIpAddress }),
    },
  };
}

/** An association would take the place of the one that the address has. */
function noRoomFor(
  { privateIpAddress, publicIp }: ManifestElasticIp,
  existing: SweptEni,
): string | undefined {
  const place = existing.privateIpv4Addresses.find(({ address, primary }) =>
    privateIpAddress === undefined ? primary : address === privateIpAddress,
  );
  if (place === undefined) return `${existing.id} does not hold ${privateIpAddress ?? 'an address'} any more`;
  const isFree = place.publicIp === undefined || place.publicIp === publicIp;
  return isFree ? undefined : `${place.address} has ${place.publicIp} now`;
}

/** A route that leads anywhere but to the deleted ENI is somebody's, even where it is a blackhole for the moment. */
export function planRoute(
  wanted: ManifestRoute,
  manifest: Manifest,
  present: Present,
  existing: SweptEni | undefined,
): Part {
  const { routeTableId, destination } = wanted;
  const words = `the route to ${destination} in ${routeTableId}`;
  if (!present.routeTableIds.has(routeTableId)) return { loss: `${words}, whose table is gone` };
  const found = present.routes.find(
    (route) => route.routeTableId === routeTableId && route.destination === destination,
  );
  if (found === undefined) return { step: { kind: 'create-route', routeTableId, destination } };
  if (found.target === existing?.id) return { already: `${words} goes to ${existing.id}` };
  if (found.target === manifest.eniId && found.state === 'blackhole') {
    return { step: { kind: 'replace-route', routeTableId, destination } };
  }
  return { loss: `${words}, which goes to ${found.target} (${found.state}) now` };
}
