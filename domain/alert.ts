/** What on-call people are told: readable text for e-mail, and the same as data for machines. */
export interface Alert {
  readonly kind: AlertKind;
  readonly severity: Severity;
  /** Absent where it is about no group in particular. */
  readonly group?: string;
  /** One line, said first: what is the case. */
  readonly summary: string;
  /** Paragraphs, each with its heading, in reading order. */
  readonly sections: readonly AlertSection[];
  /** The same for machines; plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same for the same news: it is not repeated before its reminder is due. */
  readonly fingerprint: string;
  /** The group whose trouble it tells of; when that is over, the same trouble later is news again. */
  readonly troubleOf?: string;
  /** The same for all that is told of one course of events: its start, its end, and what a later attempt at it found. */
  readonly story?: string;
  /** It can wait for office hours: the reminder comes `calmFactor` times later. */
  readonly calm?: boolean;
}

/** How much later than an urgent alert a calm one is repeated: once a day where that is once an hour. */
export const calmFactor = 24;

export type AlertKind =
  | 'failover-planned'
  | 'failover-started'
  | 'failover-completed'
  | 'failover-found'
  | 'failover-failed'
  | 'unable-to-look'
  | 'no-standby'
  | 'blocked'
  | 'held'
  | 'switchover-refused'
  | 'finding'
  | 'cleanup-digest'
  | 'audit-news'
  | 'audit-digest'
  | 'malformed';

/** `critical`: something is unreachable and a person is needed. `warning`: it needs a look. `info`: it is news. */
export type Severity = 'critical' | 'warning' | 'info';

export interface AlertSection {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The heading of the lines that say what a person is to do now. */
export const remedyHeading = 'What to do';

/** SNS takes fewer than 100 characters of subject (facts 7). */
const subjectCharactersMax = 99;

/** The subject of the e-mail: on one line, printable, and never too long. */
export function subjectOf(alert: Alert): string {
  const about = alert.group === undefined ? '' : `${alert.group}: `;
  const subject = `[ENI Warden] ${about}${alert.summary}`.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
  const characters = [...subject];
  if (subject.length <= subjectCharactersMax) return subject;
  let kept = '';
  for (const character of characters) {
    if (kept.length + character.length > subjectCharactersMax - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Where people read on: the runbook has a heading for each kind. */
export function runbookOf({ kind }: Alert): string {
  return `docs/runbook.md#${kind}`;
}

/**
 * The body of the e-mail. Where to read on comes before all that may be long: a text that is too long for SNS loses its
 * end.
 */
export function textOf(alert: Alert): string {
  const about = alert.group === undefined ? alert.summary : `Group ${alert.group}: ${alert.summary}`;
  const head = `${about} [${alert.severity}]\nRunbook: ${runbookOf(alert)}`;
  const sections = alert.sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => `${heading}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  return `${[head, ...sections].join('\n\n')}\n`;
}
