import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni, AuditedInstance } from './audit-snapshot.ts';
import { isOrdinaryEni } from './eni-place.ts';
import { inWords } from './finding-words.ts';
import { type GroupConcerned, groupConcerned, groupsOfInstances } from './group-concerned.ts';
import { nameOfEni, nameOfInstance, resourcesOf, sortedIds } from './resource-words.ts';

/** Taxonomy 27 and 28: several ENIs of one running instance that answer by the wrong way. One finding each for an instance. */
export function instanceInterfaceFindings(context: AuditContext): readonly AuditFinding[] {
  const members = groupsOfInstances(context);
  const groupOf = groupConcerned(context);
  return [...context.enisByInstance].flatMap(([instanceId, enis]) => {
    const instance = context.instances.get(instanceId);
    if (instance?.state !== 'running' || enis.length < 2) return [];
    const ordinary = enis.filter((eni) => isOrdinaryEni(eni) && eni.attachment?.status === 'attached');
    if (ordinary.length < 2) return [];
    const isMember = members.has(instanceId);
    return [
      ...sameSubnet(instance, ordinary, isMember, groupOf),
      ...differentDefaults(instance, ordinary, context, groupOf),
    ];
  });
}

function sameSubnet(
  instance: AuditedInstance,
  enis: readonly AuditedEni[],
  isMember: boolean,
  groupOf: GroupConcerned,
): readonly AuditFinding[] {
  const shared = [...Map.groupBy(enis, ({ subnetId }) => subnetId ?? '')].filter(
    ([subnetId, found]) => subnetId !== '' && found.length > 1,
  );
  if (shared.length === 0) return [];
  const resources = resourcesOf(
    'network-interface',
    shared.flatMap(([, found]) => found.map(({ id }) => id)),
  );
  const subnets = sortedIds(shared.map(([subnetId]) => subnetId));
  const named = subnets.map((subnetId) => {
    const found = enis.filter((eni) => eni.subnetId === subnetId);
    return `${inWords(found.map(nameOfEni))} in ${subnetId}`;
  });
  return [
    {
      code: 'same-subnet-twice',
      severity: isMember ? 'info' : 'warning',
      resources: [{ kind: 'instance', id: instance.id }, ...resources],
      ...groupOf([{ kind: 'instance', id: instance.id }, ...resources]),
      what: `${nameOfInstance(instance, instance.id)} has several ENIs in one subnet: ${inWords(named)}.`,
      why: 'Unless the guest routes by source address, answers leave by the ENI that comes first, from which EC2 or a firewall drops them.',
      remedy: `Give each of them a subnet of its own (create an ENI there, attach it, and detach the one of these that is not primary), or let the guest of ${instance.id} route by source address (ip rule add from <address> table <number>).`,
    },
  ];
}

/** An instance with the check off on one of them is an appliance, which routes by itself. */
function differentDefaults(
  instance: AuditedInstance,
  enis: readonly AuditedEni[],
  context: AuditContext,
  groupOf: GroupConcerned,
): readonly AuditFinding[] {
  if (enis.some(({ sourceDestCheck }) => sourceDestCheck !== true)) return [];
  const ways = enis.flatMap((eni) => {
    const gateway = gatewayOf(eni, context);
    return gateway === undefined ? [] : [{ eni, gateway }];
  });
  if (new Set(ways.map(({ gateway }) => gateway)).size < 2) return [];
  const resources = resourcesOf(
    'network-interface',
    ways.map(({ eni }) => eni.id),
  );
  return [
    {
      code: 'default-routes-differ',
      severity: 'warning',
      resources: [{ kind: 'instance', id: instance.id }, ...resources],
      ...groupOf([{ kind: 'instance', id: instance.id }, ...resources]),
      what: `The ENIs of ${nameOfInstance(instance, instance.id)} leave for the internet by different gateways: ${inWords(ways.map(({ eni, gateway }) => `${eni.id} by ${gateway}`))}.`,
      why: 'Its guest has one default route, so that some of its answers leave by another gateway than the question came by, with another address, and are dropped.',
      remedy: `Route both subnets alike (aws ec2 replace-route-table-association), or let the guest of ${instance.id} route by source address (ip rule add from <address> table <number>).`,
    },
  ];
}

/** The internet or NAT gateway that the default route of its subnet leads to. */
function gatewayOf({ subnetId }: AuditedEni, context: AuditContext): string | undefined {
  const table = context.routeTableBySubnet.get(subnetId ?? '');
  const route = table?.routes.find(({ destination }) => destination === '0.0.0.0/0');
  const kind = route?.target.kind;
  return kind === 'internet-gateway' || kind === 'nat-gateway' ? route?.target.id : undefined;
}
