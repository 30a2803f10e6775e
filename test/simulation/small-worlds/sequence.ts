import { FailoverProcess } from './failover-process.ts';
import { type Effect, LiveEc2 } from './live-ec2.ts';
import { smallWorlds } from './worlds.ts';

/** More calls than this are no way to an end. */
const callsMax = 1_000;

/** Lets one handler do all of its work without any rival, and time pass with it. `seen` gets what its changes led to. */
export async function runAlone(
  live: LiveEc2,
  event: object,
  seen: (body: string, effect: Effect) => void = () => undefined,
  patient = false,
): Promise<FailoverProcess> {
  const { clock } = live;
  const process = await FailoverProcess.start(event, clock.now(), patient);
  for (let calls = 0; process.ended === undefined; calls++) {
    if (calls >= callsMax) throw new Error(`The handler has made ${calls} calls and comes to no end.`);
    const call = process.parked[0];
    if (call === undefined) throw new Error('The handler neither asks anything nor has it ended.');
    clock.advanceTo(process.clock.now());
    const effect = await live.send(call.body);
    if (call.kind === 'change') seen(call.body, effect);
    await process.answer(call.ordinal, effect.answer);
  }
  clock.advanceTo(process.clock.now());
  return process;
}

let warm: Promise<void> | undefined;

/** Lets the SDK load, in real time, all the code that it will need. */
export function warmUp(): Promise<void> {
  warm ??= (async () => {
    for (const world of smallWorlds) {
      const live = new LiveEc2(world);
      const { faults } = live.sandbox;
      faults.failNext({ action: 'AttachNetworkInterface' });
      faults.failNext({ action: 'DetachNetworkInterface', code: 'InvalidParameterValue', status: 400 });
      await runAlone(live, world.events(live.fleet)[0], undefined, true);
    }
  })();
  return warm;
}
