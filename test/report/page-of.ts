import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { renderReport } from '../../report/html/render-report.ts';

/** The whole page. */
export function pageOf(report: AuditReport): string {
  return [...renderReport(report)].join('');
}
