import * as z from 'zod/mini';
import {
  bucketName,
  type Environment,
  readEnvironment,
  type SharedConfig,
  sharedConfig,
  sharedVariables,
} from './environment.ts';

/** What the audit function is told by its environment, checked once at cold start. */
export interface AuditConfig extends SharedConfig {
  /** The name of the bucket that keeps the state, the register and the report. */
  readonly bucket: string;
  /** The day of the weekly digest, in UTC: 0 for Sunday, as `Date` counts. */
  readonly digestDay: number;
}

/** In the order in which `Date` counts them. */
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const schema = z.object({
  ...sharedVariables,
  ENI_WARDEN_BUCKET: bucketName('the name of the S3 bucket of the stack'),
  ENI_WARDEN_AUDIT_DIGEST_DAY: z._default(
    z.enum(days, { error: 'a day of the week: Mon, Tue, Wed, Thu, Fri, Sat or Sun' }),
    'Mon',
  ),
});

/** Reads the configuration of the audit function. Throws an error that names every wrong variable. */
export function readAuditConfig(environment: Environment): AuditConfig {
  const data = readEnvironment(schema, environment);
  return {
    ...sharedConfig(data),
    bucket: data.ENI_WARDEN_BUCKET,
    digestDay: days.indexOf(data.ENI_WARDEN_AUDIT_DIGEST_DAY),
  };
}
