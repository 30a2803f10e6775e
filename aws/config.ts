import * as z from 'zod/mini';
import { defaultFailoverPolicy, type FailoverPolicy } from '../domain/policy.ts';

/** What a function is told by its environment, checked once at cold start. */
export interface Config {
  /** `observe` plans and reports everything, and changes nothing. */
  readonly mode: 'act' | 'observe';
  readonly topicArn: string;
  readonly region: string;
  readonly policy: FailoverPolicy;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** The same alert is not repeated before so many milliseconds. */
  readonly reminderMs: number;
}

/** A whole number of `unit` milliseconds between two bounds, written in decimal. */
function quantity(unit: number, min: number, max: number, fallback: number) {
  const problem = `a whole number from ${min} to ${max}`;
  return z.pipe(
    z._default(z.string(), String(fallback)),
    z.pipe(
      z.string().check(
        z.refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
          error: problem,
        }),
      ),
      z.transform((text) => Number(text) * unit),
    ),
  );
}

const environmentSchema = z.object({
  ENI_WARDEN_MODE: z._default(z.enum(['act', 'observe'], { error: 'act or observe' }), 'act'),
  ENI_WARDEN_TOPIC_ARN: z
    .string({ error: 'the ARN of an SNS topic' })
    .check(z.regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/, { error: 'the ARN of an SNS topic' })),
  AWS_REGION: z
    .string({ error: 'a region, which Lambda sets' })
    .check(z.minLength(1, { error: 'a region, which Lambda sets' })),
  ENI_WARDEN_BLOCK_PERIOD_SECONDS: quantity(1_000, 0, 86_400, defaultFailoverPolicy.blockPeriodMs / 1_000),
  ENI_WARDEN_IMPAIRED_GRACE_SECONDS: quantity(1_000, 0, 3_600, defaultFailoverPolicy.impairedGraceMs / 1_000),
  ENI_WARDEN_FORCE_AFTER_SECONDS: quantity(1_000, 1, 600, defaultFailoverPolicy.forceAfterMs / 1_000),
  ENI_WARDEN_REMINDER_MINUTES: quantity(60_000, 1, 10_080, 60),
  ENI_WARDEN_LOG_LEVEL: z._default(
    z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], { error: 'DEBUG, INFO, WARN or ERROR' }),
    'INFO',
  ),
});

/**
 * Reads the configuration. Throws an error that names every wrong variable, what it says and what it should say;
 * nothing else of the environment is shown.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const found = environment[name];
      return `${name} must be ${issue.message}; it is ${found === undefined ? 'not set' : JSON.stringify(found)}`;
    });
    throw new Error(`ENI Warden is not configured: ${problems.join('; ')}`);
  }
  const { data } = parsed;
  return {
    mode: data.ENI_WARDEN_MODE,
    topicArn: data.ENI_WARDEN_TOPIC_ARN,
    region: data.AWS_REGION,
    policy: {
      ...defaultFailoverPolicy,
      blockPeriodMs: data.ENI_WARDEN_BLOCK_PERIOD_SECONDS,
      // An alarm that is blocked for so long must still be believed when the retry after the block comes.
      alarmBelievedMs: Math.max(
        defaultFailoverPolicy.alarmBelievedMs,
        data.ENI_WARDEN_BLOCK_PERIOD_SECONDS + defaultFailoverPolicy.blockPeriodMs,
      ),
      impairedGraceMs: data.ENI_WARDEN_IMPAIRED_GRACE_SECONDS,
      forceAfterMs: data.ENI_WARDEN_FORCE_AFTER_SECONDS,
    },
    reminderMs: data.ENI_WARDEN_REMINDER_MINUTES,
    logLevel: data.ENI_WARDEN_LOG_LEVEL,
  };
}

/** CloudFormation cannot leave a variable out, so an empty one counts as not set. */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
}
