import { VirtualClock } from '../../sandbox/clock.ts';
import { type AwsEvent, instanceStateChangeEvent } from '../../sandbox/events/aws-events.ts';
import { createEventBus, type EventBus, type Target } from '../../sandbox/events/bus.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

const minute = 60_000;
const pattern = { source: ['aws.ec2'] };
let clock: VirtualClock;
let bus: EventBus;
let received: AwsEvent[];

const target: Target = { id: 'test', deliver: (event) => void received.push(event) };

beforeEach(() => {
  clock = new VirtualClock();
  bus = createEventBus(createSandbox({ clock, seed: 'bus' }));
  received = [];
});

function stateChange(number: number): AwsEvent {
  const origin = { id: `event-${number}`, account: '123456789012', region: 'eu-west-1', at: clock.now() };
  return instanceStateChangeEvent(origin, `i-${number}`, 'stopping');
}

function customEvent(detailType: string): AwsEvent {
  return { ...stateChange(0), source: 'custom', 'detail-type': detailType };
}

test('an event comes to the targets of the rules that match it, a moment later', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.addRule({ name: 'other', pattern: { source: ['aws.s3'] }, targets: [target] });
  const event = stateChange(1);
  bus.send(event);
  expect(received).toEqual([]);
  await clock.advance(1_000);
  expect(received).toEqual([event]);
  expect(bus.records).toMatchObject([{ matchedRules: ['ec2'], copies: 1 }]);
});

test('an event that no rule matches is recorded all the same', async () => {
  bus.send(stateChange(1));
  await clock.advance(1_000);
  expect(bus.records).toMatchObject([{ event: { id: 'event-1' }, matchedRules: [] }]);
});

test('what EC2 emits in the sandbox comes to the bus', async () => {
  const sandbox = createSandbox({ clock, seed: 'bus' });
  bus = createEventBus(sandbox);
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  const vpc = sandbox.world.addVpc({ cidr: '10.0.0.0/16' });
  const place = { vpcId: vpc.vpcId, cidr: '10.0.0.0/24', availabilityZone: 'eu-west-1a' };
  const { subnetId } = sandbox.world.addSubnet(place);
  const { instanceId } = sandbox.world.addInstance({ subnetId, instanceType: 't3.medium', tags: {} });
  sandbox.world.terminate(instanceId);
  await clock.advance(5 * minute);
  expect(received.map(({ detail }) => detail)).toEqual([
    { 'instance-id': instanceId, state: 'shutting-down' },
    { 'instance-id': instanceId, state: 'terminated' },
  ]);
});

test('a lost event reaches no rule, and the next one does', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.faults.loseNext();
  bus.send(stateChange(1));
  bus.send(stateChange(2));
  await clock.advance(1_000);
  expect(received.map(({ id }) => id)).toEqual(['event-2']);
  expect(bus.records).toMatchObject([
    { copies: 0, matchedRules: [] },
    { copies: 1, matchedRules: ['ec2'] },
  ]);
});

test('a loss that names a detail type waits for its event', async () => {
  bus.addRule({ name: 'all', pattern: { source: [{ exists: true }] }, targets: [target] });
  bus.faults.loseNext({ detailType: 'Wanted', times: 2 });
  for (const detailType of ['Wanted', 'Other', 'Wanted', 'Wanted']) bus.send(customEvent(detailType));
  await clock.advance(1_000);
  expect(received.map((event) => event['detail-type']).sort()).toEqual(['Other', 'Wanted']);
});

test('a duplicated event comes twice with the same id', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.faults.duplicateNext();
  bus.send(stateChange(1));
  await clock.advance(1_000);
  expect(received.map(({ id }) => id)).toEqual(['event-1', 'event-1']);
});

test('a delayed event comes later than those sent after it', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.faults.delayNext(30_000);
  bus.send(stateChange(1));
  bus.send(stateChange(2));
  await clock.advance(29_000);
  expect(received.map(({ id }) => id)).toEqual(['event-2']);
  await clock.advance(2_000);
  expect(received.map(({ id }) => id)).toEqual(['event-2', 'event-1']);
});

test('a chance of loss takes about its share of what EC2 sends, and none of the guaranteed sources', async () => {
  bus.faults.set({ lose: 0.3 });
  for (let number = 0; number < 1_000; number++) bus.send(stateChange(number));
  for (let number = 0; number < 100; number++) bus.send({ ...customEvent('x'), source: 'aws.cloudwatch' });
  const lost = bus.records.filter(({ copies }) => copies === 0);
  expect(lost.length).toBeGreaterThan(250);
  expect(lost.length).toBeLessThan(350);
  expect(new Set(lost.map(({ event }) => event.source))).toEqual(new Set(['aws.ec2']));
});

test('chances of duplication and lateness take their share', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.faults.set({ duplicate: 0.5, late: 0.5, lateMs: 10 * minute });
  for (let number = 0; number < 200; number++) bus.send(stateChange(number));
  await clock.advance(1_000);
  const early = received.length;
  await clock.advance(10 * minute);
  expect(received.length).toBeGreaterThan(270);
  expect(received.length).toBeLessThan(330);
  expect(early).toBeLessThan(received.length * 0.65);
});

test('one seed gives one history', async () => {
  const histories: number[][] = [];
  for (let run = 0; run < 2; run++) {
    clock = new VirtualClock();
    bus = createEventBus(createSandbox({ clock, seed: 'same' }));
    const times: number[] = [];
    bus.addRule({
      name: 'ec2',
      pattern,
      targets: [{ id: 'time', deliver: () => void times.push(clock.now()) }],
    });
    bus.faults.set({ lose: 0.2, duplicate: 0.2, late: 0.2, lateMs: minute });
    for (let number = 0; number < 50; number++) bus.send(stateChange(number));
    await clock.advance(2 * minute);
    histories.push(times);
  }
  expect(histories[0]).toEqual(histories[1]);
});

test('a scheduled rule fires at its rate with a Scheduled Event (facts 4.2)', async () => {
  bus.addRule({ name: 'tick', schedule: 'rate(1 minute)', targets: [target] });
  await clock.advance(3 * minute + 1_000);
  expect(received).toHaveLength(3);
  expect(received[0]).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: '2026-01-05T09:01:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:events:eu-west-1:123456789012:rule/tick'],
    detail: {},
  });
});

test('a tick is lost only by name', async () => {
  bus.addRule({ name: 'tick', schedule: 'rate(1 minute)', targets: [target] });
  bus.faults.loseNext();
  await clock.advance(minute + 1_000);
  expect(received).toHaveLength(1);
  bus.faults.loseNext({ detailType: 'Scheduled Event' });
  await clock.advance(minute);
  expect(received).toHaveLength(1);
});

test('after a stop nothing is delivered and nothing ticks', async () => {
  bus.addRule({ name: 'ec2', pattern, targets: [target] });
  bus.addRule({ name: 'tick', schedule: 'rate(1 minute)', targets: [target] });
  bus.send(stateChange(1));
  bus.stop();
  bus.send(stateChange(2));
  await clock.advance(5 * minute);
  expect(received).toEqual([]);
});

test.each([
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(0 minutes)',
  'rate(1 second)',
  'cron(0 9 * * ? *)',
  'hourly',
])('the schedule %s is refused', (schedule) => {
  expect(() => bus.addRule({ name: 'tick', schedule, targets: [] })).toThrow(schedule);
});

test('a rule needs a pattern or a schedule, and not both', () => {
  expect(() => bus.addRule({ name: 'none', targets: [] })).toThrow('none');
  expect(() => bus.addRule({ name: 'both', pattern, schedule: 'rate(1 minute)', targets: [] })).toThrow(
    'both',
  );
});
