import { AssignPrivateIpAddressesCommand, ModifyNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import type { AuditStage } from './audit-stage.ts';

/** The ids that the audit's story is about. */
export interface AuditFleet {
  /** The protected ENI of the firewalls, where the default route of the applications leads. */
  readonly firewallEniId: string;
  /** The own ENI of the firewall that stands by. */
  readonly firewallStandbyEniId: string;
  readonly routeTableId: string;
  /** The licence server that stands by, with one slot free for the group's one ENI. */
  readonly licenceStandbyId: string;
  /** Attached to nothing, for whoever wants to look at packets. */
  readonly captureEniId: string;
  /** Of the proxy, which claims the address and has it. */
  readonly proxyEniId: string;
  readonly claimedAddress: string;
  /** Of another team. */
  readonly batchEniId: string;
}

const claimedAddress = '10.20.2.50';

/** Two groups with a standby in their zone and one in another, a proxy that claims an address, and nothing to flag. */
export async function buildAuditFleet(stage: AuditStage): Promise<AuditFleet> {
  const { world } = stage.sandbox;
  const { vpcId, subnets } = buildNetwork(stage);
  const firewalls = await buildGroup(
    stage,
    { name: 'fw', instanceType: 'm5.large', address: '10.20.1.10' },
    subnets,
  );
  const licences = await buildGroup(
    stage,
    { name: 'lic', instanceType: 't3.micro', address: '10.20.1.20' },
    subnets,
  );
  // A firewall forwards what is not for itself, on every one of its ENIs.
  for (const id of [firewalls.eniId, ...firewalls.ownEniIds]) await switchOffSourceDestCheck(stage, id);
  const { routeTableId } = world.addRouteTable({ vpcId, subnetIds: [subnets.apps], tags: { Name: 'apps' } });
  const target = { kind: 'networkInterfaceId', id: firewalls.eniId } as const;
  world.addRoute({ routeTableId, destination: '0.0.0.0/0', target });
  const [proxy, batch] = [
    { Name: 'proxy', owner: 'web', 'eni-warden:address': `${claimedAddress} vip` },
    { Name: 'batch-7', owner: 'data' },
  ].map((tags) => ownEniOf(stage, world.addInstance({ subnetId: subnets.apps, tags }).instanceId));
  const [proxyEniId = '', batchEniId = ''] = [proxy, batch];
  await give(stage, proxyEniId, claimedAddress);
  const captureEniId = world.addNetworkInterface({
    subnetId: subnets.outside,
    tags: { Name: 'capture', owner: 'network' },
  }).networkInterfaceId;
  return {
    firewallEniId: firewalls.eniId,
    firewallStandbyEniId: firewalls.ownEniIds[1] ?? '',
    routeTableId,
    licenceStandbyId: licences.memberIds[1] ?? '',
    captureEniId,
    proxyEniId,
    claimedAddress,
    batchEniId,
  };
}

interface Subnets {
  readonly management: string;
  readonly inside: string;
  readonly outside: string;
  readonly apps: string;
  readonly elsewhere: string;
}

function buildNetwork({ sandbox: { world, region } }: AuditStage) {
  const { vpcId } = world.addVpc({ cidr: '10.20.0.0/16', tags: { Name: 'production' } });
  world.addFlowLog({ resourceId: vpcId });
  const add = (Name: string, third: number, zone = 'a') =>
    world.addSubnet({
      vpcId,
      cidr: `10.20.${third}.0/24`,
      availabilityZone: `${region}${zone}`,
      tags: { Name },
    }).subnetId;
  const subnets: Subnets = {
    management: add('management', 0),
    inside: add('inside', 1),
    apps: add('apps', 2),
    outside: add('outside', 3),
    elsewhere: add('management-b', 10, 'b'),
  };
  return { vpcId, subnets };
}

/** Two members in one zone, the first of them active, and one in another. */
async function buildGroup(
  stage: AuditStage,
  {
    name,
    instanceType,
    address,
  }: { readonly name: string; readonly instanceType: string; readonly address: string },
  { management, inside, elsewhere }: Subnets,
) {
  const { world, clock } = { ...stage.sandbox };
  const tags = (Name: string) => ({ Name, owner: 'network', 'eni-warden:group': name });
  const memberIds = [management, management, elsewhere].map(
    (subnetId, index) =>
      world.addInstance({ subnetId, instanceType, tags: tags(`${name}-${'abc'[index]}`) }).instanceId,
  );
  for (const id of memberIds) await stage.putStatusAlarm(id);
  const [instanceId = ''] = memberIds;
  const { networkInterfaceId: eniId } = world.addNetworkInterface({
    subnetId: inside,
    privateIpAddress: address,
    tags: tags(`${name}-inside`),
    attachTo: { instanceId, deviceIndex: 1, attachTime: clock.now() - 30 * 86_400_000 },
  });
  return { eniId, memberIds, ownEniIds: memberIds.map((id) => ownEniOf(stage, id)) };
}

/** The primary ENI of an instance that has no other in the same subnet. */
function ownEniOf({ sandbox: { world } }: AuditStage, instanceId: string): string {
  const enis = [...world.networkInterfaces.values()];
  const own = enis.find(
    ({ attachment }) => attachment?.instanceId === instanceId && attachment.deviceIndex === 0,
  );
  return own?.networkInterfaceId ?? '';
}

async function switchOffSourceDestCheck({ clock, ec2Client }: AuditStage, id: string): Promise<void> {
  const input = { NetworkInterfaceId: id, SourceDestCheck: { Value: false } };
  await clock.run(ec2Client.send(new ModifyNetworkInterfaceAttributeCommand(input)));
}

async function give({ clock, ec2Client }: AuditStage, id: string, address: string): Promise<void> {
  const input = { NetworkInterfaceId: id, PrivateIpAddresses: [address] };
  await clock.run(ec2Client.send(new AssignPrivateIpAddressesCommand(input)));
}
