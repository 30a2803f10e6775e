import fc from 'fast-check';
import { prepareAudit } from '../../../domain/audit/audit-context.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import type { Claim } from '../../../domain/audit/declarations.ts';
import { registerOf } from '../../../domain/audit/register-of.ts';
import {
  auditedEni,
  auditedInstance,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
  noon,
} from '../../support/audit-fleet.ts';

const vpc = auditedVpc('vpc-1', '10.0.0.0/16');
const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const elsewhere = auditedSubnet('subnet-2', 'vpc-2', '10.0.1.0/24');
const web = auditedInstance('i-web', subnet, { tags: { Name: 'web', Owner: 'team-web' } });

function rowsOf(parts: Partial<AuditSnapshot>, claims: readonly Claim[] = []) {
  const snapshot = auditSnapshot({ vpcs: [vpc], subnets: [subnet, elsewhere], ...parts });
  return registerOf(prepareAudit(snapshot, { claims, acceptances: [], unreadable: [] }, noon));
}

function claim(address: string, id: string, more: Partial<Claim> = {}, vpcId = 'vpc-1'): Claim {
  return { address, by: { kind: 'network-interface', id, vpcId, availabilityZone: 'eu-west-1a' }, ...more };
}

test('a row tells where an address is and whose it is', () => {
  const eni = auditedEni('eni-1', subnet, '10.0.1.9', 'i-web', {
    tags: { Name: 'not this one', 'eni-warden:group': 'front' },
  });
  expect(rowsOf({ enis: [eni], instances: [web] })).toEqual([
    {
      address: '10.0.1.9',
      kind: 'primary',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      availabilityZone: 'eu-west-1a',
      eniId: 'eni-1',
      instanceId: 'i-web',
      name: 'web',
      group: 'front',
      owner: 'team-web',
      claim: '',
      since: noon - 86_400_000,
    },
  ]);
});

test('every address of an ENI has a row of its own, in the order of numbers and not of letters', () => {
  const eni = auditedEni('eni-1', subnet, '10.0.1.100', 'i-web', {
    privateIpv4Addresses: [
      { address: '10.0.1.100', primary: true, publicIp: '198.51.100.7', allocationId: 'eipalloc-1' },
      { address: '10.0.1.20', primary: false, publicIp: '203.0.113.4' },
      { address: '10.0.1.9', primary: false },
    ],
    ipv6Addresses: [{ address: '2001:db8::a', primary: false }],
    ipv4Prefixes: ['10.0.1.48/28'],
    ipv6Prefixes: ['2001:db8:0:1::/80'],
  });
  expect(rowsOf({ enis: [eni] }).map(({ address, kind }) => `${address} ${kind}`)).toEqual([
    '10.0.1.9 secondary',
    '10.0.1.20 secondary',
    '10.0.1.48/28 prefix',
    '10.0.1.100 primary',
    '198.51.100.7 elastic-ip',
    '203.0.113.4 public-ip',
    '2001:db8::a ipv6',
    '2001:db8:0:1::/80 prefix',
  ]);
});

test('VPCs come one after the other, and what is in none comes last', () => {
  const enis = [
    auditedEni('eni-2', elsewhere, '10.0.1.1'),
    auditedEni('eni-1', subnet, '10.0.1.200'),
    auditedEni('eni-0', { ...subnet, vpcId: '' }, '10.0.0.1'),
  ];
  expect(rowsOf({ enis }).map(({ vpcId }) => vpcId)).toEqual(['vpc-1', 'vpc-2', '']);
});

test('an Elastic IP that is associated with nothing has a row with its own name and owner', () => {
  const idle = {
    allocationId: 'eipalloc-1',
    publicIp: '198.51.100.7',
    tags: { Name: 'old vpn', OWNER: 'net' },
  };
  expect(rowsOf({ elasticIps: [idle] })).toEqual([
    expect.objectContaining({
      address: '198.51.100.7',
      kind: 'elastic-ip',
      vpcId: '',
      eniId: '',
      name: 'old vpn',
      owner: 'net',
    }),
  ]);
});

test('an associated Elastic IP is listed once, with the owner that its own tag names, and no time that EC2 does not tell', () => {
  const eni = auditedEni('eni-1', subnet, '10.0.1.9', 'i-web', {
    privateIpv4Addresses: [{ address: '10.0.1.9', primary: true, publicIp: '198.51.100.7' }],
  });
  const elasticIp = {
    allocationId: 'eipalloc-1',
    publicIp: '198.51.100.7',
    eniId: 'eni-1',
    tags: { owner: 'net' },
  };
  const [first, ...more] = rowsOf({ enis: [eni], instances: [web], elasticIps: [elasticIp] }).filter(
    ({ kind }) => kind === 'elastic-ip',
  );
  expect(more).toEqual([]);
  expect(first).toMatchObject({ eniId: 'eni-1', instanceId: 'i-web', name: 'web', owner: 'net' });
  expect(first).not.toHaveProperty('since');
});

test('an Elastic IP on an ENI that we were not shown still names that ENI', () => {
  const elasticIp = { allocationId: 'eipalloc-1', publicIp: '198.51.100.7', eniId: 'eni-hidden', tags: {} };
  expect(rowsOf({ elasticIps: [elasticIp] })).toEqual([
    expect.objectContaining({ address: '198.51.100.7', eniId: 'eni-hidden', instanceId: '' }),
  ]);
});

test('an unattached ENI is where it is since the cleanup marked it, or since nobody knows', () => {
  const marked = auditedEni('eni-1', subnet, '10.0.1.9', undefined, {
    tags: {
      'eni-warden:unattached-since': '2026-11-20T08:00:00Z',
      'eni-warden:unattached-seen': '0123456789abcdef 2026-11-20T08:30:00Z',
    },
  });
  const [first, second] = rowsOf({ enis: [marked, auditedEni('eni-2', subnet, '10.0.1.10')] });
  expect(first?.since).toBe(Date.UTC(2026, 10, 20, 8));
  expect(second).not.toHaveProperty('since');
});

test('an ENI whose attachment is detached has no instance', () => {
  const left = auditedEni('eni-1', subnet, '10.0.1.9', 'i-web');
  const attachment = { ...left.attachment, status: 'detached' };
  expect(rowsOf({ enis: [{ ...left, attachment }], instances: [web] })[0]).toMatchObject({
    instanceId: '',
    name: '',
  });
});

describe('claims', () => {
  test('a claim is told on the address that is held, with its role, and with all who claim it', () => {
    const claims = [claim('10.0.1.9', 'eni-2', { role: 'vip' }), claim('10.0.1.9', 'eni-1', { role: 'vip' })];
    const rows = rowsOf({ enis: [auditedEni('eni-1', subnet, '10.0.1.9')] }, claims);
    expect(rows.map(({ kind, claim: told }) => [kind, told])).toEqual([
      ['primary', 'eni-1 as vip, eni-2 as vip'],
    ]);
  });

  test('an address that is claimed and held by nobody has one row, with the name of who claims it', () => {
    const claims = [claim('10.0.1.77', 'eni-1'), claim('10.0.1.77', 'eni-2')];
    const enis = [
      auditedEni('eni-1', subnet, '10.0.1.9', 'i-web', { tags: { 'eni-warden:group': 'front' } }),
    ];
    expect(rowsOf({ enis, instances: [web] }, claims)[1]).toMatchObject({
      address: '10.0.1.77',
      kind: 'claimed',
      vpcId: 'vpc-1',
      eniId: '',
      instanceId: '',
      name: 'web',
      group: 'front',
      owner: 'team-web',
      claim: 'eni-1, eni-2',
    });
  });

  test('the same private address in another VPC does not meet a claim', () => {
    const rows = rowsOf({ enis: [auditedEni('eni-2', elsewhere, '10.0.1.9')] }, [claim('10.0.1.9', 'eni-1')]);
    expect(rows.map(({ kind, vpcId }) => [kind, vpcId])).toEqual([
      ['claimed', 'vpc-1'],
      ['primary', 'vpc-2'],
    ]);
  });

  test('a public address is the same one in every VPC', () => {
    const eni = auditedEni('eni-2', elsewhere, '10.0.1.9', undefined, {
      privateIpv4Addresses: [{ address: '10.0.1.9', primary: true, publicIp: '198.51.100.7' }],
    });
    const rows = rowsOf({ enis: [eni] }, [claim('198.51.100.7', 'eni-1')]);
    expect(rows.map(({ kind, claim: told }) => [kind, told])).toEqual([
      ['primary', ''],
      ['public-ip', 'eni-1'],
    ]);
  });

  test('an address inside a delegated prefix is told on the prefix', () => {
    const eni = auditedEni('eni-2', subnet, '10.0.1.9', undefined, { ipv4Prefixes: ['10.0.1.48/28'] });
    const rows = rowsOf({ enis: [eni] }, [claim('10.0.1.50', 'eni-1', { role: 'secondary' })]);
    expect(rows.map(({ kind, claim: told }) => [kind, told])).toEqual([
      ['primary', ''],
      ['prefix', '10.0.1.50: eni-1 as secondary'],
    ]);
  });

  test('two ways to write an IPv6 address are one address', () => {
    const eni = auditedEni('eni-1', subnet, '10.0.1.9', undefined, {
      ipv6Addresses: [{ address: '2001:db8:0:0:0:0:0:A', primary: false }],
    });
    const rows = rowsOf({ enis: [eni] }, [claim('2001:db8::a', 'eni-1')]);
    expect(rows.map(({ kind, claim: told }) => [kind, told])).toEqual([
      ['primary', ''],
      ['ipv6', 'eni-1'],
    ]);
  });

  test('while the ENIs could not be read, no claim is said to be held by nobody', () => {
    const unread = [{ part: 'enis', because: 'denied' }] as const;
    expect(rowsOf({ unread }, [claim('10.0.1.9', 'eni-1')])).toEqual([]);
  });
});

test('the order in which EC2 lists things never matters', () => {
  const enis = Array.from({ length: 12 }, (_, index) =>
    auditedEni(`eni-${index}`, index % 3 === 0 ? elsewhere : subnet, `10.0.1.${200 - index * 13}`),
  );
  const claims = [claim('10.0.1.3', 'eni-3'), claim('10.0.1.3', 'eni-4'), claim('10.0.1.200', 'eni-1')];
  const expected = rowsOf({ enis }, claims);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(enis, { minLength: enis.length }),
      fc.shuffledSubarray(claims, { minLength: claims.length }),
      (shuffledEnis, shuffledClaims) => {
        expect(rowsOf({ enis: shuffledEnis }, shuffledClaims)).toEqual(expected);
      },
    ),
  );
});
