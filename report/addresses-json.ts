import type { AddressRow } from '../domain/audit/address-register.ts';
import type { AuditReport } from '../domain/audit/audit-report.ts';
import { formatInstant } from '../domain/instant.ts';

/**
 * The register for programs: `{ takenAt, accountId, region, rows }`, one row a line. Every row has every field, in the
 * order of `AddressRow`: an empty text where there is nothing to say, and `since` as 2026-11-23T04:48:57Z or null.
 * In parts, to be written one after the other: that of a large account is tens of megabytes.
 */
export function* addressesJson(
  rows: readonly AddressRow[],
  { takenAt, accountId, region }: Pick<AuditReport, 'takenAt' | 'accountId' | 'region'>,
): Generator<string> {
  const head = JSON.stringify({ takenAt: formatInstant(takenAt), accountId, region }).slice(0, -1);
  yield `${head},"rows":[`;
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}\n${lineOf(row)}`;
  yield '\n]}\n';
}

function lineOf(row: AddressRow): string {
  return JSON.stringify({
    address: row.address,
    kind: row.kind,
    vpcId: row.vpcId,
    subnetId: row.subnetId,
    availabilityZone: row.availabilityZone,
    eniId: row.eniId,
    instanceId: row.instanceId,
    name: row.name,
    group: row.group,
    owner: row.owner,
    claim: row.claim,
    since: row.since === undefined ? null : formatInstant(row.since),
  });
}
