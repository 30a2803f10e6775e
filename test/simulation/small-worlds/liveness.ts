import type { World } from '../../../sandbox/world/world.ts';
import type { Fleet } from './fleet.ts';

/** What is wrong with the world once everybody has ended: nothing where both ENIs are together on one member that is able. */
export function unsettled(world: World, { a, b, c, enis }: Fleet): readonly string[] {
  const attachments = enis.map((id) => world.networkInterfaces.get(id)?.attachment);
  const homes = new Set(attachments.map((attachment) => attachment?.instanceId));
  const [home] = homes;
  if (homes.size !== 1 || home === undefined) return ['the ENIs are not together on one member'];
  if (attachments.some((attachment) => attachment?.status !== 'attached')) return ['an ENI is not attached'];
  const { state, hung } = world.instance(home);
  if (![a, b, c].includes(home) || state !== 'running' || hung)
    return ['the ENIs are on a member that is down'];
  return [];
}

/** What an Attach attaches, as "eni instance"; undefined for any other call. */
export function attachOf(body: string): string | undefined {
  const form = new URLSearchParams(body);
  if (form.get('Action') !== 'AttachNetworkInterface') return undefined;
  return `${form.get('NetworkInterfaceId')} ${form.get('InstanceId')}`;
}

/** What EC2 has attached, as "eni instance". `accepted`: by ENI, the changes that it has accepted, each with its time. */
export function attachesIn(accepted: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.values(accepted)
    .flat()
    .flatMap((change) => attachOf(change.slice(change.indexOf(' ') + 1)) ?? []);
}

/** The attaches that nobody was told of. `told`: moves, as "kind eni instance". */
export function untold(attached: readonly string[], told: readonly string[]): readonly string[] {
  const named = new Set(told.map((move) => move.slice(move.indexOf(' ') + 1)));
  return attached
    .filter((attach) => !named.has(attach))
    .map((attach) => `nobody was told that ${attach.replace(' ', ' was attached to ')}`);
}

/** ENIs that were attached more often than the events ask for. */
export function unrest(attached: readonly string[], attachesMax: number): readonly string[] {
  const enis = attached.map((attach) => attach.slice(0, attach.indexOf(' ')));
  return [...new Set(enis)].flatMap((eni) => {
    const count = enis.filter((other) => other === eni).length;
    return count <= attachesMax ? [] : [`${eni} was attached ${count} times`];
  });
}

/** A handler says of a move that it is completed at most as often as EC2 has done it for this handler. */
export function falseClaims(told: readonly string[], attached: readonly string[]): readonly string[] {
  const claims = told.flatMap((move) => (move.startsWith(completed) ? [move.slice(completed.length)] : []));
  return [...new Set(claims)].flatMap((claim) => {
    const said = claims.filter((other) => other === claim).length;
    const done = attached.filter((attach) => attach === claim).length;
    return said <= done
      ? []
      : [`${claim} was said ${said} times to be completed by one who did it ${done} times`];
  });
}

const completed = 'failover-completed ';
