import { eni, fleet, member, on } from '../support/domain-fleet.ts';
import { fateOf, look, placesOf } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

describe('An ENI that can never move is refused', () => {
  test.each([
    ['primary', on('i-a', { deviceIndex: 0 }), 'primary'],
    ['requester-managed', { ...on('i-a'), requesterManaged: true }, 'requester-managed'],
    ['a trunk', { ...on('i-a'), interfaceType: 'trunk' }, 'trunk'],
    ['a branch', { ...on('i-a'), interfaceType: 'branch' }, 'branch'],
    ['associated with a trunk', { ...on('i-a'), status: 'associated' }, 'branch'],
    ['an EFA', { ...on('i-a'), interfaceType: 'efa' }, 'Elastic Fabric Adapter'],
    ['an EFA without addresses', { ...on('i-a'), interfaceType: 'efa-only' }, 'Elastic Fabric Adapter'],
    ['of a type that AWS may add', { ...on('i-a'), interfaceType: 'quantum' }, 'quantum'],
  ] as const)('when it is %s, and is a finding', (_, differences, reason) => {
    const plan = look(fleet([eni('eni-1', differences)], [member('i-a', stopped), member('i-b')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      reason: 'refused',
      because: expect.stringContaining(reason),
    });
    expect(plan.findings).toMatchObject([{ resourceId: 'eni-1', problem: expect.stringContaining(reason) }]);
  });

  test('but an ENI at index 0 of a second network card is no primary', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { deviceIndex: 0, networkCardIndex: 1 }))],
      [member('i-a', stopped), member('i-b')],
    );
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:1' });
  });

  test('when it is attached to something that is no instance', () => {
    const { instanceId: _, ...attachment } = on('i-a').attachment;
    const plan = look(fleet([eni('eni-1', { attachment })], [member('i-b')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'foreign' });
  });

  test('when it is a branch that is associated without an attachment, and the look is final', () => {
    const plan = look(fleet([eni('eni-1', { status: 'associated' })], [member('i-b')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'foreign' });
    expect(plan.lookAgain).toEqual([]);
  });
});
