import * as z from 'zod/mini';
import {
  type CleanupPolicy,
  cleanupPolicy,
  defaultCleanupPolicy,
  type InterfaceTypeThatMayGo,
  type OptIn,
} from '../domain/cleanup/cleanup-policy.ts';
import {
  bucketName,
  type Environment,
  quantity,
  readEnvironment,
  type SharedConfig,
  sharedConfig,
  sharedVariables,
} from './environment.ts';
import { maintenanceWindow } from './maintenance-window.ts';

/** What the cleanup function is told by its environment, checked once at cold start. */
export interface CleanupConfig extends SharedConfig {
  readonly policy: CleanupPolicy;
  /** The name of the bucket that keeps the manifests. */
  readonly manifestBucket: string;
}

const dayMs = 86_400_000;
const { deletionsMax, graceMs, accountShareMax } = defaultCleanupPolicy;

/** Names separated by commas or spaces. */
function names(what: string, pattern: RegExp) {
  return z.pipe(
    z._default(z.string(), ''),
    z.pipe(
      z.string().check(z.refine((text) => split(text).every((name) => pattern.test(name)), { error: what })),
      z.transform(split),
    ),
  );
}

function split(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

const modes = ['observe', 'quarantine', 'delete'] as const;

const schema = z.object({
  ...sharedVariables,
  ENI_WARDEN_MANIFEST_BUCKET: bucketName(),
  ENI_WARDEN_CLEANUP_MODE: z._default(
    z.enum(modes, { error: 'observe, quarantine or delete' }),
    defaultCleanupPolicy.mode,
  ),
  ENI_WARDEN_CLEANUP_GRACE_DAYS: quantity(dayMs, 1, 365, graceMs / dayMs),
  ENI_WARDEN_CLEANUP_DELETIONS_MAX: quantity(1, 0, 1_000, deletionsMax),
  ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT: quantity(1, 0, 100, accountShareMax * 100),
  ENI_WARDEN_CLEANUP_INTERFACE_TYPES: names(
    'one or more of interface, efa and efa-only',
    /^(interface|efa|efa-only)$/,
  ),
  ENI_WARDEN_CLEANUP_OPT_IN_TAG: z.optional(
    z.string().check(z.maxLength(128, { error: 'the key of a tag, at most 128 characters' })),
  ),
  ENI_WARDEN_CLEANUP_OPT_IN_VPCS: names('the ids of VPCs', /^vpc-[0-9a-f]{8,17}$/),
  ENI_WARDEN_CLEANUP_APPROVED_ENIS: names('the ids of ENIs', /^eni-[0-9a-f]{8,17}$/),
  ENI_WARDEN_CLEANUP_WINDOW: z.optional(maintenanceWindow),
});

/** Reads the configuration of the cleanup function. Throws an error that names every wrong variable. */
export function readCleanupConfig(environment: Environment): CleanupConfig {
  const data = readEnvironment(schema, environment);
  const types = data.ENI_WARDEN_CLEANUP_INTERFACE_TYPES as readonly InterfaceTypeThatMayGo[];
  const window = data.ENI_WARDEN_CLEANUP_WINDOW;
  const optIn = optInOf(data.ENI_WARDEN_CLEANUP_OPT_IN_TAG, data.ENI_WARDEN_CLEANUP_OPT_IN_VPCS);
  return {
    ...sharedConfig(data),
    manifestBucket: data.ENI_WARDEN_MANIFEST_BUCKET,
    policy: cleanupPolicy({
      mode: data.ENI_WARDEN_CLEANUP_MODE,
      graceMs: data.ENI_WARDEN_CLEANUP_GRACE_DAYS,
      deletionsMax: data.ENI_WARDEN_CLEANUP_DELETIONS_MAX,
      accountShareMax: data.ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT / 100,
      approvedEniIds: new Set(data.ENI_WARDEN_CLEANUP_APPROVED_ENIS),
      ...(types.length > 0 && { interfaceTypes: new Set(types) }),
      ...(optIn !== undefined && { optIn }),
      ...(window !== undefined && { window }),
    }),
  };
}

/** Neither given: every ENI may be looked at. */
function optInOf(tagKey: string | undefined, vpcIds: readonly string[]): OptIn | undefined {
  if (tagKey === undefined && vpcIds.length === 0) return undefined;
  return { ...(tagKey !== undefined && { tagKey }), vpcIds: new Set(vpcIds) };
}
