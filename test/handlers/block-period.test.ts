import { minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

describe('the block period', () => {
  test('keeps an ENI on an impaired holder that it has just moved to, and tells on-call', async () => {
    const { story, a, b, eni } = pair();
    await lose(story, a);
    story.member('fw-c');
    await story.stage.clock.advance(minutes(1));

    const alarm = story.events.heartbeatAlarm(b);
    await expect(story.handle(alarm, { timeoutMs: minutes(1) })).rejects.toThrow(/not left again before/);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.told('blocked')).toHaveLength(1);
  });

  test('is waited for by an alarm, which comes only once: then the ENI moves', async () => {
    const { story, a, b, eni } = pair();
    await lose(story, a);
    story.member('fw-c');
    const arrivedAt = story.record(eni).attachment?.attachTime ?? 0;
    await story.stage.clock.advance(minutes(1));

    await story.handle(story.events.heartbeatAlarm(b));

    expect(story.whereIs(eni)).toBe('fw-c');
    expect(story.record(eni).attachment?.attachTime).toBeGreaterThanOrEqual(arrivedAt + minutes(5));
  });

  test('does not keep it on a holder that is gone', async () => {
    const { story, a, b, eni } = pair();
    await lose(story, a);
    story.member('fw-c');

    await lose(story, b);

    expect(story.whereIs(eni)).toBe('fw-c');
  });

  test('is as long as the environment says', async () => {
    const { story, a, b, eni } = pair({ environment: { ENI_WARDEN_BLOCK_PERIOD_SECONDS: '0' } });
    await lose(story, a);
    story.member('fw-c');
    await story.stage.clock.advance(5_000);

    await story.handle(story.events.heartbeatAlarm(b));

    expect(story.whereIs(eni)).toBe('fw-c');
  });
});
