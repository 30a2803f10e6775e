import type { AddressRow } from '../../domain/audit/address-register.ts';

/** The values of one column, each once with the rows that point to them; or row by row where hardly any is the same. */
export interface Column {
  readonly values: readonly Cell[];
  readonly rows?: readonly number[];
}

export interface SearchData {
  readonly count: number;
  readonly columns: Readonly<Record<keyof typeof cellOf, Column>>;
}

type Cell = string | number;

const cellOf = {
  address: (row: AddressRow) => row.address,
  kind: (row: AddressRow) => row.kind,
  vpc: (row: AddressRow) => row.vpcId,
  subnet: (row: AddressRow) => row.subnetId,
  zone: (row: AddressRow) => row.availabilityZone,
  eni: (row: AddressRow) => row.eniId,
  instance: (row: AddressRow) => row.instanceId,
  name: (row: AddressRow) => row.name,
  group: (row: AddressRow) => row.group,
  owner: (row: AddressRow) => row.owner,
  claim: (row: AddressRow) => row.claim,
  // In seconds since the epoch; 0 where it is not known.
  since: (row: AddressRow) => Math.floor((row.since ?? 0) / 1_000),
};

/** The register column by column: 100,000 rows as objects would make a page that a phone cannot open. */
export function searchDataOf(rows: readonly AddressRow[]): SearchData {
  const columns = Object.entries(cellOf).map(([name, cell]) => [name, columnOf(rows.map<Cell>(cell))]);
  return { count: rows.length, columns: Object.fromEntries(columns) };
}

function columnOf(cells: readonly Cell[]): Column {
  const places = new Map<Cell, number>();
  for (const cell of cells) if (!places.has(cell)) places.set(cell, places.size);
  if (places.size * 2 > cells.length) return { values: cells };
  return { values: [...places.keys()], rows: cells.map((cell) => places.get(cell) ?? 0) };
}

/** As the text of a script element: no `<` that might end it, and nothing that an old reader takes for a line end. */
export function toScriptText(data: SearchData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
