import * as z from 'zod/mini';
import { alarm, interpretAlarm } from './alarm.ts';
import type { Issue } from './envelope.ts';
import { text } from './envelope.ts';
import type { ParsedEvent } from './parsed-event.ts';

/** What an alarm sends that names the function as its action: no `detail`, no `detail-type` and no id (facts 5). */
const schema = z.object({ alarmArn: text('the ARN of the alarm'), alarmData: alarm });

/** Whether the event has the shape of an alarm's own action. */
export function isAlarmAction(event: object): boolean {
  return Object.hasOwn(event, 'alarmData');
}

export function readAlarmAction(event: unknown): ParsedEvent | readonly Issue[] {
  const parsed = z.safeParse(schema, event);
  if (!parsed.success) return parsed.error.issues;
  const { alarmArn, alarmData } = parsed.data;
  // Lambda may deliver one action twice; this id is then the same, as an event's would be.
  return interpretAlarm(alarmData, `${alarmArn}@${new Date(alarmData.state.timestamp).toISOString()}`);
}
