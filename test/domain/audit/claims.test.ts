import type { AuditedEni, AuditedInstance, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import type { FindingCode } from '../../../domain/audit/finding-codes.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
} from '../../support/audit-fleet.ts';
import { flagged, idsOf } from './flagged.ts';

const codes: readonly FindingCode[] = [
  'claim-unheld',
  'claim-squatted',
  'claim-conflict',
  'claim-misplaced',
  'prefix-overlaps-claim',
];
const vpcs = [auditedVpc('vpc-1', '10.0.0.0/16'), auditedVpc('vpc-2', '10.2.0.0/16')];
const here = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24', { ipv6Cidrs: ['2001:db8::/64'] });
const beside = auditedSubnet('subnet-2', 'vpc-1', '10.0.2.0/24');
const otherZone = auditedSubnet('subnet-3', 'vpc-1', '10.0.3.0/24', { availabilityZone: 'eu-west-1b' });
const otherVpc = auditedSubnet('subnet-4', 'vpc-2', '10.2.1.0/24');
const subnets = [here, beside, otherZone, otherVpc];

const look = (parts: Partial<AuditSnapshot>) => flagged({ vpcs, subnets, ...parts }, ...codes);
const found = (parts: Partial<AuditSnapshot>) => look(parts).map(({ code }) => code);

const claiming = (value: string, group?: string) => ({
  tags: { 'eni-warden:address': value, ...(group !== undefined && { 'eni-warden:group': group }) },
});
const eni = (id: string, address: string, instanceId?: string, more: Partial<AuditedEni> = {}) =>
  auditedEni(id, here, address, instanceId, more);
const instance = (id: string, value: string, more: Partial<AuditedInstance> = {}) =>
  auditedInstance(id, here, { ...claiming(value), ...more });
const also = (address: string) => ({
  privateIpv4Addresses: [
    { address: '10.0.1.200', primary: true },
    { address, primary: false },
  ],
});

describe('A claim that is met', () => {
  test.each<[string, Partial<AuditSnapshot>]>([
    ['by the ENI itself', { enis: [eni('eni-1', '10.0.1.9', 'i-1', claiming('10.0.1.9'))] }],
    ['by an ENI that is unattached', { enis: [eni('eni-1', '10.0.1.9', undefined, claiming('10.0.1.9'))] }],
    [
      'by a secondary address',
      { enis: [eni('eni-1', '', 'i-1', { ...also('10.0.1.9'), ...claiming('10.0.1.9') })] },
    ],
    [
      'by any ENI of the instance',
      { enis: [eni('eni-1', '10.0.1.9', 'i-1')], instances: [instance('i-1', '10.0.1.9')] },
    ],
    [
      'by an instance that is stopped',
      {
        enis: [eni('eni-1', '10.0.1.9', 'i-1')],
        instances: [instance('i-1', '10.0.1.9', { state: 'stopped' })],
      },
    ],
    [
      'by a prefix of its own',
      {
        enis: [eni('eni-1', '10.0.1.9', 'i-1', { ipv4Prefixes: ['10.0.1.16/28'], ...claiming('10.0.1.20') })],
      },
    ],
    [
      'in IPv6, however it is written',
      {
        enis: [
          eni('eni-1', '10.0.1.9', 'i-1', {
            ipv6Addresses: [{ address: '2001:db8:0:0::9', primary: false }],
            ...claiming('2001:DB8::9'),
          }),
        ],
      },
    ],
  ])('is not flagged: %s', (_how, parts) => {
    expect(found(parts)).toEqual([]);
  });
});

describe('A claim that nobody meets (number 9)', () => {
  test('is flagged with the command that gives the address to the ENI', () => {
    const [first, ...more] = look({ enis: [eni('eni-1', '10.0.1.8', 'i-1', claiming('10.0.1.9'))] });
    expect(more).toEqual([]);
    expect(first).toMatchObject({ code: 'claim-unheld', severity: 'high', detail: '10.0.1.9' });
    expect(first?.what).toBe('10.0.1.9 is claimed by eni-1, and no ENI has it.');
    expect(first?.remedy).toContain(
      'aws ec2 assign-private-ip-addresses --network-interface-id eni-1 --private-ip-addresses 10.0.1.9;',
    );
  });

  test('of an instance is mended on its ENI in the subnet of the address', () => {
    const near = auditedEni('eni-2', beside, '10.0.2.8', 'i-1');
    const enis = [eni('eni-1', '10.0.1.8', 'i-1'), near];
    const [first] = look({ enis, instances: [instance('i-1', '10.0.2.9')] });
    expect(first?.remedy).toContain('--network-interface-id eni-2 --private-ip-addresses 10.0.2.9');
  });

  test('is not met by an ENI of another VPC with the same address', () => {
    const enis = [
      eni('eni-1', '10.0.1.8', 'i-1', claiming('10.0.1.9')),
      auditedEni('eni-2', otherVpc, '10.0.1.9', 'i-2'),
    ];
    expect(found({ enis })).toEqual(['claim-unheld']);
  });

  test('is one finding for all who share a role, and none when one of them has it', () => {
    const instances = [instance('i-1', '10.0.1.9 vip'), instance('i-2', '10.0.1.9 vip')];
    const [first, ...more] = look({ instances });
    expect([first?.code, idsOf(first), more]).toEqual(['claim-unheld', ['i-1', 'i-2'], []]);
    expect(found({ instances, enis: [eni('eni-2', '', 'i-2', also('10.0.1.9'))] })).toEqual([]);
  });

  test('names the group of a member', () => {
    const protectedEni = eni('eni-db', '10.0.1.50', 'i-1', { tags: { 'eni-warden:group': 'db' } });
    const instances = [instance('i-1', '', claiming('10.0.1.9', 'db'))];
    expect(look({ enis: [protectedEni], instances })).toMatchObject([{ code: 'claim-unheld', group: 'db' }]);
  });
});

describe('A claimed address that another ENI has (number 10)', () => {
  const claimant = eni('eni-1', '10.0.1.8', 'i-1', claiming('10.0.1.9'));

  test('is flagged with both, and with a command that moves a secondary address', () => {
    const [first, ...more] = look({ enis: [claimant, eni('eni-2', '', 'i-2', also('10.0.1.9'))] });
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'claim-squatted',
      'critical',
      ['eni-1', 'eni-2'],
      [],
    ]);
    expect(first?.remedy).toContain(
      'aws ec2 assign-private-ip-addresses --network-interface-id eni-1 --private-ip-addresses 10.0.1.9 --allow-reassignment',
    );
  });

  test('is mended otherwise when it is a primary address, which EC2 does not move', () => {
    const [first] = look({ enis: [claimant, eni('eni-2', '10.0.1.9', 'i-2')] });
    expect(first?.remedy).toContain('delete-network-interface --network-interface-id eni-2');
    expect(first?.remedy).not.toContain('--allow-reassignment');
  });

  test('is flagged when an unattached ENI has it, and when another ENI of its own instance does', () => {
    expect(found({ enis: [claimant, eni('eni-2', '10.0.1.9')] })).toEqual(['claim-squatted']);
    expect(found({ enis: [claimant, eni('eni-2', '10.0.1.9', 'i-1')] })).toEqual(['claim-squatted']);
  });

  test('is flagged once when none of those who share a role has it', () => {
    const instances = [instance('i-1', '10.0.1.9 vip'), instance('i-2', '10.0.1.9 vip')];
    const [first, ...more] = look({ instances, enis: [eni('eni-9', '10.0.1.9', 'i-9')] });
    expect([first?.code, idsOf(first), more]).toEqual(['claim-squatted', ['eni-9', 'i-1', 'i-2'], []]);
  });

  test('is not flagged when it is a protected ENI that has moved to another member of the group', () => {
    const enis = [eni('eni-db', '10.0.1.9', 'i-2', { tags: { 'eni-warden:group': 'db' } })];
    const members = [
      instance('i-1', '', claiming('10.0.1.9', 'db')),
      auditedInstance('i-2', here, { tags: { 'eni-warden:group': 'db' } }),
    ];
    expect(found({ enis, instances: members })).toEqual([]);
    const stranger = instance('i-1', '', claiming('10.0.1.9', 'web'));
    const web = eni('eni-web', '10.0.1.60', 'i-1', { tags: { 'eni-warden:group': 'web' } });
    expect(found({ enis: [...enis, web], instances: [stranger] })).toEqual(['claim-squatted']);
    expect(look({ enis, instances: [stranger] })).toMatchObject([{ code: 'claim-squatted', group: 'db' }]);
  });
});

describe('One address claimed twice (number 11)', () => {
  const holder = eni('eni-1', '10.0.1.9', 'i-1');
  const twice = (one: string, other: string) => ({
    enis: [holder],
    instances: [instance('i-1', one), instance('i-2', other)],
  });

  test.each([
    ['10.0.1.9', '10.0.1.9'],
    ['10.0.1.9 vip', '10.0.1.9'],
    ['10.0.1.9 vip', '10.0.1.9 vrrp'],
    ['10.0.1.9 secondary', '10.0.1.9 secondary'],
    ['10.0.1.9 loopback', '10.0.1.9 loopback'],
  ])('as %s and as %s is flagged', (one, other) => {
    const [first, ...more] = look(twice(one, other));
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'claim-conflict',
      'high',
      ['i-1', 'i-2'],
      [],
    ]);
  });

  test.each(['vip', 'anycast', 'vrrp', 'hsrp', 'glbp', 'carp'])('by all as %s is not', (role) => {
    expect(found(twice(`10.0.1.9 ${role}`, `10.0.1.9 ${role}`))).toEqual([]);
  });

  test('in two VPCs is not: each has its own', () => {
    const other = auditedInstance('i-2', otherVpc, claiming('10.0.1.9'));
    const conflicts = look({ enis: [holder], instances: [instance('i-1', '10.0.1.9'), other] });
    expect(conflicts.map(({ code }) => code)).not.toContain('claim-conflict');
  });

  test('by an ENI and by its own instance is not: they are one party', () => {
    const enis = [eni('eni-1', '10.0.1.9', 'i-1', claiming('10.0.1.9'))];
    expect(found({ enis, instances: [instance('i-1', '10.0.1.9')] })).toEqual([]);
    const unheld = [eni('eni-1', '10.0.1.8', 'i-1', claiming('10.0.1.9'))];
    expect(found({ enis: unheld, instances: [instance('i-1', '10.0.1.9')] })).toEqual(['claim-unheld']);
  });

  test('by a protected ENI and by the members that take turns with it is not', () => {
    const enis = [eni('eni-db', '10.0.1.9', 'i-2', claiming('10.0.1.9', 'db'))];
    const instances = ['i-1', 'i-2'].map((id) => instance(id, '', claiming('10.0.1.9', 'db')));
    expect(found({ enis, instances })).toEqual([]);
  });
});

describe('A claim that can never be met (number 12)', () => {
  test.each([
    ['outside its VPC', '10.7.0.9', 'no subnet of vpc-1 has it'],
    ['in another Availability Zone', '10.0.3.9', 'eu-west-1b'],
    ['of the first four of the subnet', '10.0.1.3', 'AWS keeps'],
    ['of the last of the subnet', '10.0.1.255', 'AWS keeps'],
    ['of the first four of the subnet in IPv6', '2001:db8::3', 'AWS keeps'],
  ])('%s is flagged, and not as unheld', (_where, address, problem) => {
    const [first, ...more] = look({ instances: [instance('i-1', address)] });
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'claim-misplaced',
      'high',
      ['i-1'],
      [],
    ]);
    expect(first?.what).toContain(problem);
  });

  test.each(['10.0.1.4', '10.0.1.254', '10.0.2.9', '2001:db8::4'])(
    '%s is no such claim of an instance, but one that nobody meets yet',
    (address) => {
      expect(found({ instances: [instance('i-1', address)] })).toEqual(['claim-unheld']);
    },
  );

  test('an ENI has only addresses of its own subnet', () => {
    const [first, ...more] = look({ enis: [eni('eni-1', '10.0.1.8', 'i-1', claiming('10.0.2.9'))] });
    expect([first?.code, more]).toEqual(['claim-misplaced', []]);
    expect(first?.what).toContain('subnet-1');
  });

  test('is told of one of several who share a role, while another has it', () => {
    const instances = [
      instance('i-1', '10.0.1.9 vip'),
      auditedInstance('i-2', otherZone, claiming('10.0.1.9 vip')),
    ];
    const first = look({ instances, enis: [eni('eni-1', '10.0.1.9', 'i-1')] });
    expect(first.map((each) => [each.code, idsOf(each)])).toEqual([['claim-misplaced', ['i-2']]]);
  });

  test('is not told where EC2 shows no subnet', () => {
    expect(found({ subnets: [], instances: [instance('i-1', '10.7.0.9')] })).toEqual(['claim-unheld']);
  });
});

describe('A claim of an Elastic IP', () => {
  const elasticIp = (eniId?: string) => [
    { allocationId: 'eipalloc-1', publicIp: '203.0.113.9', tags: {}, ...(eniId !== undefined && { eniId }) },
  ];
  const enis = [eni('eni-1', '10.0.1.8', 'i-1'), eni('eni-2', '10.0.1.7', 'i-2')];
  const instances = [instance('i-1', '203.0.113.9')];

  test('is met where it is associated with an ENI of the claimant', () => {
    expect(found({ enis, instances, elasticIps: elasticIp('eni-1') })).toEqual([]);
  });

  test('is flagged where it is idle or elsewhere, with the command for it', () => {
    const [idle] = look({ enis, instances, elasticIps: elasticIp() });
    expect([idle?.code, idsOf(idle)]).toEqual(['claim-unheld', ['eipalloc-1', 'i-1']]);
    expect(idle?.remedy).toContain(
      'aws ec2 associate-address --allow-reassociation --allocation-id eipalloc-1 --network-interface-id eni-1',
    );
    const [elsewhere] = look({ enis, instances, elasticIps: elasticIp('eni-2') });
    expect([elsewhere?.code, idsOf(elsewhere)]).toEqual(['claim-squatted', ['eipalloc-1', 'eni-2', 'i-1']]);
  });

  test('is in conflict over all VPCs', () => {
    const other = auditedInstance('i-2', otherVpc, claiming('203.0.113.9'));
    expect(found({ enis, instances: [...instances, other], elasticIps: elasticIp('eni-1') })).toEqual([
      'claim-conflict',
    ]);
  });

  test('that is none of this account is misplaced', () => {
    expect(found({ enis, instances })).toEqual(['claim-misplaced']);
  });
});

describe('A claim of an overlay address', () => {
  const routeTables = [auditedRouteTable('rtb-1', 'vpc-1', [auditedRoute('192.168.9.9/32', 'eni-1')])];
  const enis = [eni('eni-1', '10.0.1.8', 'i-1'), eni('eni-2', '10.0.1.7', 'i-2')];

  test('is met by the ENI that the route tables of the VPC send it to', () => {
    const instances = [instance('i-1', '192.168.9.9 vip'), instance('i-2', '192.168.9.9 vip')];
    expect(found({ enis, instances, routeTables })).toEqual([]);
  });

  test('is squatted where they send it to another', () => {
    const [first] = look({ enis, instances: [instance('i-2', '192.168.9.9')], routeTables });
    expect([first?.code, idsOf(first)]).toEqual(['claim-squatted', ['eni-1', 'i-2']]);
    expect(first?.remedy).toContain(
      'aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block 192.168.9.9/32 --network-interface-id eni-2',
    );
  });

  test('is misplaced where no table of the VPC knows it', () => {
    expect(found({ enis, instances: [instance('i-2', '192.168.9.8')], routeTables })).toEqual([
      'claim-misplaced',
    ]);
  });
});

describe('A claimed address inside a delegated prefix (number 14)', () => {
  const node = eni('eni-node', '10.0.1.8', 'i-node', { ipv4Prefixes: ['10.0.1.16/28'] });

  test('of another ENI is flagged, and not as unheld', () => {
    const [first, ...more] = look({ enis: [node], instances: [instance('i-1', '10.0.1.31')] });
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'prefix-overlaps-claim',
      'high',
      ['eni-node', 'i-1'],
      [],
    ]);
    expect(first?.remedy).toContain(
      'unassign-private-ip-addresses --network-interface-id eni-node --ipv4-prefixes 10.0.1.16/28',
    );
  });

  test('of another ENI is flagged in IPv6, and not beside it', () => {
    const six = eni('eni-node', '10.0.1.8', 'i-node', { ipv6Prefixes: ['2001:db8:0:0:1::/80'] });
    expect(found({ enis: [six], instances: [instance('i-1', '2001:db8::1:0:0:9')] })).toEqual([
      'prefix-overlaps-claim',
    ]);
    expect(found({ enis: [six], instances: [instance('i-1', '2001:db8::2:0:0:9')] })).toEqual([
      'claim-unheld',
    ]);
  });

  test('is not flagged beside it, or in another VPC', () => {
    expect(found({ enis: [node], instances: [instance('i-1', '10.0.1.32')] })).toEqual(['claim-unheld']);
    const elsewhere = { ...node, vpcId: 'vpc-2' };
    expect(found({ enis: [elsewhere], instances: [instance('i-1', '10.0.1.31')] })).toEqual(['claim-unheld']);
  });
});

describe('When nobody could look at what a claim may be of', () => {
  const six = eni('eni-six', '10.0.1.6', 'i-six', { ipv4Prefixes: ['10.0.1.16/28'] });
  const cases: readonly (readonly [FindingCode, Partial<AuditSnapshot>])[] = [
    ['claim-unheld', { instances: [instance('i-1', '10.0.1.9')] }],
    ['claim-squatted', { instances: [instance('i-1', '10.0.1.6')], enis: [six] }],
    ['claim-misplaced', { instances: [instance('i-1', '203.0.113.9')] }],
    ['prefix-overlaps-claim', { instances: [instance('i-1', '10.0.1.20')], enis: [six] }],
    ['claim-conflict', { instances: [instance('i-1', '10.0.1.9'), instance('i-2', '10.0.1.9')] }],
  ];

  test.each(cases)('%s is not said, be it Elastic IPs, routes, VPCs or subnets', (code, parts) => {
    expect(found(parts)).toContain(code);
    const spoken = (['elastic-ips', 'route-tables', 'vpcs', 'subnets'] as const).filter(
      (part) => found({ ...parts, unread: [{ part, because: 'denied' }] }).length > 0,
    );
    expect(spoken).toEqual([]);
    expect(found({ ...parts, unread: [{ part: 'flow-logs', because: 'denied' }] })).toContain(code);
  });
});
