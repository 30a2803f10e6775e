import { readFileSync } from 'node:fs';
import type { AuditFinding } from '../../../domain/audit/audit-finding.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { declarationsOf } from '../../../domain/audit/declarations-of.ts';
import { findConflicts } from '../../../domain/audit/find-conflicts.ts';
import { noon } from '../../support/audit-fleet.ts';
import type { Account } from './account.ts';
import { claims } from './accounts-of-claims.ts';
import { groups } from './accounts-of-groups.ts';
import { routes } from './accounts-of-routes.ts';
import { spaces } from './accounts-of-spaces.ts';

/** What is said of each account, to be read as a whole: the names are those of the accounts. */
const expected = readFileSync(`${__dirname}/../../fixtures/findings-in-words.txt`, 'utf8');

const texts = new Map(
  expected.split(/^== /m).map((part) => {
    const [name = '', ...lines] = part.split('\n');
    return [name, lines.join('\n').trim()] as const;
  }),
);

function said({ severity, code, group, detail, resources, what, why, remedy }: AuditFinding): string {
  const about = [group === undefined ? [] : `group ${group}`, detail ?? []].flat().join(', ');
  const ids = resources.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  return [`${severity} ${code}${about === '' ? '' : ` (${about})`}: ${ids}`, what, why, remedy].join('\n  ');
}

function saidOf(snapshot: AuditSnapshot): string {
  return findConflicts(snapshot, declarationsOf(snapshot), noon).map(said).join('\n\n');
}

const accounts: readonly Account[] = [...claims, ...routes, ...groups, ...spaces];

test.each(accounts)('The audit says what is wrong, why it matters and what to do: %s', (name, snapshot) => {
  expect(saidOf(snapshot)).toBe(texts.get(name));
});

test('Each account of the fixture is looked at', () => {
  expect([...texts.keys()].filter((name) => name !== '')).toEqual(accounts.map(([name]) => name));
});
