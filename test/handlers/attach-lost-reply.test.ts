import { minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

/** Makes the reply to the first Attach be lost, and lets something happen as soon as it has had its effect. */
function loseFirstReply({ story }: ReturnType<typeof pair>, then: () => void): void {
  const { faults, log } = story.stage.sandbox;
  faults.loseReplyNext({ action: 'AttachNetworkInterface' });
  let lost = false;
  log.onCall(({ action, errorCode }) => {
    if (lost || action !== 'AttachNetworkInterface' || errorCode !== 'ConnectionLost') return;
    lost = true;
    then();
  });
}

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(seeds)(
  'an attach whose reply is lost, and reads that lag behind it, is told (seed %i)',
  async (seed) => {
    const stage = pair({ seed });
    const { story, a, eni } = stage;
    await story.stage.clock.advance(minutes(1));
    loseFirstReply(stage, () => story.stage.sandbox.faults.staleReads(3_000));

    await lose(story, a);

    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  },
);

test('an attach that was made without our knowing it is not taken for a full instance', async () => {
  const stage = pair();
  const { story, a, eni } = stage;
  const full = { action: 'AttachNetworkInterface', code: 'AttachmentLimitExceeded', status: 400 };
  loseFirstReply(stage, () => {
    story.stage.sandbox.faults.staleReads(3_000);
    story.stage.sandbox.faults.failNext(full);
  });

  await lose(story, a);

  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
});

test.each(seeds)('the placement of a free ENI is told though its reply was lost (seed %i)', async (seed) => {
  const stage = pair({ seed });
  const { story } = stage;
  const free = story.eni();
  loseFirstReply(stage, () => story.stage.sandbox.faults.staleReads(3_000));

  await story.handle(story.events.tick());

  expect(story.whereIs(free)).toBe('fw-a');
  expect(story.told().some(({ text }) => text.includes(free))).toBe(true);
});
