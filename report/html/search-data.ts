import type { AddressRow } from '../../domain/audit/address-register.ts';

/** The values of one column, each once with the rows that point to them; or row by row where hardly any is the same. */
interface Column {
  readonly values: readonly Cell[];
  readonly rows?: readonly number[];
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

/**
 * The register column by column, as the text of a script element, in parts: 100,000 rows as objects would make a page that a
 * phone cannot open. No `<` is in it that might end the element.
 */
export function* searchDataText(rows: readonly AddressRow[]): Generator<string> {
  yield `{"count":${rows.length},"columns":{`;
  for (const [index, [name, cell]] of Object.entries(cellOf).entries()) {
    const column = JSON.stringify(columnOf(rows.map<Cell>(cell)));
    yield `${index === 0 ? '' : ','}"${name}":${column.replaceAll('<', '\\u003c')}`;
  }
  yield '}}';
}

function columnOf(cells: readonly Cell[]): Column {
  const places = new Map<Cell, number>();
  for (const cell of cells) {
    if (!places.has(cell)) places.set(cell, places.size);
    if (places.size * 2 > cells.length) return { values: cells };
  }
  return { values: [...places.keys()], rows: cells.map((cell) => places.get(cell) ?? 0) };
}
