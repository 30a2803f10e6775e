import { z } from 'zod';
import { CloudWatchError } from './cloud-watch-error.ts';
import type { MetricAlarm } from './metric-alarm.ts';

/** Of the other parameters the sandbox knows nothing. */
export const describeAlarmsSchema = z.strictObject({
  AlarmNames: z.array(z.string().min(1)).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  MaxRecords: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
});

type DescribeAlarms = z.infer<typeof describeAlarmsSchema>;

/** How many alarms a page holds when nobody says. */
const defaultPageSize = 50;

/** The alarms by name, a page at a time. The sandbox holds no composite alarms. */
export function describeAlarms(alarms: Iterable<MetricAlarm>, asked: DescribeAlarms) {
  if (asked.AlarmNames !== undefined && asked.AlarmNamePrefix !== undefined) {
    throw new CloudWatchError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot both be specified.');
  }
  const { NextToken, MaxRecords = defaultPageSize, ...question } = asked;
  const fingerprint = JSON.stringify({ ...question, MaxRecords });
  const after = NextToken === undefined ? '' : readToken(NextToken, fingerprint);
  const wanted = [...alarms]
    .filter((alarm) => isAsked(alarm, asked) && alarm.AlarmName > after)
    .sort((left, right) => (left.AlarmName < right.AlarmName ? -1 : 1));
  const page = wanted.slice(0, MaxRecords);
  const last = page.at(-1);
  const isMore = wanted.length > page.length && last !== undefined;
  return {
    MetricAlarms: page,
    CompositeAlarms: [],
    ...(isMore && { NextToken: writeToken(last.AlarmName, fingerprint) }),
  };
}

function isAsked(alarm: MetricAlarm, asked: DescribeAlarms): boolean {
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes = ['MetricAlarm'], StateValue } = asked;
  return (
    AlarmTypes.includes('MetricAlarm') &&
    (AlarmNames === undefined || AlarmNames.includes(alarm.AlarmName)) &&
    alarm.AlarmName.startsWith(AlarmNamePrefix) &&
    (StateValue === undefined || alarm.StateValue === StateValue)
  );
}

function writeToken(name: string, fingerprint: string): string {
  return Buffer.from(JSON.stringify([name, fingerprint])).toString('base64');
}

/** A token belongs to the request whose answer it came with. */
function readToken(token: string, fingerprint: string): string {
  try {
    const [name, of] = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof name === 'string' && of === fingerprint) return name;
  } catch {
    // What cannot be read is as wrong as what belongs to another request.
  }
  throw new CloudWatchError('InvalidNextToken', 'The next token specified is invalid.');
}
