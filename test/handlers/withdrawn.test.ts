import type { Change } from '../../domain/plan.ts';
import { defaultFailoverPolicy } from '../../domain/policy.ts';
import { reconcile } from '../../handlers/reconcile.ts';
import { ToldMoves } from '../../handlers/told-moves.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { eni, fleet, member, noon, on } from '../support/domain-fleet.ts';

/** A fleet whose ENI ought to move, and an EC2 that takes nothing from us: every change is objected to. */
async function looksWithin(ms: number): Promise<number> {
  const clock = new VirtualClock(noon);
  let looks = 0;
  const withdrawn = (change: Change) => ({
    change,
    result: 'withdrawn' as const,
    because: 'a later look disagrees',
    startedAt: clock.now(),
    endedAt: clock.now(),
    forced: false,
  });
  const report = reconcile(
    { kind: 'tick', eventId: 'tick-1', at: clock.now() },
    {
      clock,
      mode: 'act',
      policy: defaultFailoverPolicy,
      deadline: clock.now() + ms,
      observe: async () => {
        looks += 1;
        const group = [member('i-a', { state: 'stopped' }), member('i-b')];
        return { ...fleet([eni('eni-1', on('i-a'))], group), takenAt: clock.now() };
      },
      perform: async (changes) => {
        await clock.sleep(10);
        return changes.map(withdrawn);
      },
      readyToBegin: async () => undefined,
      announce: async () => undefined,
      told: new ToldMoves(),
      troubleIsOver: () => undefined,
      record: () => undefined,
    },
  );
  await clock.run(report);
  return looks;
}

test('changes that are objected to again and again do not make the loop spin', async () => {
  expect(await looksWithin(60_000)).toBeLessThan(25);
});
