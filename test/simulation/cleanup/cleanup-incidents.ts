import { callAs } from '../operator.ts';
import type { Simulation } from '../simulation.ts';
import type { CleanupIncidentKind } from './cleanup-incident.ts';
import { garbleMark } from './lookalikes.ts';

const minuteMs = 60_000;

/** Lets it happen to the ENI now; does nothing where it cannot. */
type Happening = (simulation: Simulation, id: string) => void;

const happenings: Readonly<Record<CleanupIncidentKind, Happening>> = {
  'orphan-attached': (simulation, id) => void attach(simulation, id),
  'orphan-made': (simulation) => {
    const id = simulation.fleet.orphans.add();
    simulation.note('orphan-made', `somebody makes ${id} and forgets it`, [id]);
  },
  'orphan-tagged': tag,
  'orphan-changed': change,
  'orphan-deleted': (simulation, id) => {
    simulation.note('orphan-deleted', `somebody deletes ${id}`, [id]);
    void callAs('operator', simulation.sandbox, 'DeleteNetworkInterface', { NetworkInterfaceId: id });
  },
  'mark-changed': (simulation, id) => {
    simulation.note('mark-changed', `somebody writes into the mark of ${id}`, [id]);
    garbleMark(simulation.fleet.orphans, id);
  },
  'eip-on-orphan': associate,
  'route-to-orphan': (simulation, id) => {
    simulation.note('route-to-orphan', `somebody makes a route to ${id}`, [id]);
    simulation.fleet.orphans.route(id);
  },
  'reservation-on-orphan': (simulation, id) => {
    simulation.note('reservation-on-orphan', `somebody reserves the address of ${id}`, [id]);
    simulation.fleet.orphans.reserve(id);
  },
  'permission-on-orphan': (simulation, id) => {
    simulation.note('permission-on-orphan', `somebody lets another account attach ${id}`, [id]);
    simulation.fleet.orphans.permit(id);
  },
  'used-eni-detached': (simulation) => void detachOne(simulation),
  's3-outage': (simulation) => {
    const { cleanupDraw: draw, s3 } = simulation;
    const ms = draw.between(2_000, draw.chance(0.3) ? 900_000 : 60_000);
    simulation.note('s3-outage', `S3 fails for ${Math.round(ms / 1_000)} s`);
    s3.down(ms);
  },
  'cleanup-throttled': throttle,
  'cleanup-api-outage': (simulation) => {
    const { cleanupDraw: draw, weather } = simulation;
    const action = draw.of(cleanupActions);
    const ms = draw.between(2_000, draw.chance(0.2) ? 600_000 : 60_000);
    simulation.note('cleanup-api-outage', `${action} fails for ${Math.round(ms / 1_000)} s`);
    weather.breakDown(action, ms);
  },
  'read-denied': denyRead,
  's3-denied': (simulation) => {
    const { cleanupDraw: draw, weather } = simulation;
    simulation.note('s3-denied', 'somebody takes the permission for the bucket away');
    weather.deny('PutObject', draw.between(1, 15) * minuteMs);
  },
};

/** What the cleanup calls beside DescribeNetworkInterfaces and DescribeInstances. */
export const cleanupActions = [
  'DescribeAddresses',
  'DescribeRouteTables',
  'DescribeNetworkInterfacePermissions',
  'GetSubnetCidrReservations',
  'CreateTags',
  'DeleteTags',
  'DeleteNetworkInterface',
] as const;

/** Somebody takes the permission for a look away, and perhaps makes what that look would have shown. */
function denyRead(simulation: Simulation, id: string): void {
  const { cleanupDraw: draw, weather } = simulation;
  const [action, kind] = draw.of([
    ['DescribeAddresses', undefined],
    ['DescribeRouteTables', 'route-to-orphan'],
    ['DescribeNetworkInterfacePermissions', 'permission-on-orphan'],
    ['GetSubnetCidrReservations', 'reservation-on-orphan'],
  ] as const);
  simulation.note('read-denied', `somebody takes the permission for ${action} away`);
  weather.deny(action, draw.between(5, 20) * minuteMs);
  if (kind !== undefined && draw.chance(0.6)) happenings[kind](simulation, id);
}

/** Somebody in the account uses up the request rate of an action for a while. */
function throttle(simulation: Simulation): void {
  const { cleanupDraw: draw, sandbox } = simulation;
  const action = draw.of(cleanupActions);
  const callsPerSecond = draw.whole(3, 22);
  simulation.note('cleanup-throttled', `somebody makes ${callsPerSecond} calls of ${action} a second`);
  sandbox.faults.throttle(action, { callsPerSecond });
  simulation.later(draw.between(10_000, 180_000), () =>
    sandbox.faults.throttle(action, { callsPerSecond: 0 }),
  );
}

/** Happens to the ENI that is named, or else to one that is drawn. */
export function happenToOrphan(kind: CleanupIncidentKind, simulation: Simulation, named?: string): void {
  const { networkInterfaces } = simulation.sandbox.world;
  const living = simulation.fleet.orphans.ids.filter((each) => networkInterfaces.has(each));
  if (living.length === 0) return;
  const drawn = simulation.cleanupDraw.of(living);
  happenings[kind](simulation, named !== undefined && living.includes(named) ? named : drawn);
}

async function attach(simulation: Simulation, id: string): Promise<void> {
  const { cleanupDraw: draw, sandbox, fleet } = simulation;
  const host = fleet.orphans.hostOf(id);
  if (host === undefined) return;
  simulation.note('orphan-attached', `somebody attaches ${id}`, [id]);
  const staysMs = draw.chance(0.6) ? draw.between(0.2, 15) * minuteMs : undefined;
  const taken = new Set(sandbox.world.interfacesOf(host).map(({ attachment }) => attachment?.deviceIndex));
  const free = [1, 2, 3, 4, 5, 6, 7].find((index) => !taken.has(index));
  if (free === undefined) return;
  await callAs('operator', sandbox, 'AttachNetworkInterface', {
    NetworkInterfaceId: id,
    InstanceId: host,
    DeviceIndex: String(free),
    NetworkCardIndex: '0',
  });
  if (staysMs !== undefined) simulation.inAnyCase(staysMs, () => void detach(simulation, id));
}

async function detach(simulation: Simulation, id: string): Promise<void> {
  const { attachment } = simulation.sandbox.world.networkInterfaces.get(id) ?? {};
  if (attachment === undefined) return;
  simulation.note('used-eni-detached', `somebody detaches ${id}`, [id]);
  await callAs('operator', simulation.sandbox, 'DetachNetworkInterface', {
    AttachmentId: attachment.attachmentId,
  });
}

/** One that was in use comes free: its grace begins now, whatever its tags say. */
async function detachOne(simulation: Simulation): Promise<void> {
  const { world } = simulation.sandbox;
  const attached = simulation.fleet.orphans.ids.filter(
    (id) => world.networkInterfaces.get(id)?.attachment?.status === 'attached',
  );
  if (attached.length > 0) await detach(simulation, simulation.cleanupDraw.of(attached));
}

/** Somebody claims it by a tag, and perhaps takes the tag off again. What is no owner's of this account is nobody's to tag. */
function tag(simulation: Simulation, id: string): void {
  const { cleanupDraw: draw, sandbox } = simulation;
  const { operator, requesterManaged, ownerId } = sandbox.world.networkInterface(id);
  if (operator !== undefined || requesterManaged || ownerId !== sandbox.account) return;
  const [key, value] = draw.of([
    ['eni-warden:keep', 'I want it back'],
    ['eni-warden:keep', ''],
    ['eni-warden:hold', 'looking into it'],
    ['eni-warden:group', 'retired'],
    ['eni-warden:group', 'g1'],
  ] as const);
  simulation.note('orphan-tagged', `somebody writes ${key}=${value} on ${id}`, [id]);
  sandbox.world.setTag(id, key, value);
  if (draw.chance(0.4))
    simulation.later(draw.between(0.1, 8) * minuteMs, () => {
      if (sandbox.world.networkInterfaces.has(id)) sandbox.world.removeTag(id, key);
    });
}

/** Somebody is busy with it, and changes what the fingerprint of its mark is over. */
function change(simulation: Simulation, id: string): void {
  const { cleanupDraw: draw, sandbox } = simulation;
  simulation.note('orphan-changed', `somebody changes ${id}`, [id]);
  if (draw.chance(0.5)) {
    sandbox.world.setTag(id, 'Owner', `team-${draw.whole(1, 9)}`);
    return;
  }
  void callAs('operator', sandbox, 'ModifyNetworkInterfaceAttribute', {
    NetworkInterfaceId: id,
    'SourceDestCheck.Value': 'false',
  });
}

function associate(simulation: Simulation, id: string): void {
  simulation.note('eip-on-orphan', `somebody associates an Elastic IP with ${id}`, [id]);
  const { allocationId } = simulation.sandbox.world.addAddress();
  void callAs('operator', simulation.sandbox, 'AssociateAddress', {
    AllocationId: allocationId,
    NetworkInterfaceId: id,
  });
}
