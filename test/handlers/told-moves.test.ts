import { ToldMoves } from '../../handlers/told-moves.ts';
import { eni, fleet, member, noon, on } from '../support/domain-fleet.ts';

const members = [member('i-b'), member('i-c')];

function told() {
  const moves = new ToldMoves();
  moves.started('eni-1', { to: 'i-b', since: noon + 400 });
  return moves;
}

function attached(instanceId: string, attachTime: number, id = 'attach-1') {
  return fleet([eni('eni-1', on(instanceId, { id, attachTime }))], members);
}

test('a move that was told is known by the attachment that it ended in, in the same second too', () => {
  const moves = told();
  moves.looked(attached('i-b', noon));
  expect(moves.knows('attach-1')).toBe(true);
});

test('a later attachment to the same member is not known', () => {
  const moves = told();
  moves.looked(attached('i-b', noon + 5_000));
  moves.looked(attached('i-b', noon + 90_000, 'attach-2'));
  expect(moves.knows('attach-2')).toBe(false);
});

test('an ENI that another handler brought elsewhere is not known, nor what comes to the target after that', () => {
  const moves = told();
  moves.looked(attached('i-c', noon + 5_000));
  moves.looked(attached('i-b', noon + 9_000, 'attach-2'));
  expect([moves.knows('attach-1'), moves.knows('attach-2')]).toEqual([false, false]);
});

test('a read that still shows the old place leaves the move under way', () => {
  const moves = told();
  moves.looked(attached('i-c', noon - 60_000));
  expect(moves.isUnderWay('eni-1', 'i-b', noon)).toBe(true);
  moves.looked(attached('i-b', noon + 5_000, 'attach-2'));
  expect(moves.knows('attach-2')).toBe(true);
  expect(moves.isUnderWay('eni-1', 'i-b', noon)).toBe(false);
});

test('a move is under way to its own target only, and only for whoever looked before it was decided', () => {
  const moves = told();
  expect(moves.isUnderWay('eni-1', 'i-c', noon)).toBe(false);
  expect(moves.isUnderWay('eni-2', 'i-b', noon)).toBe(false);
  expect(moves.isUnderWay('eni-1', 'i-b', noon + 401)).toBe(false);
});

test('a flood is bounded: the oldest attachment is forgotten', () => {
  const moves = new ToldMoves();
  for (let count = 0; count <= 5_000; count++) moves.arrived(`attach-${count}`);
  expect([moves.knows('attach-0'), moves.knows('attach-1'), moves.knows('attach-5000')]).toEqual([
    false,
    true,
    true,
  ]);
});
