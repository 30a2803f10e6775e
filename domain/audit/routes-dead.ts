import { attachCommand } from './attach-command.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding, FoundResource } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { instanceOfEni, isDown, isUnattached } from './eni-place.ts';
import { counted } from './finding-words.ts';
import { idleMembers } from './group-state.ts';
import { nameOfEni, nameOfInstance, resourcesOf } from './resource-words.ts';
import {
  andTheOthers,
  deleteRoute,
  type PlacedRoute,
  replaceRoute,
  routesByTarget,
  routesInWords,
} from './routes-to-enis.ts';

/** Taxonomy 21: routes into nothing, and to ENIs that cannot answer. One finding for each target, however many routes it has. */
export function deadRouteFindings(context: AuditContext): readonly AuditFinding[] {
  const idle = idleMembers(context.groups, context.fleet);
  return [...routesByTarget(context)].flatMap(([target, routes]) => {
    const dead = routes.filter(({ route }) => route.state === 'blackhole');
    const live = routes.filter(
      ({ route }) => route.state !== 'blackhole' && route.target.kind === 'network-interface',
    );
    return [...blackhole(target, dead, context), ...toIdle(target, live, idle, context)];
  });
}

function blackhole(
  target: string,
  routes: readonly PlacedRoute[],
  context: AuditContext,
): readonly AuditFinding[] {
  const [first] = routes;
  if (first === undefined) return [];
  const group = context.groupOfEni.get(target);
  const eni = context.enis.get(target);
  return [
    {
      code: 'route-blackhole',
      severity: group === undefined ? 'high' : 'critical',
      resources: [...eniResource(eni), ...resourcesOf('route-table', tablesOf(routes))],
      detail: target,
      ...(group !== undefined && { group }),
      what: `${counted(routes.length, 'route leads', 'routes lead')} into nothing, to ${inWordsOf(target, eni, context)}: ${routesInWords(routes)}.`,
      why: 'Everything that follows such a route is dropped, without a word to who sent it.',
      remedy:
        group !== undefined && eni !== undefined && isUnattached(eni)
          ? `Attach it again, and the route works again: ${attachCommand(target, someMember(group, context), context.fleet)}`
          : `Send it where it belongs: ${replaceRoute(first, '--network-interface-id <the ENI that is to take it>')}; or remove it: ${deleteRoute(first)}${andTheOthers(routes)}`,
    },
  ];
}

/** The target, and why it takes nothing, where that can be seen. */
function inWordsOf(target: string, eni: AuditedEni | undefined, context: AuditContext): string {
  if (eni === undefined) return target.startsWith('eni-') ? `${target}, which is not there` : target;
  const instance = instanceOfEni(eni, context);
  if (isUnattached(eni)) return `${nameOfEni(eni)}, which is attached to nothing`;
  if (instance === undefined || !isDown(instance)) return nameOfEni(eni);
  return `${nameOfEni(eni)} on ${nameOfInstance(instance, instance.id)}, which is ${instance.state}`;
}

function toIdle(
  target: string,
  routes: readonly PlacedRoute[],
  idle: ReturnType<typeof idleMembers>,
  context: AuditContext,
): readonly AuditFinding[] {
  const [first] = routes;
  const eni = context.enis.get(target);
  if (first === undefined || eni === undefined) return [];
  const group = context.groupOfEni.get(target);
  const found = idleness(eni, idle, context);
  if (found === undefined) return [];
  const concerned = group ?? found.group;
  return [
    {
      code: 'route-to-idle',
      severity: group === undefined ? 'high' : 'critical',
      resources: [...eniResource(eni), ...resourcesOf('route-table', tablesOf(routes))],
      detail: target,
      ...(concerned !== undefined && { group: concerned }),
      what: `${counted(routes.length, 'route leads', 'routes lead')} to ${nameOfEni(eni)}, which ${found.because}: ${routesInWords(routes)}.`,
      why: 'What follows it reaches nobody who serves it.',
      remedy: `${found.mend}: ${replaceRoute(first, `--network-interface-id ${found.instead}`)}${andTheOthers(routes)}`,
    },
  ];
}

interface Idleness {
  readonly because: string;
  readonly group?: string;
  readonly mend: string;
  /** The ENI to route to. */
  readonly instead: string;
}

function idleness(
  eni: AuditedEni,
  idle: ReturnType<typeof idleMembers>,
  context: AuditContext,
): Idleness | undefined {
  const elsewhere = '<the ENI that serves it now>';
  if (isUnattached(eni)) {
    return { because: 'is attached to nothing', mend: 'Attach it, or route to another', instead: elsewhere };
  }
  const instance = instanceOfEni(eni, context);
  if (instance === undefined) return undefined;
  const name = nameOfInstance(instance, instance.id);
  if (isDown(instance)) {
    return {
      because: `is on ${name}, which is ${instance.state}`,
      mend: `Start it (aws ec2 start-instances --instance-ids ${instance.id}), or route to another`,
      instead: elsewhere,
    };
  }
  const standby = idle.get(instance.id);
  if (standby === undefined || context.groupOfEni.has(eni.id)) return undefined;
  const { group, active } = standby;
  const ours = context.groups.find(({ name: known }) => known === group)?.networkInterfaces[0]?.id;
  return {
    because: `is on ${name}, a standby of group ${group}, which is active on ${nameOfInstance(context.instances.get(active), active)}`,
    group,
    mend: 'Route to a protected ENI of the group, which moves with it',
    instead: ours ?? elsewhere,
  };
}

function eniResource(eni: AuditedEni | undefined): readonly FoundResource[] {
  return eni === undefined ? [] : [{ kind: 'network-interface', id: eni.id }];
}

function tablesOf(routes: readonly PlacedRoute[]): readonly string[] {
  return routes.map(({ table }) => table.id);
}

function someMember(name: string, { groups }: AuditContext): string {
  const members = groups.find((group) => group.name === name)?.members ?? [];
  return members.find(({ state }) => state === 'running')?.id ?? '<a member that is running>';
}
