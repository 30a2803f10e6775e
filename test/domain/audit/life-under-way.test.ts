import type { AuditedEni } from '../../../domain/audit/audit-snapshot.ts';
import { fleetOf } from '../../../domain/audit/fleet-of.ts';
import { groupsUnderWay } from '../../../domain/audit/groups-under-way.ts';
import { auditedEni, auditedSubnet, auditSnapshot, noon } from '../../support/audit-fleet.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.0.0/24');
const tags = { 'eni-warden:group': 'fw' };

function eni(id: string, instanceId: string | undefined, more: Partial<AuditedEni> = {}): AuditedEni {
  return auditedEni(id, subnet, '10.0.0.9', instanceId, { tags, ...more });
}

const underWay = (...enis: readonly AuditedEni[]) => groupsUnderWay(fleetOf(auditSnapshot({ enis })));

const attachment = (status: string) => ({ attachment: { id: 'eni-attach-1', instanceId: 'i-1', status } });

test('a group whose ENIs are attached is not under way', () => {
  expect(underWay(eni('eni-1', 'i-1'), eni('eni-2', 'i-1'))).toEqual(new Map());
});

test.each([
  ['is being attached', { status: 'in-use', ...attachment('attaching') }],
  ['is being detached', { status: 'in-use', ...attachment('detaching') }],
  ['is pending', { status: 'pending' }],
  ['says so itself', { status: 'detaching' }],
])('a group of which one ENI %s is under way, with all its ENIs', (_what, more) => {
  expect(underWay(eni('eni-1', 'i-1'), eni('eni-2', 'i-1', more))).toEqual(
    new Map([['fw', new Set(['eni-1', 'eni-2'])]]),
  );
});

test('an ENI between its detach and its attach is under way', () => {
  expect([...underWay(eni('eni-1', undefined)).keys()]).toEqual(['fw']);
});

test('an ENI that came while the account was being read is under way, and one that came before is not', () => {
  const since = (attachTime: number) =>
    eni('eni-1', 'i-1', { attachment: { ...attachment('attached').attachment, attachTime } });
  expect([...underWay(since(noon + 1)).keys()]).toEqual(['fw']);
  expect(underWay(since(noon))).toEqual(new Map());
});

test('an unattached ENI on hold is going nowhere', () => {
  const held = { tags: { ...tags, 'eni-warden:hold': 'ticket 4711' } };
  expect(underWay(eni('eni-1', undefined, held))).toEqual(new Map());
});

test('what is in no group does not matter', () => {
  expect(underWay(eni('eni-1', undefined, { tags: {} }))).toEqual(new Map());
});
