import { prepareAudit } from '../../../domain/audit/audit-context.ts';
import {
  instanceOfEni,
  isDown,
  isOfKubernetes,
  isOrdinaryEni,
  isPrimaryEni,
  isUnattached,
} from '../../../domain/audit/eni-place.ts';
import {
  auditedEni,
  auditedInstance,
  auditedSubnet,
  auditSnapshot,
  noon,
} from '../../support/audit-fleet.ts';

const subnet = auditedSubnet('subnet-1', 'vpc-1', '10.0.1.0/24');
const eni = (more: Parameters<typeof auditedEni>[4] = {}) =>
  auditedEni('eni-1', subnet, '10.0.1.9', undefined, more);

test('An ENI is unattached only where all that EC2 says of it agrees', () => {
  expect(isUnattached(eni())).toBe(true);
  expect(isUnattached(eni({ attachment: { status: 'detached' } }))).toBe(true);
  expect(isUnattached(eni({ attachment: { status: 'detaching' } }))).toBe(false);
  expect(isUnattached(eni({ status: 'in-use' }))).toBe(false);
});

test('A primary ENI is at index 0 of the first network card', () => {
  expect(isPrimaryEni(eni({ attachment: { deviceIndex: 0 } }))).toBe(true);
  expect(isPrimaryEni(eni({ attachment: { deviceIndex: 0, networkCardIndex: 0 } }))).toBe(true);
  expect(isPrimaryEni(eni({ attachment: { deviceIndex: 0, networkCardIndex: 1 } }))).toBe(false);
  expect(isPrimaryEni(eni({ attachment: { deviceIndex: 1 } }))).toBe(false);
  expect(isPrimaryEni(eni())).toBe(false);
});

test('The instance of an ENI is the one that it is attached to, or about to be', () => {
  const instance = auditedInstance('i-1', subnet);
  const context = prepareAudit(
    auditSnapshot({ instances: [instance] }),
    { claims: [], acceptances: [], unreadable: [] },
    noon,
  );
  expect(instanceOfEni(eni({ attachment: { instanceId: 'i-1', status: 'attaching' } }), context)).toBe(
    instance,
  );
  expect(
    instanceOfEni(eni({ attachment: { instanceId: 'i-1', status: 'detached' } }), context),
  ).toBeUndefined();
  expect(instanceOfEni(eni({ attachment: { instanceId: 'i-2' } }), context)).toBeUndefined();
  expect(instanceOfEni(eni({ attachment: {} }), context)).toBeUndefined();
  expect(instanceOfEni(eni(), context)).toBeUndefined();
});

test.each([
  ['pending', false],
  ['running', false],
  ['stopping', true],
  ['stopped', true],
  ['shutting-down', true],
  ['terminated', true],
])('An instance that is %s is down: %s', (state, down) => {
  expect(isDown(auditedInstance('i-1', subnet, { state }))).toBe(down);
});

test.each([
  [{ interfaceType: 'trunk' }, true],
  [{ interfaceType: 'branch' }, true],
  [{ description: 'AWS-K8S-i-1' }, true],
  [{ description: 'my aws-k8s-i-1' }, false],
  [{ tags: { 'node.k8s.amazonaws.com/instance_id': 'i-1' } }, true],
  [{}, false],
])('An ENI with %j is of Kubernetes: %s', (more, kubernetes) => {
  expect(isOfKubernetes(eni(more))).toBe(kubernetes);
  expect(isOrdinaryEni(eni({ interfaceType: 'interface', ...more }))).toBe(!kubernetes);
});

test('An ordinary ENI is neither of another type nor of a service', () => {
  expect(isOrdinaryEni(eni({ interfaceType: 'efa' }))).toBe(false);
  expect(isOrdinaryEni(eni({ requesterManaged: true }))).toBe(false);
  const { description: _, ...undescribed } = eni();
  expect(isOfKubernetes(undescribed)).toBe(false);
});
