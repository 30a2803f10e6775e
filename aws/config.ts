import * as z from 'zod/mini';
import { defaultFailoverPolicy, type FailoverPolicy } from '../domain/policy.ts';
import {
  type Environment,
  quantity,
  readEnvironment,
  type SharedConfig,
  sharedConfig,
  sharedVariables,
} from './environment.ts';

/** What the failover function is told by its environment, checked once at cold start. */
export interface Config extends SharedConfig {
  /** `observe` plans and reports everything, and changes nothing. */
  readonly mode: 'act' | 'observe';
  readonly policy: FailoverPolicy;
}

const environmentSchema = z.object({
  ...sharedVariables,
  ENI_WARDEN_MODE: z._default(z.enum(['act', 'observe'], { error: 'act or observe' }), 'act'),
  ENI_WARDEN_BLOCK_PERIOD_SECONDS: quantity(1_000, 0, 86_400, defaultFailoverPolicy.blockPeriodMs / 1_000),
  ENI_WARDEN_IMPAIRED_GRACE_SECONDS: quantity(1_000, 0, 3_600, defaultFailoverPolicy.impairedGraceMs / 1_000),
  ENI_WARDEN_FORCE_AFTER_SECONDS: quantity(1_000, 1, 600, defaultFailoverPolicy.forceAfterMs / 1_000),
});

/** Reads the configuration of the failover function. Throws an error that names every wrong variable. */
export function readConfig(environment: Environment): Config {
  const data = readEnvironment(environmentSchema, environment);
  return {
    mode: data.ENI_WARDEN_MODE,
    ...sharedConfig(data),
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
  };
}
