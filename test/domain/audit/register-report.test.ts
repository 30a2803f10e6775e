import { prepareAudit } from '../../../domain/audit/audit-context.ts';
import type { FindingSeverity } from '../../../domain/audit/audit-finding.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import type { LivingFinding } from '../../../domain/audit/finding-life.ts';
import type { Readiness } from '../../../domain/audit/readiness.ts';
import { reportOf } from '../../../domain/audit/report-of.ts';
import {
  auditedInstance,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
  noon,
} from '../../support/audit-fleet.ts';

function reportWith(parts: Partial<AuditSnapshot>, matter: Partial<Parameters<typeof reportOf>[1]> = {}) {
  const context = prepareAudit(auditSnapshot(parts), { claims: [], acceptances: [], unreadable: [] }, noon);
  return reportOf(context, { living: [], readiness: [], region: 'eu-west-1', ...matter });
}

function living(severity: FindingSeverity, id: string): LivingFinding {
  return {
    fingerprint: id,
    finding: {
      code: 'no-flow-log',
      severity,
      resources: [{ kind: 'network-interface', id }],
      what: 'It is so.',
      why: 'It matters.',
      remedy: 'Mend it.',
    },
    stage: 'open',
    firstSeen: noon,
    lastSeen: noon,
    told: null,
  };
}

test('findings come worst first', () => {
  const { findings } = reportWith(
    {},
    { living: [living('info', 'eni-1'), living('critical', 'eni-3'), living('high', 'eni-2')] },
  );
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(['eni-3', 'eni-2', 'eni-1']);
});

test('subnets come fullest first, without the five addresses that AWS keeps', () => {
  const subnets = [
    auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24', { availableIpAddressCount: 200 }),
    auditedSubnet('subnet-2', 'vpc-1', '10.0.2.0/28', { availableIpAddressCount: 1, tags: { Name: 'db' } }),
  ];
  expect(
    reportWith({ subnets }).subnets.map(({ subnetId, size, available, name }) => [
      subnetId,
      size,
      available,
      name,
    ]),
  ).toEqual([
    ['subnet-2', 11, 1, 'db'],
    ['subnet-1', 251, 200, ''],
  ]);
});

test('a subnet says for which groups a standby is in it', () => {
  const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
  const instances = [auditedInstance('i-1', subnet), auditedInstance('i-2', subnet)];
  const readiness = ['front', 'db'].map((group) => ({
    group,
    ready: true,
    active: 'i-1',
    standbys: [{ instance: { id: 'i-2' }, reasons: [], doubtful: false }],
    reasons: [],
  })) as unknown as Readiness[];
  const { subnets } = reportWith({ subnets: [subnet], instances }, { readiness });
  expect(subnets[0]?.standbyOf).toEqual(['db', 'front']);
});

test('the map of a VPC shows every subnet in its place, and every gap between them', () => {
  const vpcs = [
    auditedVpc('vpc-1', '10.0.0.0/22', { cidrs: ['10.0.0.0/22', '2001:db8::/56'], tags: { Name: 'prod' } }),
  ];
  const subnets = [
    auditedSubnet('subnet-3', 'vpc-1', '10.0.2.0/24', { ipv6Cidrs: ['2001:db8:0:1::/64'] }),
    auditedSubnet('subnet-1', 'vpc-1', '10.0.0.0/24', { tags: { Name: 'a' } }),
    auditedSubnet('subnet-other', 'vpc-2', '10.0.1.0/24'),
  ];
  expect(reportWith({ vpcs, subnets }).vpcs).toEqual([
    {
      vpcId: 'vpc-1',
      name: 'prod',
      cidrs: [
        {
          cidr: '10.0.0.0/22',
          spans: [
            { subnetId: 'subnet-1', name: 'a', addresses: '10.0.0.0/24', offset: 0, length: 0.25 },
            { name: '', addresses: '10.0.1.0 - 10.0.1.255', offset: 0.25, length: 0.25 },
            { subnetId: 'subnet-3', name: '', addresses: '10.0.2.0/24', offset: 0.5, length: 0.25 },
            { name: '', addresses: '10.0.3.0 - 10.0.3.255', offset: 0.75, length: 0.25 },
          ],
        },
        {
          cidr: '2001:db8::/56',
          spans: [
            expect.objectContaining({
              addresses: '2001:db8:: - 2001:db8::ffff:ffff:ffff:ffff',
              length: 1 / 256,
            }),
            expect.objectContaining({
              subnetId: 'subnet-3',
              addresses: '2001:db8:0:1::/64',
              offset: 1 / 256,
            }),
            expect.objectContaining({ addresses: '2001:db8:0:2:: - 2001:db8:0:ff:ffff:ffff:ffff:ffff' }),
          ],
        },
      ],
    },
  ]);
});

test('a VPC without a subnet is one gap', () => {
  const { vpcs } = reportWith({ vpcs: [auditedVpc('vpc-1', '10.0.0.0/24')] });
  expect(vpcs[0]?.cidrs[0]?.spans).toEqual([
    { name: '', addresses: '10.0.0.0 - 10.0.0.255', offset: 0, length: 1 },
  ]);
});

test('it says how much was looked at', () => {
  const { inventory } = reportWith({ vpcs: [auditedVpc('vpc-1', '10.0.0.0/24')] });
  expect(inventory).toEqual({
    vpcs: 1,
    subnets: 0,
    enis: 0,
    instances: 0,
    routeTables: 0,
    peerings: 0,
    elasticIps: 0,
  });
});
