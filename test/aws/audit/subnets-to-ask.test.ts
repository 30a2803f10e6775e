import { subnetsToAsk, subnetsToAskMax, type Whereabouts } from '../../../aws/audit/subnets-to-ask.ts';
import { auditedEni, auditedInstance, auditedSubnet } from '../../support/audit-fleet.ts';

const idOf = (n: number) => `subnet-${String(n).padStart(4, '0')}`;

/** So many subnets with an ENI in each, all of whose addresses are explained; and in some of them something more. */
function account(count: number, more: Partial<Whereabouts> = {}): Whereabouts {
  const ids = Array.from({ length: count }, (_, n) => idOf(n));
  const subnets = ids.map((id) =>
    auditedSubnet(id, 'vpc-1', '10.0.0.0/24', { availableIpAddressCount: 250 }),
  );
  return {
    subnets: [...(more.subnets ?? []), ...subnets],
    enis: [
      ...subnets.map((subnet) => auditedEni(`eni-${subnet.id}`, subnet, '10.0.0.4')),
      ...(more.enis ?? []),
    ],
    instances: more.instances ?? [],
  };
}

const many = subnetsToAskMax + 700;
const last = auditedSubnet(idOf(many - 1), 'vpc-1', '10.0.0.0/24', { availableIpAddressCount: 250 });

test('up to three hundred subnets with an ENI, all are asked about', () => {
  expect(subnetsToAsk(account(300))).toEqual({ asked: account(300).subnets.map(({ id }) => id), left: 0 });
});

test('a subnet without anything in it is not asked about', () => {
  const empty = auditedSubnet('subnet-empty', 'vpc-1', '10.9.0.0/24', { availableIpAddressCount: 251 });
  expect(subnetsToAsk(account(2, { subnets: [empty] }))).toEqual({ asked: [idOf(0), idOf(1)], left: 0 });
});

test('of more, three hundred are asked about, and the same in whatever order', () => {
  const { subnets, enis, instances } = account(many);
  const answer = subnetsToAsk({ subnets, enis, instances });
  expect(answer.asked).toHaveLength(300);
  expect(answer.left).toBe(700);
  expect(subnetsToAsk({ subnets: subnets.toReversed(), enis: enis.toReversed(), instances })).toEqual(answer);
});

test('of more, one about which nothing could be said does not come first', () => {
  expect(subnetsToAsk(account(many)).asked).not.toContain(last.id);
});

test.each<[string, Partial<Whereabouts>]>([
  [
    'a protected ENI',
    { enis: [auditedEni('eni-1', last, '10.0.0.5', undefined, { tags: { 'eni-warden:group': 'db' } })] },
  ],
  [
    'an ENI that claims',
    {
      enis: [
        auditedEni('eni-1', last, '10.0.0.5', undefined, { tags: { 'eni-warden:address': '10.0.0.9' } }),
      ],
    },
  ],
  [
    'a delegated prefix',
    { enis: [auditedEni('eni-1', last, '10.0.0.5', undefined, { ipv4Prefixes: ['10.0.0.16/28'] })] },
  ],
  [
    'a delegated IPv6 prefix',
    { enis: [auditedEni('eni-1', last, '10.0.0.5', undefined, { ipv6Prefixes: ['2001:db8::/80'] })] },
  ],
  ['a member', { instances: [auditedInstance('i-1', last, { tags: { 'eni-warden:group': 'db' } })] }],
  [
    'an ENI of an instance that claims, which is elsewhere',
    {
      enis: [auditedEni('eni-1', last, '10.0.0.5', 'i-1')],
      instances: [
        auditedInstance('i-1', { ...last, id: idOf(0) }, { tags: { 'eni-warden:address': '10.0.0.9 vip' } }),
      ],
    },
  ],
  ['addresses that no ENI explains', { subnets: [{ ...last, availableIpAddressCount: 234 }] }],
])('of more, a subnet with %s is always asked about', (_what, more) => {
  expect(subnetsToAsk(account(many, more)).asked).toContain(last.id);
});

test('a subnet with IPv6 alone has no addresses to explain', () => {
  const { ipv4Cidr: _none, ...ipv6 } = auditedSubnet('subnet-six', 'vpc-1', '', {
    ipv6Cidrs: ['2001:db8::/64'],
  });
  expect(subnetsToAsk({ subnets: [ipv6], enis: [], instances: [] })).toEqual({ asked: [], left: 0 });
});
