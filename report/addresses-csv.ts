import { stringify } from 'csv-stringify/sync';
import type { AddressRow } from '../domain/audit/address-register.ts';
import { formatInstant } from '../domain/instant.ts';

const columns = [
  'address',
  'kind',
  'VPC',
  'subnet',
  'AZ',
  'ENI',
  'instance',
  'name',
  'group',
  'owner tag',
  'claim',
  'since when',
] as const;

/** Of each cell the library makes texts of its own, and of a large account that is far more than the whole. */
const rowsAtOnce = 1_000;

/**
 * The register as RFC 4180 has it: a header, CRLF, quotes where they are needed. A value that a spreadsheet would take for
 * a formula has a `'` before it: whoever may write a tag must not run a formula on the machine of whoever opens the file.
 * In parts, to be written one after the other: that of a large account is tens of megabytes.
 */
export function* addressesCsv(rows: readonly AddressRow[]): Generator<string> {
  for (let from = 0; from === 0 || from < rows.length; from += rowsAtOnce) {
    yield stringify(rows.slice(from, from + rowsAtOnce).map(cellsOf), {
      header: from === 0,
      columns: [...columns],
      record_delimiter: 'windows',
      quote_record_delimiter: true,
      escape_formulas: true,
    });
  }
}

function cellsOf(row: AddressRow): string[] {
  return [
    row.address,
    row.kind,
    row.vpcId,
    row.subnetId,
    row.availabilityZone,
    row.eniId,
    row.instanceId,
    row.name,
    row.group,
    row.owner,
    row.claim,
    row.since === undefined ? '' : formatInstant(row.since),
  ];
}
