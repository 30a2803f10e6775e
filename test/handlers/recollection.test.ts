import type { Outcome, Result } from '../../domain/outcome.ts';
import { Recollection } from '../../handlers/recollection.ts';

function outcome(result: Result, because = 'EC2 said so'): Outcome {
  return {
    change: {
      kind: 'failover',
      eniId: 'eni-1',
      group: 'fw',
      because: 'down',
      from: 'i-a',
      to: 'i-b',
      actions: [],
    },
    result,
    because,
    startedAt: 0,
    endedAt: 1,
    forced: false,
  };
}

test('a target that refused is remembered with what EC2 said', () => {
  const recollection = new Recollection();
  recollection.learn([outcome('refused-by-target', 'AttachmentLimitExceeded')]);
  expect(recollection.earlier().refusals.get('eni-1@i-b')).toBe('AttachmentLimitExceeded');
});

test('every device index that EC2 called taken is remembered, for its instance', () => {
  const recollection = new Recollection();
  for (const takenIndex of [1, 2]) recollection.learn([{ ...outcome('look-again'), takenIndex }]);
  expect([...(recollection.earlier().takenIndexes.get('i-b') ?? [])]).toEqual([1, 2]);
});

test('an ENI that failed for good is remembered with the reason', () => {
  const recollection = new Recollection();
  recollection.learn([outcome('failed', 'AuthFailure')]);
  expect(recollection.earlier().failed.get('eni-1')).toBe('AuthFailure');
});

test.each<Result>(['done', 'unfinished', 'withdrawn'])(
  'nothing is held against an ENI whose change is %s',
  (result) => {
    const recollection = new Recollection();
    expect(recollection.learn([outcome(result)])).toEqual([outcome(result)]);
    expect(recollection.earlier().failed.size).toBe(0);
  },
);

test('a change that comes to nothing again and again is given up as failed, with the last reason', () => {
  const recollection = new Recollection();
  const results = Array.from({ length: 20 }, () => recollection.learn([outcome('look-again', 'in use')])[0]);
  const givenUpAt = results.findIndex((learnt) => learnt?.result === 'failed');
  expect(givenUpAt).toBeGreaterThan(2);
  expect(results[givenUpAt]?.because).toContain('in use');
  expect(recollection.earlier().failed.has('eni-1')).toBe(true);
});

test('a change that was withdrawn again and again is not given up: nothing of its own has failed', () => {
  const recollection = new Recollection();
  const results = Array.from({ length: 20 }, () => recollection.learn([outcome('withdrawn')])[0]?.result);
  expect(new Set(results)).toEqual(new Set(['withdrawn']));
  expect(recollection.earlier().failed.size).toBe(0);
});

test('what was learnt once is not forgotten by learning more', () => {
  const recollection = new Recollection();
  recollection.learn([outcome('refused-by-target')]);
  recollection.learn([outcome('failed')]);
  recollection.learn([]);
  const { refusals, failed } = recollection.earlier();
  expect([refusals.size, failed.size]).toEqual([1, 1]);
});

test('a device index that EC2 called taken is remembered for its instance', () => {
  const recollection = new Recollection();
  recollection.learn([{ ...outcome('look-again'), takenIndex: 1 }]);
  recollection.learn([{ ...outcome('look-again'), takenIndex: 2 }]);
  expect(recollection.earlier().takenIndexes).toEqual(new Map([['i-b', new Set([1, 2])]]));
});
