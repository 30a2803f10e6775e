import { type AlertKind, textOf } from '../../domain/alert.ts';
import { alertsOfEveryKind as alerts } from '../support/alerts-of-every-kind.ts';
import { matches, read } from './documents.ts';
import { anchorsOf } from './runbook-page.ts';

test('an alert of every kind is told here', () => {
  const union = /export type AlertKind =([^;]+);/.exec(read('domain/alert.ts'))?.[1] ?? '';
  const told: readonly AlertKind[] = alerts.map(({ kind }) => kind);
  expect([...new Set(told)].sort()).toEqual(matches(union, /'([a-z-]+)'/g));
});

test.each(alerts)('an alert $kind says which heading of the runbook to read', (alert) => {
  const [, second = ''] = textOf(alert).split('\n');
  const [, path = '', anchor = ''] = /^Runbook: ([\w./]+)#([\w-]+)$/.exec(second) ?? [];
  expect(anchor).toBe(alert.kind);
  expect(anchorsOf(read(path))).toContain(anchor);
});
