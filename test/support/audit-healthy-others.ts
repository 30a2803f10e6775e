import type { AuditedEni } from '../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedRoute } from './audit-fleet.ts';
import { primaryEni, secondaryEni } from './audit-group.ts';
import {
  groundAt,
  idOf,
  type Land,
  takeAddress,
  takeElasticIp,
  takePrefix,
  type Use,
  type Yard,
} from './audit-healthy-land.ts';

/** An instance with its primary ENI. */
function addInstance(
  yard: Yard,
  land: Land,
  [use, zone]: readonly [Use, string],
  tags: Readonly<Record<string, string>>,
  more: Partial<AuditedEni> = {},
): { readonly id: string; readonly zone: string } {
  const ground = groundAt(land, use, zone);
  const id = idOf(yard, 'i');
  yard.instances.push(auditedInstance(id, ground.subnet, { type: 'c7g.large', tags }));
  yard.enis.push(primaryEni(idOf(yard, 'eni'), ground.subnet, takeAddress(ground), id, more));
  return { id, zone };
}

function someLand({ random, lands }: Yard): Land {
  const land = lands[random.integer(lands.length)];
  if (land === undefined) throw new Error('There is no VPC.');
  return land;
}

function someZone({ random }: Yard, { zones }: Land): string {
  return zones[random.integer(zones.length)] ?? '';
}

/** Its second ENI is in the same subnet, or with custom networking in one for pods; single addresses or prefixes. */
export function addKubernetesNode(yard: Yard, number: number): void {
  const land = someLand(yard);
  const zone = someZone(yard, land);
  const tags = {
    Name: `node-${number}`,
    'kubernetes.io/cluster/shop': 'owned',
    'aws:autoscaling:groupName': 'shop-nodes',
  };
  const { id } = addInstance(yard, land, ['app', zone], tags, { securityGroupIds: ['sg-nodes'] });
  const ground = groundAt(land, land.grounds.has(`pods ${zone}`) ? 'pods' : 'app', zone);
  const eni = secondaryEni(idOf(yard, 'eni'), ground.subnet, takeAddress(ground), id);
  const more =
    number % 2 === 0
      ? { ipv4Prefixes: [takePrefix(ground), takePrefix(ground)] }
      : {
          privateIpv4Addresses: [
            ...eni.privateIpv4Addresses,
            ...Array.from({ length: 9 }, () => ({ address: takeAddress(ground), primary: false })),
          ],
        };
  yard.enis.push({
    ...eni,
    ...more,
    attachment: { ...eni.attachment, deleteOnTermination: true },
    description: `aws-K8S-${id}`,
    tags: { 'node.k8s.amazonaws.com/instance_id': id, 'cluster.k8s.amazonaws.com/name': 'shop' },
  });
}

/** One of an Auto Scaling group, every fifth in a public subnet with an address that AWS lends it. */
export function addWebServer(yard: Yard, number: number): void {
  const land = someLand(yard);
  const [use, zone] = [number % 5 === 0 ? 'public' : 'app', someZone(yard, land)] as const;
  const tags = { Name: `web-${number}`, 'aws:autoscaling:groupName': 'web' };
  addInstance(yard, land, [use, zone], tags, { securityGroupIds: ['sg-web'] });
  const eni = yard.enis.pop();
  const [own] = eni?.privateIpv4Addresses ?? [];
  if (eni === undefined || own === undefined) return;
  if (use === 'app') {
    const [ipv6Cidr = ''] = groundAt(land, use, zone).subnet.ipv6Cidrs;
    const address = ipv6Cidr.replace('::/64', `::${(number + 16).toString(16)}`);
    yard.enis.push({ ...eni, ipv6Addresses: [{ address, primary: true }] });
  } else {
    const publicIp = `3.250.${number >> 8}.${number & 255}`;
    yard.enis.push({ ...eni, privateIpv4Addresses: [{ ...own, publicIp }] });
  }
}

/** Watches two subnets from an ENI in each; both go out by the NAT gateway of the zone. */
export function addMonitor(yard: Yard, number: number): void {
  const land = someLand(yard);
  const { id, zone } = addInstance(yard, land, ['app', someZone(yard, land)], { Name: `monitor-${number}` });
  const ground = groundAt(land, 'storage', zone);
  yard.enis.push(secondaryEni(idOf(yard, 'eni'), ground.subnet, takeAddress(ground), id));
}

/** Somebody's, switched off until it is needed; nothing leads to it. */
export function addStoppedInstance(yard: Yard, number: number): void {
  const land = someLand(yard);
  addInstance(yard, land, ['app', someZone(yard, land)], { Name: `sometimes-${number}` });
  const instance = yard.instances.pop();
  if (instance !== undefined) yard.instances.push({ ...instance, state: 'stopped' });
}

/** Forwards for an office: its check is off, it has an Elastic IP, and all tables of its VPC lead the office's addresses to it. */
export function addVpnInstance(yard: Yard, land: Land, number: number): void {
  const zone = someZone(yard, land);
  addInstance(yard, land, ['public', zone], { Name: `vpn-${number}` }, { sourceDestCheck: false });
  const eni = yard.enis.pop();
  const [own] = eni?.privateIpv4Addresses ?? [];
  if (eni === undefined || own === undefined) return;
  const publicIp = takeElasticIp(yard, eni.id, own.address);
  yard.enis.push({ ...eni, privateIpv4Addresses: [{ ...own, publicIp }] });
  land.common.push(auditedRoute(`10.${200 + number}.0.0/16`, eni.id));
}

/** What is left of an instance that was terminated a moment ago. */
export function addTerminated(yard: Yard, number: number): void {
  const id = idOf(yard, 'i');
  const tags = { Name: `gone-${number}` };
  yard.instances.push({ id, state: 'terminated', type: 'c7g.large', availabilityZone: 'eu-west-1a', tags });
}

/** Nobody uses it, and nobody protects it: that is the cleanup's business. */
export function addUnattachedEni(yard: Yard, number: number): void {
  const land = someLand(yard);
  const ground = groundAt(land, 'app', someZone(yard, land));
  const tags = { Name: `spare-${number}` };
  yard.enis.push(auditedEni(idOf(yard, 'eni'), ground.subnet, takeAddress(ground), undefined, { tags }));
}

const services = [
  ['interface', 'public', 'ELB app/shop/50dc6c495c0c9188', 'amazon-elb'],
  ['network_load_balancer', 'public', 'ELB net/edge/50dc6c495c0c9188', 'amazon-elb'],
  ['lambda', 'app', 'AWS Lambda VPC ENI-reports', 'amazon-aws'],
  ['vpc_endpoint', 'app', 'VPC Endpoint Interface vpce-0a1b2c3d4e5f60718', 'amazon-aws'],
  ['interface', 'data', 'RDSNetworkInterface', 'amazon-rds'],
] as const;

/** What AWS itself keeps in the subnets. */
export function addServiceEni(yard: Yard, number: number): void {
  const [interfaceType, use, description, instanceOwnerId] =
    services[number % services.length] ?? services[0];
  const land = someLand(yard);
  const ground = groundAt(land, use, someZone(yard, land));
  const address = takeAddress(ground);
  const publicIp = use === 'public' ? { publicIp: `34.240.${number >> 8}.${number & 255}` } : {};
  yard.enis.push({
    ...auditedEni(idOf(yard, 'eni'), ground.subnet, address),
    status: 'in-use',
    interfaceType,
    requesterManaged: true,
    description,
    privateIpv4Addresses: [{ address, primary: true, ...publicIp }],
    attachment: { id: idOf(yard, 'ela-attach'), instanceOwnerId, status: 'attached' },
  });
}
