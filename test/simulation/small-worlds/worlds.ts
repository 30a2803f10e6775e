import { alarmStateChangeEvent, instanceStateChangeEvent } from '../../../sandbox/events/aws-events.ts';
import { scheduledEvent, wholeSeconds } from '../../../sandbox/events/schedule.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type Fleet, region, startsAt } from './fleet.ts';

/** One small world: what has happened to the fleet, and the two events that two handlers get about it. */
export interface SmallWorld {
  readonly name: string;
  /** Two; one where two would take longer than there is time. */
  readonly eniCount: number;
  /** At `startsAt`, just before the events. */
  readonly happen: (sandbox: Sandbox, fleet: Fleet) => void;
  readonly events: (fleet: Fleet) => readonly [object, object];
  /** Members that may be left although they are able to hold: somebody asked for it. */
  readonly mayLeave: (fleet: Fleet) => readonly string[];
  /** How often each ENI may be attached by the handlers, at most. */
  readonly attachesMax: number;
}

const account = '123456789012';
const origin = (id: string, at = startsAt) => ({ id, account, region, at });

export function tickAt(at: number): object {
  return scheduledEvent(origin('tick', at), 'tick');
}

const lost = ({ a }: Fleet) => instanceStateChangeEvent(origin('lost'), a, 'shutting-down');
const stopping = ({ a }: Fleet) => instanceStateChangeEvent(origin('stopping'), a, 'stopping');
const noHeartbeat = ({ a }: Fleet) =>
  alarmStateChangeEvent({
    ...origin('alarm'),
    alarmName: 'heartbeat',
    instanceId: a,
    metricName: 'Heartbeat',
    namespace: 'Firewall',
  });

function switchover(target: string): object {
  return {
    version: '0',
    id: `switchover to ${target}`,
    'detail-type': 'ENI Warden Switchover Request',
    source: 'eni-warden',
    account,
    time: wholeSeconds(startsAt),
    region,
    resources: [],
    detail: { group: 'fw', target, reason: 'Kernel update', requester: 'maria@example.com' },
  };
}

const terminate = ({ world }: Sandbox, { a }: Fleet) => world.terminate(a);
const nothing = () => undefined;
const nowhere = () => [];

export const smallWorlds: readonly SmallWorld[] = [
  {
    name: 'a loss, told twice',
    eniCount: 2,
    happen: terminate,
    events: (fleet) => [lost(fleet), lost(fleet)],
    mayLeave: nowhere,
    attachesMax: 1,
  },
  {
    name: 'a loss, and the tick',
    eniCount: 1,
    happen: terminate,
    events: (fleet) => [lost(fleet), tickAt(startsAt)],
    mayLeave: nowhere,
    attachesMax: 1,
  },
  {
    name: 'a loss, and a switchover to the other candidate',
    eniCount: 2,
    happen: terminate,
    events: (fleet) => [lost(fleet), switchover(fleet.c)],
    mayLeave: nowhere,
    attachesMax: 1,
  },
  {
    name: 'no heartbeat, and a stop',
    eniCount: 2,
    happen: ({ world }, { a }) => world.stop(a),
    events: (fleet) => [noHeartbeat(fleet), stopping(fleet)],
    mayLeave: nowhere,
    attachesMax: 1,
  },
  {
    name: 'a guest that hangs, told twice',
    eniCount: 1,
    happen: ({ faults }, { a }) => faults.hang(a),
    events: (fleet) => [noHeartbeat(fleet), noHeartbeat(fleet)],
    mayLeave: nowhere,
    attachesMax: 1,
  },
  {
    name: 'a switchover, asked twice',
    eniCount: 1,
    happen: nothing,
    events: (fleet) => [switchover(fleet.b), switchover(fleet.b)],
    mayLeave: ({ a }) => [a],
    attachesMax: 2,
  },
  {
    name: 'two switchovers, to the two candidates',
    eniCount: 1,
    happen: nothing,
    events: (fleet) => [switchover(fleet.b), switchover(fleet.c)],
    mayLeave: ({ a, b, c }) => [a, b, c],
    attachesMax: 4,
  },
];
