import fc from 'fast-check';
import type { InProcessRequestHandler } from '../../../sandbox/in-process.ts';
import { createScene, type Scene, type Wire } from './restore-scene.ts';

jest.setTimeout(120_000);

let end: unknown;
let callsOfOne = 0;

beforeAll(async () => {
  await (await createScene()).restore();
  const scene = await createScene();
  const counting: Wire = (inner) => ({
    ...inner,
    handle(request, options) {
      callsOfOne += 1;
      return inner.handle(request, options);
    },
  });
  await scene.restore({ wire: counting });
  end = scene.end();
});

/** The process dies at its n-th call: the call and its answer, or only its answer, never get through. */
function dyingAt(call: number, hasEffect: boolean, died: () => void): Wire {
  let calls = 0;
  return (inner: InProcessRequestHandler): InProcessRequestHandler => ({
    ...inner,
    async handle(request, options) {
      calls += 1;
      if (calls < call) return inner.handle(request, options);
      if (calls === call && hasEffect) await inner.handle(request, options);
      died();
      return new Promise(() => undefined);
    },
  });
}

/** Whether it died, rather than ended. */
async function dies(scene: Scene, call: number, hasEffect: boolean): Promise<boolean> {
  const { promise: dead, resolve: die } = Promise.withResolvers<boolean>();
  const dying = scene.begin({ wire: dyingAt(call, hasEffect, () => die(true)) });
  return scene.clock.run(Promise.race([dying.then(() => false), dead]));
}

test('wherever a restore dies, the next one makes it one ENI, with everything', async () => {
  expect(callsOfOne).toBeGreaterThan(15);
  for (let call = 1; call <= callsOfOne; call++) {
    for (const hasEffect of [false, true]) {
      const scene = await createScene();
      expect(await dies(scene, call, hasEffect)).toBe(true);
      expect(await scene.restore()).toMatchObject({ outcome: 'restored', problems: [], differences: [] });
      expect({ call, hasEffect, end: scene.end() }).toEqual({ call, hasEffect, end });
    }
  }
});

test('however often restores die, and wherever, the end is the same', async () => {
  const crash = fc.record({ call: fc.integer({ min: 1, max: callsOfOne }), hasEffect: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(crash, { minLength: 2, maxLength: 4 }), async (crashes) => {
      const scene = await createScene();
      for (const { call, hasEffect } of crashes) await dies(scene, call, hasEffect);
      expect(await scene.restore()).toMatchObject({ outcome: 'restored', problems: [], differences: [] });
      expect(scene.end()).toEqual(end);
    }),
    { numRuns: 20, seed: 7 },
  );
});
