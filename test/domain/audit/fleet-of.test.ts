import type { AuditedEni } from '../../../domain/audit/audit-snapshot.ts';
import { fleetOf } from '../../../domain/audit/fleet-of.ts';
import {
  auditedEni,
  auditedInstance,
  auditedSubnet,
  auditSnapshot,
  noon,
} from '../../support/audit-fleet.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const db = { 'eni-warden:group': 'db' };
const eni = (more: Partial<AuditedEni> = {}) =>
  auditedEni('eni-1', subnet, '10.0.1.9', 'i-1', { tags: db, ...more });
const seen = (more: Partial<AuditedEni> = {}) =>
  fleetOf(auditSnapshot({ enis: [eni(more)] })).networkInterfaces[0];
const without = (...fields: readonly string[]) =>
  Object.fromEntries(
    Object.entries(eni()).filter(([name]) => !fields.includes(name)),
  ) as unknown as AuditedEni;
const seenBare = (bare: AuditedEni) => fleetOf(auditSnapshot({ enis: [bare] })).networkInterfaces[0];

describe('The audit sees the enrolled fleet as the failover does', () => {
  test('an ENI with a group tag, whole', () => {
    expect(seen()).toEqual({
      id: 'eni-1',
      availabilityZone: 'eu-west-1a',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      privateIpAddress: '10.0.1.9',
      status: 'in-use',
      interfaceType: 'interface',
      requesterManaged: false,
      attachment: {
        id: 'eni-attach-eni-1',
        instanceId: 'i-1',
        deviceIndex: 1,
        networkCardIndex: 0,
        status: 'attached',
        attachTime: noon - 86_400_000,
        deleteOnTermination: false,
      },
      group: { kind: 'read', value: 'db' },
      hold: { kind: 'absent' },
    });
  });

  test('what is not told of it is unknown, not invented', () => {
    const bare = without(
      'availabilityZone',
      'vpcId',
      'subnetId',
      'interfaceType',
      'requesterManaged',
      'status',
      'attachment',
    );
    expect(seenBare({ ...bare, privateIpv4Addresses: [] })).toEqual({
      id: 'eni-1',
      availabilityZone: '',
      vpcId: '',
      subnetId: '',
      privateIpAddress: '',
      status: 'unknown',
      interfaceType: 'unknown',
      requesterManaged: false,
      group: { kind: 'read', value: 'db' },
      hold: { kind: 'absent' },
    });
    expect(seen({ attachment: {} })?.attachment).toEqual({
      id: '',
      deviceIndex: 0,
      networkCardIndex: 0,
      status: 'unknown',
      attachTime: 0,
      deleteOnTermination: false,
    });
  });

  test('its address is the primary one, else the first, else the first of IPv6', () => {
    const addresses = (...primary: readonly boolean[]) =>
      primary.map((each, at) => ({
        address: `10.0.1.${at + 1}`,
        primary: each,
        publicIp: `192.0.2.${at + 1}`,
      }));
    expect(seen({ privateIpv4Addresses: addresses(false, true) })).toMatchObject({
      privateIpAddress: '10.0.1.2',
      publicIp: '192.0.2.2',
    });
    expect(seen({ privateIpv4Addresses: addresses(false, false) })).toMatchObject({
      privateIpAddress: '10.0.1.1',
    });
    expect(
      seen({ privateIpv4Addresses: [], ipv6Addresses: [{ address: '2001:db8::9', primary: false }] }),
    ).toMatchObject({ privateIpAddress: '2001:db8::9' });
    expect(seen()).not.toHaveProperty('publicIp');
  });

  test('what it is attached to, unless that has ended', () => {
    expect(seen({ attachment: { status: 'detached', instanceId: 'i-1' } })).not.toHaveProperty('attachment');
    expect(
      seen({
        requesterManaged: true,
        attachment: { id: 'a', status: 'detaching', deleteOnTermination: true },
      }),
    ).toMatchObject({
      requesterManaged: true,
      attachment: { status: 'detaching', deleteOnTermination: true },
    });
  });
});

describe('The instances of that fleet', () => {
  const instance = (id: string, tags: Readonly<Record<string, string>> = {}) =>
    auditedInstance(id, subnet, { tags });
  const fleet = fleetOf(
    auditSnapshot({
      enis: [
        eni(),
        auditedEni('eni-2', subnet, '10.0.1.10', 'i-2', { attachment: { instanceId: 'i-2' } }),
        auditedEni('eni-3', subnet, '10.0.1.11', 'i-3'),
        auditedEni('eni-4', subnet, '10.0.1.12'),
        auditedEni('eni-5', subnet, '10.0.1.13', undefined, { tags: db }),
      ],
      instances: [
        instance('i-1', { Name: '' }),
        instance('i-2', { ...db, Name: 'spare' }),
        instance('i-3'),
        { ...instance('i-4', db), state: 'hibernating', impairment: { checks: ['system'] } },
      ],
    }),
  );

  test('are the holders and the members, and no others', () => {
    expect([...fleet.instances.keys()]).toEqual(['i-1', 'i-2', 'i-4']);
    expect(fleet.networkInterfaces.map(({ id }) => id)).toEqual(['eni-1', 'eni-5']);
  });

  test('have every ENI that is attached to them as a slot, protected or not', () => {
    expect([...fleet.instances.values()].map(({ slots }) => slots)).toEqual([
      [{ networkInterfaceId: 'eni-1', deviceIndex: 1, networkCardIndex: 0 }],
      [{ networkInterfaceId: 'eni-2', deviceIndex: 0, networkCardIndex: 0 }],
      [],
    ]);
  });

  test('have a name where they are given one, and what EC2 says against them', () => {
    expect(fleet.instances.get('i-1')).not.toHaveProperty('name');
    expect(fleet.instances.get('i-1')).not.toHaveProperty('impairment');
    expect(fleet.instances.get('i-2')).toMatchObject({ name: 'spare', state: 'running' });
    expect(fleet.instances.get('i-4')).toMatchObject({
      state: 'unknown',
      impairment: { checks: ['system'] },
    });
    expect(fleet.instances.get('i-4')).not.toHaveProperty('name');
  });
});
