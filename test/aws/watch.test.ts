import { createEc2Client } from '../../aws/clients.ts';
import { createEc2 } from '../../aws/ec2.ts';
import { attachSchedule, detachSchedule, Watch } from '../../aws/watch.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

/** Every call takes 10 ms, so that times can be told. */
function tower() {
  const clock = new VirtualClock();
  const timings = { apiCall: { medianMs: 10, p99Ms: 10.001 } };
  const sandbox = createSandbox({ clock, seed: 1, timings });
  const client = createEc2Client({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox),
  });
  const watch = new Watch(createEc2(client, clock, () => 0.5));
  const subnetId = sandbox.world.addNetwork().subnets[0].subnetId;
  const addEni = () => sandbox.world.addNetworkInterface({ subnetId }).networkInterfaceId;
  return { clock, sandbox, watch, addEni, calls: () => sandbox.log.calls.length };
}

const always =
  <T>(value: T) =>
  () =>
    value;
const never = () => undefined;

// The first call of an SDK loads code in real time, which a virtual clock does not wait for.
beforeAll(async () => {
  const { clock, watch, addEni } = tower();
  const reading = watch.until(addEni(), detachSchedule, clock.now() + 5_000, always('warm'));
  await clock.run(reading).catch(() => undefined);
});

test('the answer comes as soon as a read gives it', async () => {
  const { clock, sandbox, watch, addEni } = tower();
  const eni = addEni();
  const from = clock.now();
  clock.after(3_000, () => sandbox.world.setTag(eni, 'eni-warden:group', 'fw'));
  const group = await clock.run(
    watch.until(eni, detachSchedule, from + 60_000, (seen) =>
      seen?.group.kind === 'read' ? seen.group.value : undefined,
    ),
  );
  expect(group).toBe('fw');
  expect(clock.now() - from).toBeLessThan(3_000 * 1.25 + 300);
});

test('many who wait for the same or different ENIs are answered by one call each time', async () => {
  const { clock, watch, addEni, calls } = tower();
  const enis = Array.from({ length: 50 }, addEni);
  const deadline = clock.now() + 60_000;
  const waits = [...enis, ...enis].map((eni) =>
    watch.until(eni, detachSchedule, deadline, (seen) => seen?.id),
  );
  expect(await clock.run(Promise.all(waits))).toEqual([...enis, ...enis]);
  expect(calls()).toBe(1);
});

test('who comes a little later joins the call of those who are due', async () => {
  const { clock, watch, addEni, calls } = tower();
  const deadline = clock.now() + 60_000;
  const first = watch.until(addEni(), detachSchedule, deadline, always('first'));
  await clock.advance(detachSchedule.firstMs * 0.3);
  const second = watch.until(addEni(), detachSchedule, deadline, always('second'));
  expect(await clock.run(Promise.all([first, second]))).toEqual(['first', 'second']);
  expect(calls()).toBe(1);
});

test('who is in a hurry does not wait for who is not', async () => {
  const { clock, watch, addEni } = tower();
  const from = clock.now();
  const patient = watch.until(addEni(), attachSchedule, from + 60_000, always('patient'));
  const hurried = watch.until(addEni(), detachSchedule, from + 60_000, always('hurried'));
  expect(await clock.run(Promise.race([patient, hurried]))).toBe('hurried');
  expect(clock.now() - from).toBeLessThan(attachSchedule.firstMs / 2);
  await clock.run(patient);
});

test('more than 200 ENIs are asked about in the fewest calls that EC2 takes', async () => {
  const { clock, watch, addEni, calls } = tower();
  const deadline = clock.now() + 60_000;
  const waits = Array.from({ length: 450 }, () =>
    watch.until(addEni(), detachSchedule, deadline, always('seen')),
  );
  await clock.run(Promise.all(waits));
  expect(calls()).toBe(3);
});

test('without an answer it ends at the deadline, having asked ever more seldom', async () => {
  const { clock, watch, addEni, calls } = tower();
  const from = clock.now();
  expect(await clock.run(watch.until(addEni(), detachSchedule, from + 240_000, never))).toBeUndefined();
  expect(clock.now() - from).toBeGreaterThanOrEqual(240_000);
  expect(clock.now() - from).toBeLessThan(241_000);
  expect(calls()).toBeLessThan(50);
});

test('an ENI that EC2 does not show is seen as absent', async () => {
  const { clock, watch } = tower();
  const wait = watch.until('eni-0123456789abcdef0', detachSchedule, clock.now() + 5_000, (seen) =>
    seen === undefined ? 'absent' : 'there',
  );
  expect(await clock.run(wait)).toBe('absent');
});

test('a read that EC2 refuses for good rejects all who were asked about, and nobody who comes later', async () => {
  const { clock, sandbox, watch, addEni } = tower();
  sandbox.faults.failNext({ code: 'UnauthorizedOperation', status: 403 });
  const deadline = clock.now() + 60_000;
  const waits = [1, 2].map(() => watch.until(addEni(), detachSchedule, deadline, always('seen')));
  const ended = await clock.run(Promise.allSettled(waits));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await clock.run(watch.until(addEni(), detachSchedule, deadline, always('seen')))).toBe('seen');
});

test('a question that throws fails alone', async () => {
  const { clock, watch, addEni } = tower();
  const deadline = clock.now() + 60_000;
  const throwing = watch.until(addEni(), detachSchedule, deadline, () => {
    throw new Error('cannot judge');
  });
  const other = watch.until(addEni(), detachSchedule, deadline, always('seen'));
  const ended = await clock.run(Promise.allSettled([other, throwing]));
  expect(ended[1]).toMatchObject({ status: 'rejected' });
});
