import * as z from 'zod/mini';
import { parseInstant } from '../../domain/cleanup/instant-text.ts';
import type { Manifest, ManifestReading } from '../../domain/cleanup/manifest.ts';
import type { Tags } from '../../domain/tags.ts';

const notEmpty = z.string().check(z.minLength(1));
const addresses = z.array(z.object({ address: z.string(), primary: z.boolean() }));

const manifestSchema = z.object({
  version: z.literal(1),
  writtenAt: z.string().check(z.refine((text) => parseInstant(text) !== undefined)),
  eniId: z.string().check(z.regex(/^eni-\w+$/)),
  macAddress: z.string(),
  accountId: z.string(),
  vpcId: notEmpty,
  subnetId: notEmpty,
  availabilityZone: z.string(),
  interfaceType: notEmpty,
  description: z.string(),
  sourceDestCheck: z.boolean(),
  privateIpv4Addresses: addresses,
  ipv6Addresses: addresses,
  ipv4Prefixes: z.array(z.string()),
  ipv6Prefixes: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  // A record of zod's would drop the key __proto__, which is a tag like any other.
  tags: z.custom<Tags>(isTags),
  elasticIps: z.array(
    z.object({
      allocationId: z.string(),
      publicIp: z.string(),
      privateIpAddress: z.exactOptional(z.string()),
    }),
  ),
  routes: z.array(z.object({ routeTableId: z.string(), destination: z.string() })),
});

/** Reads a stored manifest. Never throws: what is wrong is said, all of it. Fields that it does not know are dropped. */
export function parseManifest(text: string): ManifestReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'problems', problems: ['it is not JSON'] };
  }
  if (!isRecord(json)) return { kind: 'problems', problems: ['it is not a JSON object'] };
  if (json.version !== 1) {
    return { kind: 'problems', problems: [`its version is ${JSON.stringify(json.version)}, not 1`] };
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return { kind: 'read', manifest: parsed.data satisfies Manifest };
  return { kind: 'problems', problems: problemsOf(json, parsed.error.issues) };
}

/** One for each field, however much is wrong within it. */
function problemsOf(
  json: Readonly<Record<string, unknown>>,
  issues: readonly { readonly path: readonly PropertyKey[] }[],
): readonly string[] {
  const names = new Set(issues.map(({ path }) => String(path[0])));
  return [...names].map((name) => `its ${name} is ${Object.hasOwn(json, name) ? 'not right' : 'missing'}`);
}

function isTags(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((tag) => typeof tag === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
