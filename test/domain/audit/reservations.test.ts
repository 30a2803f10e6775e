import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance, auditedSubnet, auditedVpc } from '../../support/audit-fleet.ts';
import { flagged, idsOf } from './flagged.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const otherSubnet = auditedSubnet('subnet-2', 'vpc-1', '10.0.2.0/24');
const explicit = { id: 'scr-1', subnetId: 'subnet-1', cidr: '10.0.1.8/29', type: 'explicit' };
const forPrefixes = { id: 'scr-2', subnetId: 'subnet-1', cidr: '10.0.1.64/26', type: 'prefix' };
const look = (parts: Partial<AuditSnapshot>) =>
  flagged(
    {
      vpcs: [auditedVpc('vpc-1', '10.0.0.0/16')],
      subnets: [subnet, otherSubnet],
      reservations: [explicit, forPrefixes],
      ...parts,
    },
    'reservation-used',
    'reservation-disagrees',
  );
const found = (parts: Partial<AuditSnapshot>) => look(parts).map(({ code }) => code);
const claiming = (value: string, group?: string) => ({
  tags: { 'eni-warden:address': value, ...(group !== undefined && { 'eni-warden:group': group }) },
});

describe('An address of an explicit reservation in use (number 13)', () => {
  test('without a claim is flagged, once for an ENI', () => {
    const privateIpv4Addresses = [
      { address: '10.0.1.9', primary: true },
      { address: '10.0.1.10', primary: false },
      { address: '10.0.1.100', primary: false },
    ];
    const [first, ...more] = look({
      enis: [auditedEni('eni-1', subnet, '', 'i-1', { privateIpv4Addresses })],
    });
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'reservation-used',
      'warning',
      ['eni-1', 'scr-1'],
      [],
    ]);
    expect(first?.remedy).toContain(
      "aws ec2 create-tags --resources eni-1 --tags 'Key=eni-warden:address,Value=10.0.1.10 10.0.1.9'",
    );
  });

  test.each(['10.0.1.7', '10.0.1.16'])('%s, beside it, is not flagged', (address) => {
    expect(found({ enis: [auditedEni('eni-1', subnet, address, 'i-1')] })).toEqual([]);
  });

  test('is not flagged with a claim of the ENI, of its instance, or of a member of its group', () => {
    expect(found({ enis: [auditedEni('eni-1', subnet, '10.0.1.9', 'i-1', claiming('10.0.1.9'))] })).toEqual(
      [],
    );
    const plain = auditedEni('eni-1', subnet, '10.0.1.9', 'i-1');
    const instances = [auditedInstance('i-1', subnet, claiming('10.0.1.9'))];
    expect(found({ enis: [plain], instances })).toEqual([]);
    const grouped = { ...plain, tags: { 'eni-warden:group': 'db' } };
    const members = [auditedInstance('i-2', subnet, claiming('10.0.1.9', 'db'))];
    expect(found({ enis: [grouped], instances: members })).toEqual([]);
  });

  test('is flagged with a claim of somebody else, or of another address; the group is named', () => {
    const enis = [auditedEni('eni-1', subnet, '10.0.1.9', 'i-1', claiming('10.0.1.10 vip', 'db'))];
    const instances = [auditedInstance('i-2', subnet, claiming('10.0.1.9'))];
    const [first, ...more] = look({ enis, instances });
    expect(first).toMatchObject({ code: 'reservation-used', group: 'db' });
    expect(first?.remedy).toContain("'Key=eni-warden:address,Value=10.0.1.10 vip 10.0.1.9'");
    expect(more).toEqual([]);
  });

  test('is not flagged by the reservation of another subnet, or by one of a kind that nobody knows', () => {
    const elsewhere = auditedEni('eni-1', otherSubnet, '10.0.1.9', 'i-1');
    expect(found({ enis: [elsewhere] })).toEqual([]);
    const enis = [auditedEni('eni-1', subnet, '10.0.1.9', 'i-1')];
    expect(found({ enis, reservations: [{ ...explicit, type: 'new' }] })).toEqual([]);
  });

  test('is not judged when reservations could not be read whole', () => {
    const enis = [auditedEni('eni-1', subnet, '10.0.1.9', 'i-1')];
    expect(found({ enis, unread: [{ part: 'reservations', because: 'denied' }] })).toEqual([]);
  });
});

describe('A claim inside a reservation for prefixes (number 13)', () => {
  test('is flagged, with who claims', () => {
    const instances = [auditedInstance('i-1', subnet, claiming('10.0.1.70'))];
    const [first, ...more] = look({ instances });
    expect([first?.code, first?.severity, idsOf(first), more]).toEqual([
      'reservation-disagrees',
      'warning',
      ['i-1', 'scr-2'],
      [],
    ]);
  });

  test('is not flagged beside it, or inside an explicit reservation', () => {
    const instances = [auditedInstance('i-1', subnet, claiming('10.0.1.63 10.0.1.128 10.0.1.9'))];
    expect(found({ instances })).toEqual([]);
  });

  test('is not flagged when a prefix of the claimant has it', () => {
    const enis = [
      auditedEni('eni-1', subnet, '10.0.1.20', 'i-1', {
        ipv4Prefixes: ['10.0.1.64/28'],
        ...claiming('10.0.1.70'),
      }),
    ];
    expect(found({ enis })).toEqual([]);
  });
});
