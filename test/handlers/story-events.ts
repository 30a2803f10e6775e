import { fixture } from '../events/fixtures.ts';
import type { Stage } from '../support/stage.ts';

/** The whole sample events of the fixtures, about the things on a stage and dated now. Each has an id of its own. */
export interface Events {
  stateChange(instanceId: string, state: string): object;
  tick(): object;
  spotWarning(instanceId: string, action?: 'terminate' | 'stop' | 'hibernate'): object;
  /** StatusCheckFailed of the instance went to ALARM. */
  statusAlarm(instanceId: string): object;
  /** A user's own metric of the instance went to ALARM. */
  heartbeatAlarm(instanceId: string): object;
  /** Metric maths over the status checks of two instances. */
  metricMathsAlarm(first: string, second: string): object;
  switchover(request: { group?: string; target?: string; reason?: string; requester?: string }): object;
  /** Any other sample, with the ids of its instances replaced in order. */
  sample(name: string, ...instanceIds: readonly string[]): object;
}

const idsOfSamples = ['i-1234567890abcdef0', 'i-0fedcba0987654321'];

export function eventsFor(stage: Stage): Events {
  let count = 0;
  const sample = (name: string, ...instanceIds: readonly string[]) => {
    count += 1;
    let json = JSON.stringify(fixture(name));
    for (const [index, id] of instanceIds.entries()) json = json.replaceAll(idsOfSamples[index] ?? '', id);
    const event = JSON.parse(json);
    const now = new Date(stage.clock.now()).toISOString();
    event.id = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    event.time = `${now.slice(0, 19)}Z`;
    if (event.detail?.state?.timestamp !== undefined)
      event.detail.state.timestamp = now.replace('Z', '+0000');
    return event;
  };
  return {
    sample,
    stateChange: (instanceId, state) => sample(`instance-state-change-${state}`, instanceId),
    tick: () => sample('scheduled-event'),
    spotWarning: (instanceId, action = 'terminate') => sample(`spot-interruption-${action}`, instanceId),
    statusAlarm: (instanceId) => sample('alarm-status-check', instanceId),
    heartbeatAlarm: (instanceId) => sample('alarm-heartbeat', instanceId),
    metricMathsAlarm: (first, second) => sample('alarm-metric-maths', first, second),
    switchover: ({ group = 'fw', reason = 'Kernel update', requester = 'maria@example.com', target }) => ({
      ...sample('switchover-request'),
      detail: { group, reason, requester, ...(target !== undefined && { target }) },
    }),
  };
}
