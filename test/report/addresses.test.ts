import type { AddressRow } from '../../domain/audit/address-register.ts';
import { addressesCsv } from '../../report/addresses-csv.ts';
import { addressesJson } from '../../report/addresses-json.ts';

const row: AddressRow = {
  address: '10.0.1.9',
  kind: 'primary',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  availabilityZone: 'eu-west-1a',
  eniId: 'eni-1',
  instanceId: 'i-1',
  name: 'web',
  group: 'front',
  owner: 'team-web',
  claim: 'eni-1 as vip',
  since: Date.UTC(2026, 10, 23, 4, 48, 57),
};

const csvOf = (rows: readonly AddressRow[]) => [...addressesCsv(rows)].join('');

describe('addresses.csv', () => {
  const header = 'address,kind,VPC,subnet,AZ,ENI,instance,name,group,owner tag,claim,since when';

  test('has a header and one line a row, ended as RFC 4180 ends them', () => {
    expect(csvOf([row])).toBe(
      `${header}\r\n10.0.1.9,primary,vpc-1,subnet-1,eu-west-1a,eni-1,i-1,web,front,team-web,eni-1 as vip,2026-11-23T04:48:57Z\r\n`,
    );
  });

  test('has its header once, however many rows there are', () => {
    const lines = csvOf(Array.from({ length: 2_500 }, () => row))
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(2_501);
    expect(lines.filter((line) => line === header)).toHaveLength(1);
    expect(new Set(lines.slice(1)).size).toBe(1);
  });

  test('has its header even where there is no row', () => {
    expect(csvOf([])).toBe(`${header}\r\n`);
  });

  test.each([
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'say "hi"', '"say ""hi"""'],
    ['a line end', 'a\nb', '"a\nb"'],
    ['a lone carriage return', 'a\rb', '"a\rb"'],
    ['a formula', '=cmd()', "'=cmd()"],
    ['a formula that begins with a sign', '-1+2', "'-1+2"],
    ['a formula in quotes', '@SUM(A1,"x")', '"\'@SUM(A1,""x"")"'],
    ['letters of another script', 'Straße 東京', 'Straße 東京'],
  ])('keeps %s in its cell', (_what, name, cell) => {
    const [, line] = csvOf([{ ...row, name }]).split('\r\n');
    expect(line).toContain(`,i-1,${cell},front,`);
  });
});

describe('addresses.json', () => {
  const head = { takenAt: row.since ?? 0, accountId: '123456789012', region: 'eu-west-1' };
  const jsonOf = (rows: readonly AddressRow[]) => [...addressesJson(rows, head)].join('');

  test('says when it was read, of which account and region, and every row with every field', () => {
    const { since: _, ...timeless } = row;
    expect(JSON.parse(jsonOf([row, timeless]))).toEqual({
      takenAt: '2026-11-23T04:48:57Z',
      accountId: '123456789012',
      region: 'eu-west-1',
      rows: [
        { ...row, since: '2026-11-23T04:48:57Z' },
        { ...row, since: null },
      ],
    });
  });

  test('has one row a line, so that two of them can be compared', () => {
    const lines = jsonOf([row, row]).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^\{"address":"10\.0\.1\.9",.*\},$/);
  });

  test('is JSON even without a row', () => {
    expect(JSON.parse(jsonOf([]))).toMatchObject({ rows: [] });
  });
});
