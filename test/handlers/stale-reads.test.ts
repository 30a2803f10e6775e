import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Wire } from '../support/stage.ts';
import { minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

const seeds = Array.from({ length: 6 }, (_, index) => index + 1);

describe.each([500, 2_000, 3_000])('with reads up to %i ms late', (staleReadsMs) => {
  test.each(seeds)('a failover is made once and told from start to end (seed %i)', async (seed) => {
    const { story, a, eni } = pair({ seed, staleReadsMs });
    const enis = [eni, ...[2, 3, 4].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }))];
    await story.stage.clock.advance(minutes(1));

    await lose(story, a);

    expect(enis.map(story.whereIs)).toEqual(['fw-b', 'fw-b', 'fw-b', 'fw-b']);
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
    for (const id of enis) expect(story.told('failover-completed')[0]?.text).toContain(id);
  });

  test.each(seeds)('a healthy fleet is left alone (seed %i)', async (seed) => {
    const { story, eni } = pair({ seed, staleReadsMs });
    await story.stage.clock.advance(minutes(1));
    const before = story.record(eni);

    await story.handle(story.events.tick());

    expect(story.record(eni)).toEqual(before);
    expect(story.kindsTold()).toEqual([]);
  });

  test.each(seeds)('a switchover, and an event about it, end at the target (seed %i)', async (seed) => {
    const { story, b, eni } = pair({ seed, staleReadsMs });
    await story.stage.clock.advance(minutes(1));

    await story.handle(story.events.switchover({ target: b }));
    await story.handle(story.events.tick());

    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });
});

/** The first answer about an ENI after its attach is the last one from before its detach had ended. */
function showsOldHolderOnce(): Wire {
  return (handler: InProcessRequestHandler): InProcessRequestHandler => {
    let old:
      | { readonly statusCode: number; readonly headers: Record<string, string>; readonly text: string }
      | undefined;
    let attached = false;
    return {
      ...handler,
      async handle(request, options) {
        const body = String(request.body);
        const { response } = await handler.handle(request, options);
        attached ||= body.includes('Action=AttachNetworkInterface');
        if (!body.includes('Action=DescribeNetworkInterfaces')) return { response };
        const fresh = { ...response, text: await text(response.body) };
        if (fresh.text.includes('<status>detaching</status>')) old = fresh;
        const shown = (attached ? old : undefined) ?? fresh;
        if (attached) old = undefined;
        return { response: { ...shown, body: Readable.from([Buffer.from(shown.text)]) } };
      },
    };
  };
}

test('a read after the attach that still shows the old holder is not taken for a theft', async () => {
  const { story, a, eni } = pair();
  const handler = story.stage.coldStart('late reader', showsOldHolderOnce());
  await story.handle(story.events.heartbeatAlarm(a), { handler });
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
});
