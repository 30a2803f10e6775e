import { prepareAudit } from '../../../domain/audit/audit-context.ts';
import type { AuditedEni } from '../../../domain/audit/audit-snapshot.ts';
import { nowhere, ownerIn, placeOfEni } from '../../../domain/audit/register-place.ts';
import { nameIn } from '../../../domain/tags.ts';
import {
  auditedEni,
  auditedInstance,
  auditedSubnet,
  auditSnapshot,
  noon,
} from '../../support/audit-fleet.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');

function placeOf(more: Partial<AuditedEni> = {}, tagsOfInstance: Readonly<Record<string, string>> = {}) {
  const eni = auditedEni('eni-1', subnet, '10.0.1.9', 'i-1', more);
  const instances = [auditedInstance('i-1', subnet, { tags: tagsOfInstance })];
  const snapshot = auditSnapshot({ enis: [eni], instances });
  return placeOfEni(eni, prepareAudit(snapshot, { claims: [], acceptances: [], unreadable: [] }, noon));
}

describe('The place of an address', () => {
  test('is that of its ENI, with what the instance says of it', () => {
    expect(
      placeOf({ tags: { Name: 'own', 'eni-warden:group': 'db' } }, { Name: 'web', OWNER: 'team' }),
    ).toEqual({
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      availabilityZone: 'eu-west-1a',
      eniId: 'eni-1',
      instanceId: 'i-1',
      name: 'web',
      group: 'db',
      owner: 'team',
      since: noon - 86_400_000,
    });
  });

  test('has the name of the ENI where its instance has none, and the owner of the ENI before that of its instance', () => {
    expect(placeOf({ tags: { Name: 'own', owner: 'us' } }, { owner: 'them' })).toMatchObject({
      name: 'own',
      owner: 'us',
    });
    expect(placeOf()).toMatchObject({ name: '', group: '', owner: '' });
  });

  test('is on no instance where the attachment has ended, and has no time where none is told', () => {
    const ended = placeOf(
      { attachment: { status: 'detached', instanceId: 'i-1', attachTime: noon } },
      { Name: 'web' },
    );
    expect(ended).toMatchObject({ instanceId: '', name: '' });
    expect(ended).not.toHaveProperty('since');
    expect(placeOf({ attachment: {} }).instanceId).toBe('');
  });

  test('is empty where nothing is known', () => {
    const {
      vpcId: _v,
      subnetId: _s,
      availabilityZone: _z,
      attachment: _a,
      ...bare
    } = auditedEni('eni-1', subnet, '');
    const context = prepareAudit(auditSnapshot(), { claims: [], acceptances: [], unreadable: [] }, noon);
    expect(placeOfEni(bare, context)).toEqual({ ...nowhere, eniId: 'eni-1' });
    expect(Object.values(nowhere).every((text) => text === '')).toBe(true);
  });
});

test.each([
  [{ owner: 'a' }, 'a'],
  [{ Owner: 'b', owner: 'a' }, 'b'],
  [{ owner: 'a', Owner: 'b' }, 'b'],
  [{ OWNER: '', owner: 'a' }, 'a'],
  [{ owners: 'a', wonder: 'b', 'the owner': 'c' }, ''],
  [{}, ''],
])('The owner in %j is %j', (tags, owner) => {
  expect(ownerIn(tags)).toBe(owner);
});

test('A name is a tag of the thing, not of its prototype', () => {
  expect(nameIn({ Name: 'web' })).toBe('web');
  expect(nameIn(Object.create({ Name: 'web' }))).toBe('');
});
