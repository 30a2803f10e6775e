import { z } from 'zod';
import { alarmStateChangeEvent } from '../events/aws-events.ts';
import { newUuid } from '../ids.ts';
import { ControlError, type Controlled, post, type Route } from './control-route.ts';

const exampleId = 'i-0123456789abcdef0';
const instance = z.strictObject({ instanceId: z.string() });
const impairment = instance.extend({
  check: z.enum(['instance', 'system', 'attached-ebs']).default('system'),
});
const alarm = instance.extend({
  alarmName: z.string().optional(),
  metricName: z.string().default('StatusCheckFailed'),
  namespace: z.string().default('AWS/EC2'),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).default('ALARM'),
});
const warning = instance.extend({ action: z.enum(['terminate', 'stop', 'hibernate']).default('terminate') });

/** The routes that let something happen to one instance. */
export const instanceRoutes: readonly Route[] = [
  onInstance('hang', 'The guest stops to react: only a forced detach works', instance, {}, (input, on) =>
    on.sandbox.faults.hang(input.instanceId),
  ),
  onInstance('recover', 'The guest reacts again', instance, {}, (input, on) =>
    on.sandbox.faults.recover(input.instanceId),
  ),
  onInstance(
    'impair',
    'A status check (instance, system or attached-ebs) begins to fail',
    impairment,
    { check: 'system' },
    (input, on) => on.sandbox.faults.impair(input.instanceId, input.check),
  ),
  onInstance('alarm', 'A CloudWatch alarm of the instance changes its state', alarm, {}, raiseAlarm),
  onInstance(
    'spot-warning',
    'A Spot interruption warning; two minutes later it happens',
    warning,
    { action: 'terminate' },
    (input, on) => on.sandbox.world.warnSpot(input.instanceId, input.action),
  ),
];

/** A POST route whose instance has to exist. */
function onInstance<Schema extends z.ZodType<{ readonly instanceId: string }>>(
  name: string,
  says: string,
  schema: Schema,
  example: Readonly<Record<string, unknown>>,
  act: (input: z.infer<Schema>, controlled: Controlled) => unknown,
): Route {
  return post(name, says, schema, { instanceId: exampleId, ...example }, (input, controlled) => {
    if (controlled.sandbox.world.instances.has(input.instanceId)) return act(input, controlled);
    throw new ControlError(404, `There is no instance ${input.instanceId}.`);
  });
}

function raiseAlarm(input: z.infer<typeof alarm>, { sandbox, bus }: Controlled): unknown {
  const { clock, random, account, region } = sandbox;
  const id = newUuid(random.stream(`alarm/${bus.records.length}`));
  const alarmName = input.alarmName ?? `${input.instanceId}-status`;
  const event = alarmStateChangeEvent({ ...input, alarmName, id, account, region, at: clock.now() });
  bus.send(event);
  return event;
}
