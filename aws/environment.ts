import * as z from 'zod/mini';

/** The environment variables of a Lambda function. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What every function of this service is told. */
export interface SharedConfig {
  readonly topicArn: string;
  /** The topic that chat listens to; absent where there is none. */
  readonly chatTopicArn?: string;
  readonly region: string;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** The same alert is not repeated before so many milliseconds. */
  readonly reminderMs: number;
}

/** A whole number of `unit` milliseconds (or other things) between two bounds, written in decimal. */
export function quantity(unit: number, min: number, max: number, fallback: number) {
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

/** The name of an S3 bucket; `what` says which. */
export function bucketName(what = 'the name of an S3 bucket') {
  return z.string({ error: what }).check(z.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: what }));
}

function topicArn() {
  const error = 'the ARN of an SNS topic';
  return z.string({ error }).check(z.regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/, { error }));
}

export const sharedVariables = {
  ENI_WARDEN_TOPIC_ARN: topicArn(),
  ENI_WARDEN_CHAT_TOPIC_ARN: z.optional(topicArn()),
  AWS_REGION: z
    .string({ error: 'a region, which Lambda sets' })
    .check(z.minLength(1, { error: 'a region, which Lambda sets' })),
  ENI_WARDEN_REMINDER_MINUTES: quantity(60_000, 1, 10_080, 60),
  ENI_WARDEN_LOG_LEVEL: z._default(
    z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], { error: 'DEBUG, INFO, WARN or ERROR' }),
    'INFO',
  ),
};

const sharedSchema = z.object(sharedVariables);

export function sharedConfig(data: z.output<typeof sharedSchema>): SharedConfig {
  const chatTopicArn = data.ENI_WARDEN_CHAT_TOPIC_ARN;
  return {
    topicArn: data.ENI_WARDEN_TOPIC_ARN,
    ...(chatTopicArn !== undefined && { chatTopicArn }),
    region: data.AWS_REGION,
    reminderMs: data.ENI_WARDEN_REMINDER_MINUTES,
    logLevel: data.ENI_WARDEN_LOG_LEVEL,
  };
}

/**
 * Reads the variables that the schema names. Throws an error that names every wrong one, what it says and what it should
 * say; nothing else of the environment is shown.
 */
export function readEnvironment<Schema extends z.ZodMiniType>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const parsed = schema.safeParse(withoutEmpty(environment));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const found = environment[name];
    return `${name} must be ${issue.message}; it is ${found === undefined ? 'not set' : JSON.stringify(found)}`;
  });
  throw new Error(`ENI Warden is not configured: ${problems.join('; ')}`);
}

/** CloudFormation cannot leave a variable out, so an empty one counts as not set. */
function withoutEmpty(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
}
