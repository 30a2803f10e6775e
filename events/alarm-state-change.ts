import * as z from 'zod/mini';
import { alarm, interpretAlarm } from './alarm.ts';
import { type EventPattern, envelopeFields, eventKind, expected, text } from './envelope.ts';
import { ignored } from './parsed-event.ts';

/** A CloudWatch alarm went to ALARM. The durable one of the events: CloudWatch guarantees it (facts 4.1). */
export const pattern = {
  source: ['aws.cloudwatch'],
  'detail-type': ['CloudWatch Alarm State Change'],
  detail: { state: { value: ['ALARM'] } },
} as const satisfies EventPattern;

const schema = z.object({ ...envelopeFields, detail: alarm });

export const alarmStateChange = eventKind(pattern, schema, ({ id, detail }) => interpretAlarm(detail, id));

const namedAlarm = z.object({
  ...envelopeFields,
  detail: z.object({ alarmName: text('the name of the alarm') }, expected('an object')),
});

/** Somebody created, changed or deleted an alarm. */
export const alarmConfigurationChange = eventKind(
  { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm Configuration Change'] },
  namedAlarm,
  ({ detail }) =>
    ignored(
      `configuration change of alarm ${detail.alarmName}`,
      'the settings of an alarm say nothing of an instance',
    ),
);

/** One of the time series behind an alarm changed its state. */
export const alarmContributorStateChange = eventKind(
  { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm Contributor State Change'] },
  namedAlarm,
  ({ detail }) =>
    ignored(
      `contributor of alarm ${detail.alarmName}`,
      'the alarm itself decides, and has an event of its own',
    ),
);
