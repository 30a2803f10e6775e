import { eni, fleet, held, member, on } from '../support/domain-fleet.ts';
import { fateOf, look } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

describe('DeleteOnTermination', () => {
  const doomed = { deleteOnTermination: true } as const;
  const off = { kind: 'set-delete-on-termination', attachmentId: 'eni-attach-i-a-1', value: false };

  test('of a protected ENI at rest is set to false', () => {
    const plan = look(fleet([eni('eni-1', on('i-a', doomed))], [member('i-a')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'protection', actions: [off] });
  });

  test('is set to false before the ENI leaves a holder that is down', () => {
    const plan = look(
      fleet([eni('eni-1', on('i-a', doomed))], [member('i-a', { state: 'stopping' }), member('i-b')]),
    );
    expect(plan.changes[0]?.actions.map(({ kind }) => kind)).toEqual([
      'set-delete-on-termination',
      'detach',
      'attach',
    ]);
    expect(plan.changes[0]?.actions[0]).toEqual(off);
  });

  test('is set to false where there is no standby to go to', () => {
    const plan = look(fleet([eni('eni-1', on('i-a', doomed))], [member('i-a', stopped)]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'protection', actions: [off] });
  });

  test('is left alone on an ENI that is being detached', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { ...doomed, status: 'detaching' }))],
      [member('i-a', stopped)],
    );
    expect(look(snapshot).changes).toEqual([]);
  });

  test('is left alone on an ENI that is being detached and goes on to a standby', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { ...doomed, status: 'detaching' }))],
      [member('i-a', stopped), member('i-b')],
    );
    expect(look(snapshot).changes[0]?.actions.map(({ kind }) => kind)).toEqual(['detach', 'attach']);
  });

  test('is left alone on a primary network interface', () => {
    const snapshot = fleet([eni('eni-1', on('i-a', { ...doomed, deviceIndex: 0 }))], [member('i-a')]);
    expect(look(snapshot).changes).toEqual([]);
  });

  test.each([[[]], [['other']]])('is left alone on an instance that is no member: groups %j', (groups) => {
    const stranger =
      groups.length === 0
        ? { groups: { kind: 'absent' } as const }
        : { groups: { kind: 'read', value: groups } as const };
    const snapshot = fleet([eni('eni-1', on('i-a', doomed))], [member('i-a', stranger)]);
    expect(look(snapshot).changes).toEqual([]);
  });

  test.each(['ENI', 'instance'])('is left alone where the %s is on hold', (what) => {
    const snapshot = fleet(
      [eni('eni-1', { ...on('i-a', doomed), ...(what === 'ENI' ? held('x') : {}) })],
      [member('i-a', what === 'instance' ? held('x') : {})],
    );
    expect(look(snapshot).changes).toEqual([]);
  });
});
