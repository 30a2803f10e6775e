import { compareRanges } from '../../../domain/audit/range-index.ts';
import { vpcMapsOf } from '../../../domain/audit/vpc-map-of.ts';
import { parseRange } from '../../../domain/cidr.ts';
import { auditedSubnet, auditedVpc, auditSnapshot } from '../../support/audit-fleet.ts';

const subnet = (id: string, cidr: string, vpcId = 'vpc-1') => auditedSubnet(id, vpcId, cidr);
const spansOf = (cidrs: readonly string[], ...subnets: readonly ReturnType<typeof subnet>[]) =>
  vpcMapsOf(auditSnapshot({ vpcs: [auditedVpc('vpc-1', '', { cidrs })], subnets })).flatMap((map) =>
    map.cidrs.map(({ cidr, spans }) => [
      cidr,
      ...spans.map((span) => `${span.subnetId ?? 'free'} ${span.addresses}`),
    ]),
  );

describe('The map of a VPC', () => {
  test('has its subnets in the order of addresses, and what is left between them', () => {
    expect(
      spansOf(['10.0.0.0/22'], subnet('subnet-b', '10.0.2.0/24'), subnet('subnet-a', '10.0.1.0/25')),
    ).toEqual([
      [
        '10.0.0.0/22',
        'free 10.0.0.0 - 10.0.0.255',
        'subnet-a 10.0.1.0/25',
        'free 10.0.1.128 - 10.0.1.255',
        'subnet-b 10.0.2.0/24',
        'free 10.0.3.0 - 10.0.3.255',
      ],
    ]);
  });

  test('has nothing left where subnets take all, to the last address', () => {
    expect(spansOf(['10.0.0.0/23'], subnet('a', '10.0.0.0/24'), subnet('b', '10.0.1.0/24'))).toEqual([
      ['10.0.0.0/23', 'a 10.0.0.0/24', 'b 10.0.1.0/24'],
    ]);
    expect(spansOf(['10.0.0.0/24'])).toEqual([['10.0.0.0/24', 'free 10.0.0.0 - 10.0.0.255']]);
  });

  test('has each block apart, IPv4 before IPv6, and leaves out what cannot be read or lies outside', () => {
    expect(
      spansOf(
        ['2001:db8::/56', 'soon', '10.1.0.0/24', '10.0.0.0/24'],
        subnet('a', '10.1.0.0/25'),
        { ...subnet('six', '10.9.0.0/24'), ipv6Cidrs: ['2001:db8::/64', 'soon'] },
        subnet('wide', '10.0.0.0/16'),
      ),
    ).toEqual([
      ['10.0.0.0/24', 'free 10.0.0.0 - 10.0.0.255'],
      ['10.1.0.0/24', 'a 10.1.0.0/25', 'free 10.1.0.128 - 10.1.0.255'],
      ['2001:db8::/56', 'six 2001:db8::/64', 'free 2001:db8:0:1:: - 2001:db8:0:ff:ffff:ffff:ffff:ffff'],
    ]);
  });

  test('comes in the order of ids, each with its own subnets', () => {
    const vpcs = ['vpc-2', 'vpc-1'].map((id) =>
      auditedVpc(id, '10.0.0.0/24', { tags: { Name: `net ${id}` } }),
    );
    const maps = vpcMapsOf(auditSnapshot({ vpcs, subnets: [subnet('a', '10.0.0.0/24', 'vpc-2')] }));
    expect(maps.map(({ vpcId, name, cidrs }) => [vpcId, name, cidrs[0]?.spans[0]?.subnetId])).toEqual([
      ['vpc-1', 'net vpc-1', undefined],
      ['vpc-2', 'net vpc-2', 'a'],
    ]);
    expect(maps[1]?.cidrs[0]?.spans).toEqual([
      { subnetId: 'a', name: '', addresses: '10.0.0.0/24', offset: 0, length: 1 },
    ]);
  });
});

test('Ranges are in order by family, then by address, the wider first', () => {
  const cidrs = [
    '2001:db8::/32',
    '10.0.0.0/24',
    '10.0.0.0/16',
    '9.0.0.0/8',
    '10.0.1.0/24',
    '2001:db7::/32',
    '10.0.0.0/24',
  ];
  const inOrder = cidrs
    .flatMap((cidr) => {
      const range = parseRange(cidr);
      return range === undefined ? [] : [{ cidr, range }];
    })
    .toSorted((a, b) => compareRanges(a.range, b.range));
  expect(inOrder.map(({ cidr }) => cidr)).toEqual([
    '9.0.0.0/8',
    '10.0.0.0/16',
    '10.0.0.0/24',
    '10.0.0.0/24',
    '10.0.1.0/24',
    '2001:db7::/32',
    '2001:db8::/32',
  ]);
});
