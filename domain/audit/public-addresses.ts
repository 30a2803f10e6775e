import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni, AuditedRouteTable } from './audit-snapshot.ts';
import { counted, inWords } from './finding-words.ts';
import { groupConcerned } from './group-concerned.ts';

/** Taxonomy 32: public addresses in subnets without a way to the internet. One finding for each subnet: its table is mended. */
export function publicAddressFindings(context: AuditContext): readonly AuditFinding[] {
  const groupOf = groupConcerned(context);
  const bySubnet = Map.groupBy(context.snapshot.enis.filter(isPublic), ({ subnetId }) => subnetId ?? '');
  return [...bySubnet].flatMap(([subnetId, enis]) => {
    const table = context.routeTableBySubnet.get(subnetId);
    if (table === undefined || mayReachInternet(table)) return [];
    const publicIps = enis.flatMap(publicIpsOf);
    return [
      {
        code: 'public-address-unrouted',
        severity: 'warning',
        resources: [
          { kind: 'subnet', id: subnetId },
          { kind: 'route-table', id: table.id },
        ],
        ...groupOf(enis.map(({ id }) => ({ kind: 'network-interface', id }))),
        what: `${counted(publicIps.length, 'public address', 'public addresses')} (${inWords(publicIps)}) of ${inWords(enis.map(({ id }) => id))} in ${subnetId} cannot be reached, as ${table.id} ${defaultInWords(table)}.`,
        why: 'Nothing from the internet gets an answer there, though the address costs money and looks as if it would.',
        remedy: `Take the addresses off, or, if the subnet is to be public: aws ec2 ${defaultRouteOf(table) === undefined ? 'create' : 'replace'}-route --route-table-id ${table.id} --destination-cidr-block 0.0.0.0/0 --gateway-id <the internet gateway of ${table.vpcId}>`,
      } satisfies AuditFinding,
    ];
  });
}

function publicIpsOf({ privateIpv4Addresses }: AuditedEni): readonly string[] {
  return privateIpv4Addresses.flatMap(({ publicIp }) => publicIp ?? []);
}

function isPublic(eni: AuditedEni): boolean {
  return eni.status === 'in-use' && publicIpsOf(eni).length > 0;
}

/**
 * A route to the internet gateway, be it for some addresses only, makes public addresses useful. So may an appliance or a
 * firewall endpoint that the default route leads to: what comes in from the gateway is routed there too.
 */
function mayReachInternet(table: AuditedRouteTable): boolean {
  return (
    table.routes.some(({ target }) => target.kind === 'internet-gateway') ||
    ['network-interface', 'other'].includes(defaultRouteOf(table)?.target.kind ?? '')
  );
}

function defaultRouteOf(table: AuditedRouteTable) {
  return table.routes.find(({ destination }) => destination === '0.0.0.0/0');
}

function defaultInWords(table: AuditedRouteTable): string {
  const route = defaultRouteOf(table);
  return route === undefined ? 'has no default route' : `routes 0.0.0.0/0 to ${route.target.id}`;
}
