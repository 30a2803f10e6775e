import type { Context } from 'aws-lambda';
import { contextOf } from '../cli/lambda-context.ts';

/** As long as Lambda gives at the most. */
const timeoutMs = 900_000;
const [account, region] = ['123456789012', 'eu-west-1'];

/** With what Lambda invokes a function by its schedule; the event says nothing but that it is time. */
export function scheduledInvocation(
  functionName: string,
  clock: { now(): number },
): readonly [event: object, context: Context] {
  const event = {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: new Date().toISOString(),
    region,
    resources: [`arn:aws:events:${region}:${account}:rule/${functionName}`],
    detail: {},
  };
  return [event, contextOf({ clock, account, region }, functionName, timeoutMs)];
}
