import { runsOf } from '../../cli/ending.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createEventBus } from '../../sandbox/events/bus.ts';
import { createLambda } from '../../sandbox/lambda/lambda.ts';
import { createS3 } from '../../sandbox/s3/s3.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSns } from '../../sandbox/sns/sns.ts';
import type { Stack } from '../../sandbox/stack/stack.ts';
import { wireEventSources, wireRules } from '../../sandbox/stack/template-wiring.ts';

const pattern = { source: ['aws.ec2'] };
const target = { id: '1', permitted: true, input: undefined, deadLetterQueue: undefined };

/** A stack with a function that a rule invokes, and one that reads a queue which another rule fills. */
function deploy() {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const { region, account, random } = sandbox;
  const bus = createEventBus(sandbox);
  const lambda = createLambda({ clock, random, region, account });
  for (const name of ['failover', 'audit']) {
    lambda.addFunction({ name, timeoutMs: 60_000, invoke: () => clock.sleep(1_000) });
  }
  const functionTarget = { ...target, functionName: 'failover' };
  const queueTarget = { ...target, queueName: 'calls' };
  wireRules(
    [
      { name: 'eni-warden-dev-eni-call', pattern, schedule: undefined, targets: [functionTarget] },
      { name: 'eni-warden-dev-address-call', pattern, schedule: undefined, targets: [queueTarget] },
    ],
    bus,
    lambda,
  );
  const source = { functionName: 'audit', queueName: 'calls', batchSize: 10, batchingWindowMs: 60_000 };
  wireEventSources([source], sandbox, lambda);
  const stack = { sandbox, bus, lambda, s3: createS3(sandbox), sns: createSns(sandbox) };
  const send = (count: number) => {
    for (let index = 0; index < count; index++) {
      bus.send({
        version: '0',
        id: `event-${index}`,
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.ec2',
        account,
        time: '2026-01-05T09:00:00Z',
        region,
        resources: [],
        detail: {},
      });
    }
  };
  const open = () => runsOf(stack as unknown as Stack).open;
  return { clock, lambda, send, open };
}

it('counts the runs that are not over, whatever a queue makes of the same events', async () => {
  const { clock, lambda, send, open } = deploy();
  send(5);
  expect(open()).toBe(5);
  await clock.advance(10_000);
  expect(open()).toBe(0);
  await clock.advance(120_000);
  expect(lambda.invocations.filter(({ functionName }) => functionName === 'audit')).toHaveLength(1);
  expect(open()).toBe(0);
});
