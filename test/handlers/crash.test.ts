import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Wire } from '../support/stage.ts';
import { createStory, minutes } from './story.ts';

type Moment = 'before the call' | 'after the call has had its effect';

/** The environment dies at its n-th call: the call and its answer, or only its answer, never get through. */
function dyingAt(call: number, moment: Moment, died: () => void): Wire {
  let calls = 0;
  return (handler: InProcessRequestHandler): InProcessRequestHandler => ({
    ...handler,
    async handle(request, options) {
      calls += 1;
      if (calls < call) return handler.handle(request, options);
      if (calls === call) {
        died();
        if (moment !== 'before the call') await handler.handle(request, options);
      }
      return new Promise(() => undefined);
    },
  });
}

/** More calls than a whole failover makes: the last ones die after their work. */
const callsMax = 24;
const calls = Array.from({ length: callsMax }, (_, index) => index + 1);

describe.each<Moment>(['before the call', 'after the call has had its effect'])(
  'a handler that dies %s',
  (moment) => {
    test.each(calls)(
      'number %i is made good by the next tick, and at least one alert names the move',
      async (call) => {
        const story = createStory({ seed: `crash ${call}` });
        const a = story.member('fw-a');
        story.member('fw-b');
        const ids = [1, 2].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
        story.stage.sandbox.world.terminate(a);
        let died = false;
        const wire = dyingAt(call, moment, () => {
          died = true;
        });
        const dying = story.stage.begin(story.events.stateChange(a, 'shutting-down'), {
          handler: story.stage.coldStart('dying', wire),
        });
        const { clock } = story.stage;
        await clock.run(Promise.race([dying, clock.sleep(minutes(1))]));

        await story.handle(story.events.tick());

        expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
        const named = story.stage.alerts().filter(({ kind }) => /failover-(started|completed)/.test(kind));
        for (const id of ids) expect(named.some(({ text }) => text.includes(id))).toBe(true);
        expect(died || call > 12).toBe(true);
      },
    );
  },
);

describe.each<Moment>(['before the call', 'after the call has had its effect'])(
  'a switchover whose handler dies %s',
  (moment) => {
    test.each(calls)(
      'number %i leaves the group together on one member after the next ticks',
      async (call) => {
        const story = createStory({ seed: `switchover crash ${call}` });
        const a = story.member('fw-a');
        const b = story.member('fw-b');
        const ids = [1, 2].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
        const dying = story.stage.begin(story.events.switchover({ target: b }), {
          handler: story.stage.coldStart(
            'dying',
            dyingAt(call, moment, () => undefined),
          ),
        });
        const { clock } = story.stage;
        await clock.run(Promise.race([dying, clock.sleep(minutes(1))]));

        for (let tick = 0; tick < 2; tick++) {
          await story.handle(story.events.tick());
          await clock.advance(minutes(1));
        }

        const homes = new Set(ids.map(story.whereIs));
        expect(homes.size).toBe(1);
        expect([...homes][0]).toMatch(/^fw-[ab]$/);
      },
    );
  },
);

describe.each<Moment>(['before the call', 'after the call has had its effect'])(
  'an event whose handler dies %s',
  (moment) => {
    const cases = calls.flatMap((call) => [false, true].map((placed) => [call, placed] as const));
    test.each(cases)(
      'number %i (a placement: %p), SNS being down, is told by the attempt after it and no tick',
      async (call, placed) => {
        const story = createStory({ seed: `untold ${call}` });
        const { clock, sns, sandbox } = story.stage;
        const a = story.member('fw-a');
        story.member('fw-b');
        const ids = [1, 2].map((deviceIndex) => story.eni(placed ? {} : { on: a, at: { deviceIndex } }));
        sandbox.world.terminate(a);
        const event = story.events.stateChange(a, 'shutting-down');
        sns.down(minutes(2));
        const death = new Promise<void>((resolve) => {
          const dying = story.stage.begin(event, {
            handler: story.stage.coldStart('dying', dyingAt(call, moment, resolve)),
          });
          void dying.then(resolve, resolve);
        });
        await clock.run(death);
        await clock.advance(minutes(2));

        await story.handle(event, { handler: story.stage.coldStart('cold') });

        expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
        const texts = story.told().map(({ text }) => text);
        for (const id of ids) expect(texts.some((text) => text.includes(id))).toBe(true);
      },
    );
  },
);
