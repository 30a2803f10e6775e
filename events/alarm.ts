import * as z from 'zod/mini';
import { alarmMetric, evidenceFrom } from './alarm-evidence.ts';
import { expected, instant, text } from './envelope.ts';
import { ignored, type ParsedEvent, triggered } from './parsed-event.ts';

const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/**
 * An alarm and its state: `detail` of the event, and `alarmData` of an alarm's own Lambda action (facts 4.2 and 5).
 * A composite alarm has no metrics; `muteDetail` is there only while the alarm is muted.
 */
export const alarm = z.object(
  {
    alarmName: text('the name of the alarm'),
    state: z.object(
      {
        value: z.enum(states, expected(`one of ${states.join(', ')}`)),
        timestamp: instant,
        actionsSuppressedBy: z.nullish(text('what suppresses its actions')),
      },
      expected('the state of the alarm'),
    ),
    configuration: z.object(
      {
        metrics: z.optional(z.array(alarmMetric, expected('a list of metrics'))),
        alarmRule: z.optional(z.string(expected('the rule of a composite alarm'))),
      },
      expected('the configuration of the alarm'),
    ),
    muteDetail: z.nullish(
      z.object(
        {
          mutedByArn: z.optional(text('an ARN')),
          muteWindowEnd: z.optional(text('a time')),
        },
        expected('an object'),
      ),
    ),
  },
  expected('an alarm'),
);

export type Alarm = z.output<typeof alarm>;

/** What an alarm in this state means to us. A change of the reason alone, from ALARM to ALARM, means the same. */
export function interpretAlarm(alarm: Alarm, eventId: string): ParsedEvent {
  const what = `alarm ${alarm.alarmName} in state ${alarm.state.value}`;
  const because = reasonToIgnore(alarm);
  if (because !== undefined) return ignored(what, because);
  const evidence = evidenceFrom(alarm.configuration.metrics ?? []);
  if (evidence.length === 0) return ignored(what, reasonWithoutInstance(alarm));
  return triggered({
    kind: 'alarm',
    eventId,
    at: alarm.state.timestamp,
    alarmName: alarm.alarmName,
    evidence,
  });
}

function reasonToIgnore({ state, muteDetail }: Alarm): string | undefined {
  if (state.value === 'OK') return 'the alarm is over, and nothing moves back by itself';
  if (state.value === 'INSUFFICIENT_DATA') {
    return 'missing data does not say that an instance failed: a stopped instance has none either';
  }
  // Muting and suppression stop an alarm's actions but not its events, so they have to be honoured here (facts 4.2).
  if (muteDetail) {
    return `muted by ${muteDetail.mutedByArn ?? 'a mute rule'} until ${muteDetail.muteWindowEnd ?? 'a time not given'}`;
  }
  if (state.actionsSuppressedBy) return `its actions are suppressed by ${state.actionsSuppressedBy}`;
  return undefined;
}

function reasonWithoutInstance({ configuration }: Alarm): string {
  if (configuration.alarmRule !== undefined) return 'a composite alarm names no instance; its children do';
  return 'none of its metrics has a dimension InstanceId that is the id of an EC2 instance';
}
