import { type AuditFinding, inOrderOfSeverity } from '../../../domain/audit/audit-finding.ts';
import { auditFinding } from '../../support/audit-findings.ts';

const on = (ids: readonly string[], more: Partial<AuditFinding> = {}) =>
  auditFinding({ resources: ids.map((id) => ({ kind: 'instance', id })), ...more });

test('findings are in order of severity, code, all their resources and their detail, however they came', () => {
  const inOrder = [
    on(['i-9'], { severity: 'critical' }),
    on(['i-9'], { severity: 'high', code: 'claim-unheld' }),
    on(['i-1'], { severity: 'high' }),
    ...['1', '2', '3', '4', '5', '6'].map((detail) => on(['i-1'], { severity: 'high', detail })),
    on(['i-1', 'i-2'], { severity: 'high', detail: '1' }),
    on(['i-1', 'i-3'], { severity: 'high', detail: '0' }),
    on(['i-2'], { severity: 'high' }),
    on(['i-1'], { severity: 'info' }),
  ];
  expect(inOrder.toReversed().toSorted(inOrderOfSeverity)).toEqual(inOrder);
});

test('what differs in the kind of a resource alone has an order too', () => {
  const [one, other] = (['instance', 'group'] as const).map((kind) =>
    auditFinding({ resources: [{ kind, id: 'web' }] }),
  ) as [AuditFinding, AuditFinding];
  expect([one, other].sort(inOrderOfSeverity)).toEqual([other, one].sort(inOrderOfSeverity));
  expect(inOrderOfSeverity(one, other)).not.toBe(0);
});
