import * as z from 'zod/mini';
import type { AuditFinding, FoundResource, ResourceKind } from '../../domain/audit/audit-finding.ts';
import { findingSeverities } from '../../domain/audit/audit-finding.ts';
import type { AuditState, GroupUnderWay } from '../../domain/audit/audit-state.ts';
import { type FindingCode, isFindingCode } from '../../domain/audit/finding-codes.ts';
import type { LivingFinding, ToldFinding } from '../../domain/audit/finding-life.ts';

/** What the text of a stored state holds. */
export type AuditStateReading =
  | { readonly kind: 'read'; readonly state: AuditState }
  | { readonly kind: 'problem'; readonly problem: string };

/** A schema for each field, optional ones too, so that none that is added to the type is lost on the way. */
type Fields<T> = { readonly [K in keyof T]-?: z.ZodMiniType };

const kinds = {
  vpc: true,
  subnet: true,
  'network-interface': true,
  instance: true,
  'route-table': true,
  peering: true,
  'elastic-ip': true,
  reservation: true,
  'security-group': true,
  group: true,
  part: true,
} as const satisfies Readonly<Record<ResourceKind, true>>;

const severity = z.enum(findingSeverities);
const text = z.string();
const instant = z.number();

const resource = z.object({
  kind: z.custom<ResourceKind>((kind) => typeof kind === 'string' && Object.hasOwn(kinds, kind)),
  id: text,
} satisfies Fields<FoundResource>);

const finding = z.object({
  code: z.custom<FindingCode>((code) => typeof code === 'string' && isFindingCode(code)),
  severity,
  resources: z.array(resource),
  detail: z.exactOptional(text),
  group: z.exactOptional(text),
  what: text,
  why: text,
  remedy: text,
} satisfies Fields<AuditFinding>);

const living = z.object({
  fingerprint: text,
  finding,
  stage: z.enum(['open', 'accepted']),
  firstSeen: instant,
  lastSeen: instant,
  acceptedUntil: z.exactOptional(instant),
  acceptedBy: z.exactOptional(text),
  told: z.nullable(z.object({ severity, accepted: z.boolean() } satisfies Fields<ToldFinding>)),
} satisfies Fields<LivingFinding>);

const stateSchema = z.object({
  version: z.literal(1),
  takenAt: instant,
  findings: z.array(living),
  resolved: z.array(living),
  underWay: z.array(z.object({ group: text, since: instant } satisfies Fields<GroupUnderWay>)),
  digestAt: instant,
} satisfies Fields<AuditState>);

/** Reads a stored state. Never throws: of what is wrong, the first is said. */
export function parseAuditState(content: string): AuditStateReading {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return { kind: 'problem', problem: 'it is not JSON' };
  }
  const parsed = stateSchema.safeParse(json);
  if (parsed.success) return { kind: 'read', state: parsed.data satisfies AuditState };
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  return { kind: 'problem', problem: where === '' ? 'it is not an object' : `its ${where} is not right` };
}
