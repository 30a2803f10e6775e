import type { AwsEvent } from './aws-events.ts';

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The interval of an EventBridge rate expression, in milliseconds. EventBridge wants the singular for 1 and the
 * plural for everything else (EventBridge User Guide, "Rate expressions"). Throws for cron and for anything else.
 */
export function rateMs(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const unitMs = units[unit];
  if (unitMs === undefined || (count === '1') !== (plural === '')) {
    throw new Error(
      `The schedule "${expression}" is not one that the sandbox knows: rate(1 minute), rate(5 minutes), rate(2 hours) …`,
    );
  }
  return Number(count) * unitMs;
}

/** Scheduled Event (facts 4.2); `at` is in milliseconds since the epoch. */
export function scheduledEvent(
  origin: { readonly id: string; readonly account: string; readonly region: string; readonly at: number },
  ruleName: string,
): AwsEvent {
  return {
    version: '0',
    id: origin.id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: origin.account,
    time: wholeSeconds(origin.at),
    region: origin.region,
    resources: [`arn:aws:events:${origin.region}:${origin.account}:rule/${ruleName}`],
    detail: {},
  };
}

/** ISO 8601 as the `time` of an event has it. */
export function wholeSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
