import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterfaceToAdd } from '../sandbox/world/world-types.ts';

/** The ENIs of the cleanup story: nobody uses any of them, and only one of them may go. */
export interface CleanupFleet {
  readonly orphanId: string;
  readonly survivors: readonly Survivor[];
}

/** An ENI that looks like an orphan and has to live. */
export interface Survivor {
  readonly id: string;
  /** Who would miss it, in at most 33 characters: a row of the table has to fit on the screen. */
  readonly looks: string;
  /** The names of the rules that have to spare it, and no other may. */
  readonly rules: readonly string[];
}

type Asked = Partial<NetworkInterfaceToAdd>;

export function buildCleanupFleet(sandbox: Sandbox): CleanupFleet {
  const { world } = sandbox;
  const { vpcId, subnetId } = addSubnet(sandbox, '10.0');
  const { groupId } = world.addSecurityGroup({ vpcId, groupName: 'build' });
  const add = (asked: Asked) => world.addNetworkInterface({ subnetId, ...asked }).networkInterfaceId;
  const orphanId = add({
    privateIpAddress: '10.0.1.9',
    groupIds: [groupId],
    description: 'of a build agent',
    tags: { Name: 'old build agent', team: 'ci' },
  });
  return {
    orphanId,
    survivors: [
      protectedOne(sandbox),
      ...taggedOnes(add),
      ...referredToOnes(sandbox, vpcId, add),
      ...madeByOthers(add),
    ],
  };
}

/** Of a group whose only standby is where the ENI cannot go; in a VPC of its own, where the cleanup waits for it. */
function protectedOne(sandbox: Sandbox): Survivor {
  const { world } = sandbox;
  const here = addSubnet(sandbox, '10.1');
  const elsewhere = addSubnet(sandbox, '10.2', 'b');
  const tags = { 'eni-warden:group': 'vpn' };
  world.addInstance({ subnetId: elsewhere.subnetId, tags: { ...tags, Name: 'vpn-b' } });
  const asked = { subnetId: here.subnetId, privateIpAddress: '10.1.1.10', tags };
  const { networkInterfaceId: id } = world.addNetworkInterface(asked);
  return { id, looks: 'of group vpn, without a standby', rules: ['protected'] };
}

/** What their owners wrote on them. */
function taggedOnes(add: (asked: Asked) => string): readonly Survivor[] {
  const tagged = (key: string, value: string) => add({ tags: { [key]: value } });
  return [
    {
      id: tagged('eni-warden:hold', 'the licence moves on Thursday, ask Ana'),
      looks: 'on hold while Ana moves a licence',
      rules: ['held'],
    },
    {
      id: tagged('eni-warden:keep', '2026-06-30'),
      looks: 'kept by its owner until a date',
      rules: ['keep-tag'],
    },
    {
      id: tagged('node.k8s.amazonaws.com/instance_id', 'i-0123456789abcdef0'),
      looks: 'warm pool of a Kubernetes node',
      rules: ['other-controller'],
    },
  ];
}

/** What elsewhere in the account counts on them. */
function referredToOnes(
  { world }: Sandbox,
  vpcId: string,
  add: (asked: Asked) => string,
): readonly Survivor[] {
  const [elastic, routed, lent] = [add({}), add({}), add({})];
  const reserved = add({ privateIpAddress: '10.0.1.66' });
  world.addAddress({ networkInterfaceId: elastic });
  const { routeTableId } = world.addRouteTable({ vpcId });
  const target = { kind: 'networkInterfaceId', id: routed } as const;
  world.addRoute({ routeTableId, destination: '192.168.0.0/16', target });
  world.addNetworkInterfacePermission({ networkInterfaceId: lent, awsAccountId: '210987654321' });
  const { subnetId } = world.networkInterface(reserved);
  world.addReservation({ subnetId, cidr: '10.0.1.64/28', reservationType: 'explicit' });
  return [
    { id: elastic, looks: 'its Elastic IP is in firewalls', rules: ['public-address'] },
    { id: routed, looks: 'a blackhole route leads to it', rules: ['route-target'] },
    { id: reserved, looks: 'has an address that is reserved', rules: ['reserved-address'] },
    { id: lent, looks: 'a partner’s account may attach it', rules: ['permission'] },
  ];
}

function madeByOthers(add: (asked: Asked) => string): readonly Survivor[] {
  const ofLambda = add({
    description: 'AWS Lambda VPC ENI-invoices-0f6b1a52-6f3c-4f7e-9c39-2f6d1e6a4b11',
    requesterId: 'AROAEXAMPLE0000000000:123456789012',
  });
  const ofAppliance = add({ sourceDestCheck: false, description: 'inside' });
  return [
    {
      id: ofLambda,
      looks: 'of a seldom called Lambda',
      rules: ['requester', 'description'],
    },
    { id: ofAppliance, looks: 'firewall: source/dest check off', rules: ['appliance-like'] },
  ];
}

function addSubnet({ world, region }: Sandbox, prefix: string, zone = 'a') {
  const { vpcId } = world.addVpc({ cidr: `${prefix}.0.0/16` });
  return world.addSubnet({ vpcId, cidr: `${prefix}.1.0/24`, availabilityZone: `${region}${zone}` });
}
