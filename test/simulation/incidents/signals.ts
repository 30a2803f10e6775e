import {
  type AwsEvent,
  alarmStateChangeEvent,
  instanceStateChangeEvent,
} from '../../../sandbox/events/aws-events.ts';
import type { Simulation } from '../simulation.ts';
import type { Happening, IncidentKind } from './incident.ts';
import { request } from './request.ts';
import { groupNames, members, membersOf, nameOf, oneOf, runningVictim } from './victims.ts';

const minuteMs = 60_000;

/** A user's own metric goes to ALARM for a member that hangs or fails a check; such an alarm is believed. */
export const heartbeatAlarm: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const sick = members(simulation, 'running').filter(({ hung, broken }) => hung || broken.length > 0);
  const victim = oneOf(draw, sick) ?? runningVictim(simulation);
  if (victim === undefined) return;
  if (sick.length === 0) sandbox.faults.hang(victim.instanceId);
  raise(
    simulation,
    'heartbeat-alarm',
    victim.instanceId,
    `no heartbeat from ${nameOf(victim)}`,
    'Firewall',
    'Heartbeat',
  );
};

export const statusAlarm: Happening = (simulation) => {
  const sick = members(simulation, 'running').filter(({ broken, hung }) => hung || broken.length > 0);
  const victim = oneOf(simulation.draw, sick);
  if (victim === undefined) return;
  const words = `the status check alarm of ${nameOf(victim)} goes to ALARM`;
  raise(simulation, 'status-alarm', victim.instanceId, words, 'AWS/EC2', 'StatusCheckFailed');
};

/** An alarm about an instance that is well: of a status check (not believed), or of the user's own (believed). */
export const falseAlarm: Happening = (simulation) => {
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  const own = simulation.draw.chance(0.4);
  const words = `a false ${own ? 'heartbeat' : 'status check'} alarm about ${nameOf(victim)}`;
  if (own) raise(simulation, 'false-alarm', victim.instanceId, words, 'Firewall', 'Heartbeat');
  else raise(simulation, 'false-alarm', victim.instanceId, words, 'AWS/EC2', 'StatusCheckFailed_System');
};

/** An event of long ago, about a member that is well again; or a request for a planned move that nobody waits for any more. */
export const belatedEvent: Happening = (simulation) => {
  const { draw, sandbox, clock, bus } = simulation;
  if (draw.chance(0.4)) return belatedRequest(simulation);
  const victim = runningVictim(simulation);
  if (victim === undefined) return;
  const at = clock.now() - draw.whole(1_000, 3_600_000);
  const { instanceId } = victim;
  const origin = { id: `belated-${draw.hex(12)}`, account: sandbox.account, region: sandbox.region, at };
  const tell = (what: string) =>
    simulation.note('belated-event', `an event comes that says of ${nameOf(victim)}: ${what}`);
  if (draw.chance(0.4)) {
    tell(`no heartbeat, since ${new Date(at).toISOString()}`);
    const metric = { namespace: 'Firewall', metricName: 'Heartbeat' };
    bus.send(
      alarmStateChangeEvent({ ...origin, alarmName: `Heartbeat of ${instanceId}`, instanceId, ...metric }),
    );
    return;
  }
  const state = draw.of(['stopping', 'stopped', 'shutting-down', 'terminated']);
  tell(`${state}, at ${new Date(at).toISOString()}`);
  bus.send(instanceStateChangeEvent(origin, instanceId, state));
};

function belatedRequest(simulation: Simulation): void {
  const { draw, clock } = simulation;
  const group = oneOf(draw, groupNames(simulation));
  const target = group === undefined ? undefined : oneOf(draw, membersOf(simulation, group));
  if (group === undefined || target === undefined) return;
  const at = clock.now() - draw.whole(minuteMs, 60 * minuteMs);
  const asked = `to move ${group} to ${nameOf(target)}, of ${new Date(at).toISOString()}`;
  simulation.note('belated-event', `a request comes ${asked}`);
  request(simulation, group, target.instanceId, at);
}

/** What no rule of ours should send, and what it looks like when it comes all the same. */
export const malformedEvent: Happening = (simulation) => {
  const { draw, sandbox, clock, bus } = simulation;
  const id = `malformed-${draw.hex(12)}`;
  simulation.note('malformed-event', `an event comes that nobody can read (${id})`);
  const whole = {
    version: '0' as const,
    id,
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    account: sandbox.account,
    time: new Date(clock.now()).toISOString(),
    region: sandbox.region,
    resources: [],
  };
  const detail = draw.of<Record<string, unknown>>([
    {},
    { 'instance-id': 'i-nonsense', state: 'stopped' },
    { 'instance-id': 'i-1234567890abcdef0', state: 'sleeping' },
    { 'instance-id': ['i-1234567890abcdef0'], state: 7 },
  ]);
  bus.send({ ...whole, detail } as AwsEvent);
};

function raise(
  simulation: Simulation,
  kind: IncidentKind,
  instanceId: string,
  words: string,
  namespace: string,
  metricName: string,
): void {
  const { draw, sandbox, clock, bus } = simulation;
  simulation.note(kind, words);
  const origin = {
    id: `alarm-${draw.hex(12)}`,
    account: sandbox.account,
    region: sandbox.region,
    at: clock.now(),
  };
  bus.send(
    alarmStateChangeEvent({
      ...origin,
      alarmName: `${metricName} of ${instanceId}`,
      instanceId,
      namespace,
      metricName,
    }),
  );
}
