import {
  DeleteNetworkInterfaceCommand,
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { createRestoreEc2 } from '../../../aws/cleanup/restore-ec2.ts';
import { restoreEni } from '../../../aws/cleanup/restore-eni.ts';
import { createEc2Client } from '../../../aws/clients.ts';
import { toSweptEni } from '../../../aws/gentle/eni-records.ts';
import { type Credentials, peoplesCredentials } from '../../../cli/function-credentials.ts';
import { type Manifest, manifestOf } from '../../../domain/cleanup/manifest.ts';
import type { RestoreReport } from '../../../domain/cleanup/restore-report.ts';
import { VirtualClock } from '../../../sandbox/clock.ts';
import { type InProcessRequestHandler, requestHandlerFor } from '../../../sandbox/in-process.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts';
import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { NetworkInterfaceToAdd } from '../../../sandbox/world/world-types.ts';
import { storyCredentials } from '../../support/judged-stories.ts';

export const minutes = (count: number): number => count * 60_000;

export type Wire = (handler: InProcessRequestHandler) => InProcessRequestHandler;

/** An ENI with everything that an ENI can have, its manifest, and the world after its deletion. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly manifest: Manifest;
  readonly before: NetworkInterface;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly groupIds: readonly [string, string];
  readonly allocationId: string;
  readonly routeTableId: string;
  readonly client: EC2Client;
  /** Restores and lets time pass until the report is there. */
  restore(options?: {
    readonly wire?: Wire;
    readonly withinMs?: number;
    readonly manifest?: Manifest;
  }): Promise<RestoreReport>;
  /** Begins to restore, and leaves it to the caller to let time pass. */
  begin(options?: {
    readonly wire?: Wire;
    readonly withinMs?: number;
    readonly manifest?: Manifest;
  }): Promise<RestoreReport>;
  /** The ENIs that carry the mark of a restore. */
  restored(): readonly NetworkInterface[];
  /** What must be the same after any number of restores: everything but ids and MAC. */
  end(): unknown;
  route(): { readonly target: string; readonly state: string } | undefined;
}

export const destination = '192.168.0.0/16';

const everything: Partial<NetworkInterfaceToAdd> = {
  privateIpAddress: '10.0.0.9',
  secondaryAddresses: ['10.0.0.10', '10.0.0.11'],
  ipv6Addresses: ['2001:db8::9', '2001:db8::a'],
  ipv4Prefixes: ['10.0.1.16/28'],
  ipv6Prefixes: ['2001:db8:0:0:1::/80'],
  sourceDestCheck: false,
  description: 'licence server',
  tags: { Name: 'licence', team: 'platform' },
};

export async function createScene(options: Partial<SandboxOptions> = {}): Promise<Scene> {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ seed: 1, ...options, clock });
  const { world } = sandbox;
  const { vpc, subnets } = world.addNetwork();
  const { vpcId } = vpc;
  const { subnetId } = subnets[0];
  const addGroup = (groupName: string) => world.addSecurityGroup({ vpcId, groupName }).groupId;
  const groupIds = [addGroup('one'), addGroup('two')] as const;
  const before = world.addNetworkInterface({ subnetId, groupIds: [...groupIds], ...everything });
  const eniId = before.networkInterfaceId;
  const { allocationId } = world.addAddress({ networkInterfaceId: eniId });
  const { routeTableId } = world.addRouteTable({ vpcId, subnetIds: [subnetId] });
  world.addRoute({ routeTableId, destination, target: { kind: 'networkInterfaceId', id: eniId } });
  const ofTheRestore = storyCredentials('restore', sandbox, { topicArn: 'none', bucket: 'none' });
  const clientOf = (credentials: Credentials, wire: Wire = (handler) => handler) =>
    createEc2Client({
      region: sandbox.region,
      endpoint: 'http://sandbox',
      credentials,
      requestHandler: wire(requestHandlerFor(sandbox, 'restore')),
    });
  const client = clientOf(peoplesCredentials);
  const manifest = await clock.run(readManifestOf(client, eniId, routeTableId, clock.now()));
  await clock.run(client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: eniId })));
  const begin: Scene['begin'] = ({ wire, withinMs = minutes(5), manifest: of = manifest } = {}) =>
    restoreEni(
      createRestoreEc2(clientOf(ofTheRestore, wire), clock, () => 0.5),
      of,
      clock.now() + withinMs,
    );
  const restored = () =>
    [...world.networkInterfaces.values()].filter(
      ({ tags }) => tags['eni-warden:restored-from'] !== undefined,
    );
  const route = () => {
    const found = world.routeTables
      .get(routeTableId)
      ?.routes.find(
        (each) =>
          'destinationCidrBlock' in each.destination && each.destination.destinationCidrBlock === destination,
      );
    return found === undefined ? undefined : { target: found.target.id, state: found.state };
  };
  return {
    clock,
    sandbox,
    manifest,
    before,
    subnetId,
    vpcId,
    groupIds,
    allocationId,
    routeTableId,
    client,
    begin,
    restore: (how) => clock.run(begin(how)),
    restored,
    route,
    end: () => ({
      enis: restored().map(lasting),
      routeGoesToIt: route()?.target === restored()[0]?.networkInterfaceId,
    }),
  };
}

async function readManifestOf(client: EC2Client, eniId: string, routeTableId: string, now: number) {
  const { NetworkInterfaces = [] } = await client.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [eniId] }),
  );
  const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
  const [record] = NetworkInterfaces;
  if (record === undefined) throw new Error('There is no ENI.');
  const reading = manifestOf(
    toSweptEni(record),
    {
      elasticIps: Addresses.map(
        ({ AllocationId = '', PublicIp = '', NetworkInterfaceId, PrivateIpAddress }) => ({
          allocationId: AllocationId,
          publicIp: PublicIp,
          ...(NetworkInterfaceId !== undefined && { eniId: NetworkInterfaceId }),
          ...(PrivateIpAddress !== undefined && { privateIpAddress: PrivateIpAddress }),
        }),
      ),
      routes: [{ routeTableId, destination, eniId, state: 'blackhole' }],
      permissions: [],
      reservations: [],
      claims: [],
    },
    now,
  );
  if (reading.kind !== 'read') throw new Error(reading.problems.join());
  return reading.manifest;
}

/** All of an ENI that a restore brings back. */
export function lasting(eni: NetworkInterface) {
  const { 'eni-warden:restored-from': _mark, ...tags } = eni.tags;
  return {
    subnetId: eni.subnetId,
    addresses: eni.privateIpAddresses.map(({ privateIpAddress, primary, association }) => ({
      privateIpAddress,
      primary,
      publicIp: association?.publicIp,
    })),
    ipv6Addresses: eni.ipv6Addresses,
    ipv4Prefixes: eni.ipv4Prefixes,
    ipv6Prefixes: eni.ipv6Prefixes,
    groups: eni.groups.map(({ groupId }) => groupId),
    sourceDestCheck: eni.sourceDestCheck,
    description: eni.description,
    interfaceType: eni.interfaceType,
    tags,
  };
}
