import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findingSeverities } from '../../domain/audit/audit-finding.ts';
import { addressRoles, sharedRoles } from '../../domain/audit/declarations.ts';
import { findingKinds, isFindingCode, kindOfFinding } from '../../domain/audit/finding-codes.ts';
import { underWayMaxMs } from '../../domain/audit/live-on.ts';
import { auditTagKeys } from '../../domain/tags.ts';
import { codeSpans, firstCells, read, root, sectionOf, tableRows } from './documents.ts';

const page = read('docs/audit.md');
const rows = tableRows(sectionOf(page, '## What it flags')).map(
  ([code = '', numbers = '', severities = '']) => ({
    code: code.replaceAll('`', ''),
    numbers,
    severities: severities.split(', '),
  }),
);

test('the page of the audit has a row for every kind of finding, and for no other', () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(findingKinds).sort());
});

test('each row has the numbers of its kind', () => {
  for (const { code, numbers } of rows) {
    const known = isFindingCode(code) ? kindOfFinding(code).numbers.join(', ') : 'none';
    expect(`${code} ${numbers}`).toBe(`${code} ${known === '' ? '-' : known}`);
  }
});

test('each row has severities that there are, worst first', () => {
  for (const { severities } of rows) {
    const known = findingSeverities.filter((severity) => severities.includes(severity));
    expect(severities).toEqual(known);
  }
});

test('no row lacks a severity that its rule gives', () => {
  const listed = new Map(rows.map(({ code, severities }) => [code, severities]));
  const inRules = severitiesInRules();
  expect(inRules.size).toBeGreaterThan(20);
  for (const [code, severities] of inRules) {
    expect({ code, listed: listed.get(code) }).toEqual({
      code,
      listed: expect.arrayContaining([...severities]),
    });
  }
});

/** What stands beside a code where a rule makes a finding of it; some rules say it elsewhere. */
function severitiesInRules(): ReadonlyMap<string, readonly string[]> {
  const texts = readdirSync(join(root, 'domain/audit')).map((name) => read(`domain/audit/${name}`));
  const found = texts.flatMap((text) => [...text.matchAll(/code: '([a-z-]+)',\s+severity: ([^\n]*)/g)]);
  return new Map(
    found.map(([, code = '', words = '']) => [
      code,
      findingSeverities.filter((severity) => words.includes(`'${severity}'`)),
    ]),
  );
}

test('the page names every tag and every role, and which roles are shared', () => {
  const spans = codeSpans(page);
  expect(spans).toEqual(expect.arrayContaining([...Object.values(auditTagKeys), ...addressRoles]));
  const alone = addressRoles.filter((role) => !sharedRoles.has(role));
  expect(page).toContain(`All but ${alone.map((role) => `\`${role}\``).join(' and ')} are shared`);
});

test('the periods on the page are those of the program', () => {
  expect(page).toContain(`stays as it was too, for ${underWayMaxMs / 60_000} minutes at most`);
  expect(read('serverless.yml')).toContain('auditSchedule: rate(15 minutes)');
});

test('the README explains both tags of the audit, and no other there', () => {
  const listed = firstCells(sectionOf(read('README.md'), '### Audit')).flatMap((cell) => codeSpans(cell));
  expect([...new Set(listed)].sort()).toEqual(Object.values(auditTagKeys).sort());
});
