import fc from 'fast-check';
import type {
  AuditedEni,
  AuditedInstance,
  AuditedPeering,
  AuditedRouteTable,
  AuditedSubnet,
  AuditedVpc,
  AuditSnapshot,
} from '../../../domain/audit/audit-snapshot.ts';
import type { Tags } from '../../../domain/tags.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
} from '../../support/audit-fleet.ts';
import { auditedPeering } from './flagged.ts';

/** Few ids and few addresses, so that everything meets everything. */
const vpcIds = ['vpc-0', 'vpc-1', 'vpc-2', 'vpc-3'] as const;
const eniIds = Array.from({ length: 7 }, (_, at) => `eni-${at}`);
const instanceIds = ['i-0', 'i-1', 'i-2', 'i-3'];
const peeringIds = ['pcx-0', 'pcx-1', 'pcx-2', 'pcx-3'];

const cidr = fc.constantFrom(
  '10.0.0.0/16',
  '10.0.0.0/16',
  '10.0.0.0/24',
  '10.1.0.0/16',
  '172.31.0.0/16',
  '172.17.0.0/16',
);
const vpc = (id: string): fc.Arbitrary<AuditedVpc> =>
  fc
    .record({
      first: cidr,
      second: fc.constantFrom('100.64.0.0/16', '10.1.4.0/24', undefined),
      isDefault: fc.boolean(),
    })
    .map(({ first, second, isDefault }) =>
      auditedVpc(id, first, { isDefault, cidrs: second === undefined ? [first] : [first, second] }),
    );

const addressesOf = (network: string): readonly string[] =>
  [3, 9, 10, 20, 40, 255].map((host) => network.replace(/\d+\/\d+$/, `${host}`));

/** The subnets of a VPC: one of the first 256 addresses, one of less room behind. */
const subnetsOf = ({ id, cidrs: [first = ''] }: AuditedVpc): fc.Arbitrary<readonly AuditedSubnet[]> =>
  fc
    .record({ free: fc.constantFrom(0, 5, 20, 251), zone: fc.constantFrom('eu-west-1a', 'eu-west-1b') })
    .map(({ free, zone }) => [
      auditedSubnet(`subnet-${id}-a`, id, first.replace(/\/\d+$/, '/24'), {
        availableIpAddressCount: free,
        ipv6Cidrs: ['2001:db8::/64'],
      }),
      auditedSubnet(`subnet-${id}-b`, id, first.replace(/\.0\/\d+$/, '.32/27'), { availabilityZone: zone }),
    ]);

const claimed = fc.constantFrom(
  '10.0.0.9',
  '10.0.0.10',
  '10.1.0.20',
  '10.0.0.21',
  '203.0.113.1',
  '192.168.9.9',
  '2001:db8::9',
);
const role = fc.constantFrom(
  '',
  '',
  '',
  ' vip',
  ' vip',
  ' vip',
  ' anycast',
  ' anycast',
  ' loopback',
  ' nonsense',
);
const tags: fc.Arbitrary<Tags> = fc
  .record({
    'eni-warden:group': fc.option(fc.constantFrom('db', 'web', 'two names'), { nil: undefined, freq: 2 }),
    'eni-warden:address': fc.option(
      fc
        .uniqueArray(fc.tuple(claimed, role), {
          minLength: 1,
          maxLength: 2,
          selector: ([address]) => address,
        })
        .map((all) => all.map(([address, name]) => address + name).join(' ')),
      { nil: undefined, freq: 2 },
    ),
    'eni-warden:accept': fc.option(fc.constantFrom('vpc-overlap until 2027-01-31', 'soon'), {
      nil: undefined,
      freq: 6,
    }),
  })
  .map((all) =>
    Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : []))),
  );

const eni = (id: string, subnets: readonly AuditedSubnet[]): fc.Arbitrary<AuditedEni> =>
  fc
    .record({
      subnet: fc.constantFrom(...subnets),
      hosts: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
      instanceId: fc.constantFrom(...instanceIds, undefined),
      tags,
      prefixes: fc.constantFrom([], [], ['10.0.0.16/28']),
      ipv6: fc.constantFrom([], ['2001:db8::9'], ['2001:db8:0::a']),
      sourceDestCheck: fc.boolean(),
      deviceIndex: fc.nat(2),
      deleteOnTermination: fc.boolean(),
      group: fc.constantFrom('sg-1', 'sg-2'),
      publicIp: fc.constantFrom('203.0.113.1', undefined),
    })
    .map((drawn) => {
      const all = addressesOf(drawn.subnet.ipv4Cidr ?? '');
      const plain = auditedEni(id, drawn.subnet, '', drawn.instanceId, {
        tags: drawn.tags,
        sourceDestCheck: drawn.sourceDestCheck,
        securityGroupIds: [drawn.group],
        ipv4Prefixes: drawn.prefixes,
        ipv6Addresses: drawn.ipv6.map((address) => ({ address, primary: false })),
        privateIpv4Addresses: drawn.hosts.map((host, at) => ({
          address: all[host] ?? '',
          primary: at === 0,
          ...(at === 0 && drawn.publicIp !== undefined && { publicIp: drawn.publicIp }),
        })),
      });
      const { attachment } = plain;
      return attachment === undefined
        ? plain
        : {
            ...plain,
            attachment: {
              ...attachment,
              deviceIndex: drawn.deviceIndex,
              deleteOnTermination: drawn.deleteOnTermination,
            },
          };
    });

const instance = (id: string, subnets: readonly AuditedSubnet[]): fc.Arbitrary<AuditedInstance> =>
  fc
    .record({
      subnet: fc.constantFrom(...subnets),
      tags,
      scaled: fc.constantFrom({}, {}, { 'aws:autoscaling:groupName': 'asg' }),
      state: fc.constantFrom('running', 'running', 'stopped', 'terminated'),
    })
    .map((drawn) =>
      auditedInstance(id, drawn.subnet, { tags: { ...drawn.tags, ...drawn.scaled }, state: drawn.state }),
    );

const route = fc
  .tuple(
    fc.constantFrom(
      '0.0.0.0/0',
      '10.0.0.0/16',
      '10.0.0.0/24',
      '10.1.0.0/16',
      '10.1.0.0/20',
      '192.168.9.9/32',
      '10.0.0.77/32',
      'pl-1',
    ),
    fc.constantFrom('tgw-1', 'igw-1', 'nat-1', 'vpce-1', ...peeringIds, ...peeringIds, ...eniIds.slice(0, 3)),
    fc.constantFrom('active', 'active', 'active', 'blackhole'),
  )
  .map(([destination, target, state]) => auditedRoute(destination, target, state));

const toPeer = fc
  .tuple(fc.constantFrom('10.0.0.0/16', '10.0.0.0/24', '10.1.0.0/16'), fc.constantFrom(...peeringIds))
  .map(([destination, target]) => auditedRoute(destination, target));

/** The main table of a VPC and one of its first subnet. */
const routeTablesOf = (id: string): fc.Arbitrary<readonly AuditedRouteTable[]> =>
  fc
    .tuple(
      ...[0, 1].map(() =>
        fc.uniqueArray(fc.oneof(route, toPeer), { maxLength: 8, selector: ({ destination }) => destination }),
      ),
    )
    .map(([main = [], own = []]) => [
      auditedRouteTable(`rtb-${id}-main`, id, main, { isMain: true }),
      auditedRouteTable(`rtb-${id}-own`, id, own, { subnetIds: [`subnet-${id}-a`] }),
    ]);

/** Mostly around one of them, either side first. */
const peers: readonly (readonly [string, string])[] = [
  ['vpc-2', 'vpc-0'],
  ['vpc-1', 'vpc-2'],
  ['vpc-2', 'vpc-1'],
  ['vpc-3', 'vpc-2'],
  ['vpc-0', 'vpc-1'],
  ['vpc-foreign', 'vpc-0'],
  ['vpc-1', 'vpc-foreign'],
];

const peering = (id: string): fc.Arbitrary<AuditedPeering> =>
  fc
    .tuple(
      fc.constantFrom(...peers),
      fc.constantFrom(...Array.from({ length: 7 }, () => 'active'), 'failed', 'rejected', 'expired'),
    )
    .map(([[one, other], status]) => auditedPeering(id, one, other, status));

function listOf<T>(
  ids: readonly string[],
  each: (id: string) => fc.Arbitrary<T>,
): fc.Arbitrary<readonly T[]> {
  return fc.subarray([...ids]).chain((chosen) => fc.tuple(...chosen.map(each)));
}

/** Accounts in which much is wrong at once; ids are unique, as EC2's are. */
export const arbitraryAudit: fc.Arbitrary<AuditSnapshot> = fc
  .tuple(...vpcIds.map(vpc))
  .chain((vpcs) => fc.tuple(fc.constant(vpcs), ...vpcs.map(subnetsOf)))
  .chain(([vpcs, ...subnetLists]) => {
    const subnets = subnetLists.flat();
    const near = subnets.slice(0, 4);
    return fc
      .record({
        enis: listOf(eniIds, (id) => eni(id, near)),
        instances: listOf(instanceIds, (id) => instance(id, near)),
        routeTables: fc.tuple(...vpcIds.map(routeTablesOf)).map((lists) => lists.flat()),
        peerings: listOf(peeringIds, peering),
        elasticIps: listOf(['203.0.113.1', '203.0.113.2'], (publicIp) =>
          fc.constantFrom(...eniIds, undefined).map((eniId) => ({
            allocationId: `eipalloc-${publicIp}`,
            publicIp,
            tags: {},
            ...(eniId !== undefined && { eniId }),
          })),
        ),
        subnetsNotAsked: fc.constantFrom(0, 0, 7),
        reservations: listOf(['scr-0', 'scr-1'], (id) =>
          fc.constantFrom('explicit', 'prefix').map((type) => ({
            id,
            subnetId: 'subnet-vpc-0-a',
            cidr: id === 'scr-0' ? '10.0.0.8/29' : '10.0.0.32/27',
            type,
          })),
        ),
        securityGroupRules: listOf(['sgr-0', 'sgr-1'], (id) =>
          fc.constantFrom('0.0.0.0/0', '10.0.0.0/8').map((open) => ({
            id,
            securityGroupId: id === 'sgr-0' ? 'sg-1' : 'sg-2',
            protocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidr: open,
          })),
        ),
        flowLogs: fc.subarray([{ id: 'fl-0', resourceId: 'vpc-0' }]),
        alarms: fc.subarray([{ name: 'a', metric: 'StatusCheckFailed', instanceIds: ['i-0', 'i-1'] }]),
        unread: fc.subarray([{ part: 'flow-logs', because: 'denied' }] as const),
      })
      .map((parts) => auditSnapshot({ vpcs, subnets, ...parts }));
  });
