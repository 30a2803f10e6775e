import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedRoute, auditedRouteTable } from '../../support/audit-fleet.ts';
import { data, healthyGroup, management, plus, primaryEni } from '../../support/audit-group.ts';

/** Small accounts in which something is wrong, by what it is. What the audit says of each is in the fixture. */
export type Account = readonly [what: string, snapshot: AuditSnapshot];

export const db = { tags: { 'eni-warden:group': 'db' } };
export const claiming = (value: string, more: Readonly<Record<string, string>> = {}) => ({
  tags: { 'eni-warden:address': value, ...more },
});
/** A second ENI of the group. */
export const second = (instanceId: string) => auditedEni('eni-2', data, '10.0.1.12', instanceId, db);
/** Of the VPC of the group: destination, target, and the state where it is not active. */
export const table = (
  id: string,
  routes: readonly (readonly [string, string, string?])[],
  subnetIds: readonly string[] = [],
) =>
  auditedRouteTable(
    id,
    'vpc-1',
    routes.map(([destination, target, state]) => auditedRoute(destination, target, state)),
    { subnetIds },
  );
const withSmallType: AuditSnapshot = {
  ...healthyGroup(),
  instanceTypes: new Map([
    ...healthyGroup().instanceTypes,
    ['t3.small', { networkInterfacesMax: 2, networkInterfacesOnCard0Max: 2 }],
  ]),
};
/** The healthy group, and a web server beside it. */
export const web = plus(withSmallType, {
  instances: [auditedInstance('i-web', management, { tags: { Name: 'web' } })],
  enis: [primaryEni('eni-wp', management, '10.0.0.50', 'i-web')],
});
export const elasticIp = (eniId: string | undefined, privateIpAddress = '10.0.1.10') => ({
  elasticIps: [
    {
      allocationId: 'eipalloc-1',
      publicIp: '203.0.113.5',
      tags: {},
      ...(eniId !== undefined && { eniId, privateIpAddress }),
    },
  ],
});
