import { parseRange } from '../cidr.ts';
import { addressesAndPrefixesOf, privateAddressesOf } from '../cleanup/swept-eni.ts';
import { byId } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { instanceOfEni, isOrdinaryEni } from './eni-place.ts';
import { inWords } from './finding-words.ts';
import { groupsOfInstances } from './group-concerned.ts';
import { nameOfEni, nameOfInstance, resourcesOf } from './resource-words.ts';
import { type PlacedRoute, routesByTarget, routesInWords } from './routes-to-enis.ts';

/** Taxonomy 22 and 32: a source/dest check that drops what routes bring, and one that is off where none brings anything. */
export function sourceDestCheckFindings(context: AuditContext): readonly AuditFinding[] {
  const routes = routesByTarget(context);
  return [...dropping(routes, context), ...offForNothing(routes, context)];
}

type Routes = ReadonlyMap<string, readonly PlacedRoute[]>;

function dropping(routes: Routes, context: AuditContext): readonly AuditFinding[] {
  return [...routes].flatMap(([target, all]) => {
    const eni = context.enis.get(target);
    if (eni === undefined || eni.sourceDestCheck !== true || eni.requesterManaged === true) return [];
    const own = new Set(privateAddressesOf(eni).flatMap((address) => keyOf(address) ?? []));
    const brought = all.filter(({ route }) => !own.has(keyOf(route.destination) ?? ''));
    if (brought.length === 0) return [];
    const group = context.groupOfEni.get(target);
    return [
      {
        code: 'overlay-source-dest-check',
        severity: 'critical',
        resources: [{ kind: 'network-interface', id: target }],
        ...(group !== undefined && { group }),
        what: `${nameOfEni(eni)} has its source/dest check on, and is the target of ${routesInWords(brought)}.`,
        why: 'With the check on, EC2 drops every packet that is not addressed to the ENI itself, and so all that these routes bring it.',
        remedy: `aws ec2 modify-network-interface-attribute --network-interface-id ${target} --no-source-dest-check`,
      } satisfies AuditFinding,
    ];
  });
}

/** A single address, whatever its writing. */
function keyOf(text: string): string | undefined {
  const range = parseRange(text);
  return range === undefined || range.first !== range.last ? undefined : `${range.family} ${range.first}`;
}

/** One finding for each instance: the owner decides about the instance. */
function offForNothing(routes: Routes, context: AuditContext): readonly AuditFinding[] {
  const members = groupsOfInstances(context);
  return [...context.enisByInstance].flatMap(([instanceId, enis]) => {
    if (members.has(instanceId) || enis.some(({ id }) => routes.has(id) || context.groupOfEni.has(id)))
      return [];
    const off = enis.filter((eni) => isOff(eni) && instanceOfEni(eni, context) !== undefined).sort(byId);
    const [first] = off;
    if (first === undefined) return [];
    const name = nameOfInstance(context.instances.get(instanceId), instanceId);
    return [
      {
        code: 'source-dest-check-off',
        severity: 'info',
        resources: [
          { kind: 'instance', id: instanceId },
          ...resourcesOf(
            'network-interface',
            off.map(({ id }) => id),
          ),
        ],
        what: `The source/dest check of ${inWords(off.map(nameOfEni))} of ${name} is off, and no route leads there.`,
        why: 'With the check off an instance can send in the name of others; without a route to it, it forwards nothing that would need that.',
        remedy: `If it forwards nothing: aws ec2 modify-network-interface-attribute --network-interface-id ${first.id} --source-dest-check`,
      } satisfies AuditFinding,
    ];
  });
}

/** Delegated prefixes are for containers, whose addresses their host forwards within the VPC. */
function isOff(eni: AuditedEni): boolean {
  const hasPrefixes = addressesAndPrefixesOf(eni).length > privateAddressesOf(eni).length;
  return eni.sourceDestCheck === false && eni.status === 'in-use' && isOrdinaryEni(eni) && !hasPrefixes;
}
