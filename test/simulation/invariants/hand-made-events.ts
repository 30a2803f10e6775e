import {
  type AwsEvent,
  alarmStateChangeEvent,
  type EventOrigin,
  spotInterruptionEvent,
} from '../../../sandbox/events/aws-events.ts';

/** Raw events for a history that is written by hand, dated now and each with an id of its own. */
export class HandMadeEvents {
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  tick(): AwsEvent {
    const { id, account, region, at } = this.#origin();
    const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
    const kind = { version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event' } as const;
    return { ...kind, id, account, region, time, resources: [], detail: {} };
  }

  switchover(detail: Readonly<Record<string, unknown>> = { group: 'g' }): AwsEvent {
    return { ...this.tick(), source: 'eni-warden', 'detail-type': 'ENI Warden Switchover Request', detail };
  }

  spotWarning(instanceId: string): AwsEvent {
    return spotInterruptionEvent(this.#origin(), instanceId, 'eu-west-1a', 'terminate');
  }

  /** A status check went to ALARM, or another metric that is named. */
  alarm(
    instanceId: string,
    metric: { readonly namespace?: string; readonly metricName?: string } = {},
  ): AwsEvent {
    return alarmStateChangeEvent({ ...this.#origin(), alarmName: 'an alarm', instanceId, ...metric });
  }

  #origin(): EventOrigin {
    this.#count += 1;
    return { id: `event-${this.#count}`, account: '123456789012', region: 'eu-west-1', at: this.#now() };
  }
}
