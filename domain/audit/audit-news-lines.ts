import { type FindingSeverity, findingSeverities } from './audit-finding.ts';
import { kindOfFinding } from './finding-codes.ts';
import type { LivingFinding } from './finding-life.ts';
import { remedyParts } from './remedy-parts.ts';

/** So many findings of one severity are told in full in one message; the report has them all. */
const toldInFullMax = 8;
/** So many lines of findings that are told in a line each. */
const shortLinesMax = 12;
/** What a rule says is short; tags and names that it quotes may not be. */
const wordsCharactersMax = 600;
const shortCharactersMax = 240;

/** What, why and what to do, worst first, as long as there is room; then how many more there are. */
export function inFull(
  lives: readonly LivingFinding[],
  charactersMax: number,
  moreOf: (life: LivingFinding) => readonly string[] = () => [],
): readonly string[] {
  const lines: string[] = [];
  const left: LivingFinding[] = [];
  const told = new Map<FindingSeverity, number>();
  let characters = 0;
  for (const life of lives) {
    const { severity } = life.finding;
    const count = told.get(severity) ?? 0;
    const paragraph = count >= toldInFullMax ? [] : [...paragraphOf(life), ...moreOf(life)];
    const length = paragraph.join('\n').length;
    if (length === 0 || (lines.length > 0 && characters + length > charactersMax)) {
      left.push(life);
      continue;
    }
    told.set(severity, count + 1);
    characters += length;
    lines.push(...paragraph);
  }
  return [...lines, ...restOf(left)];
}

/** Each in a line, worst first, at most so many of one severity; then how many more there are. */
export function inShort(
  lives: readonly LivingFinding[],
  lineOf: (life: LivingFinding) => string,
): readonly string[] {
  const bySeverity = Map.groupBy(lives, ({ finding }) => finding.severity);
  const told = findingSeverities.flatMap((severity) =>
    (bySeverity.get(severity) ?? []).slice(0, shortLinesMax),
  );
  const left = findingSeverities.flatMap((severity) => (bySeverity.get(severity) ?? []).slice(shortLinesMax));
  return [...told.map(lineOf), ...restOf(left)];
}

function paragraphOf({ finding, acceptedUntil }: LivingFinding): readonly string[] {
  const { severity, code, what, why, remedy } = finding;
  const accepted = acceptedUntil === undefined ? '' : `, accepted until ${lastDayOf(acceptedUntil)}`;
  return [
    `${severity.toUpperCase()}: ${printable(what)} [${code}${accepted}]`,
    `  why it matters: ${printable(why)}`,
    ...remedyLines(remedy),
  ];
}

/** One line where it is words alone or one command; else each command stands in a line of its own, to be copied whole. */
function remedyLines(remedy: string): readonly string[] {
  const parts = remedyParts(printable(remedy));
  const [first, ...more] = parts.map(({ text }) => text);
  return [`  to mend it: ${first ?? ''}`, ...more.map((text) => `    ${text}`)];
}

function restOf(left: readonly LivingFinding[]): readonly string[] {
  if (left.length === 0) return [];
  return [`… and ${left.length} more: ${countsOf(left)}; the report has them all`];
}

/** "2 critical, 1 warning": worst first, none of none. */
export function countsOf(lives: readonly LivingFinding[]): string {
  const counts = severityCounts(lives);
  return findingSeverities
    .flatMap((severity) => (counts[severity] === 0 ? [] : [`${counts[severity]} ${severity}`]))
    .join(', ');
}

export function severityCounts(lives: readonly LivingFinding[]): Readonly<Record<FindingSeverity, number>> {
  const counts = { critical: 0, high: 0, warning: 0, info: 0 };
  for (const { finding } of lives) counts[finding.severity] += 1;
  return counts;
}

/** What it is about without saying that it is the case. */
export function titleOf({ finding }: LivingFinding): string {
  const { code, resources, detail, group } = finding;
  const ids = resources
    .filter(({ kind, id }) => kind !== 'group' && id !== detail)
    .slice(0, 3)
    .map(({ id }) => id);
  const more = resources.length > 3 ? ['…'] : [];
  const about = [
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(detail === undefined ? [] : [detail]),
  ];
  return short(`${kindOfFinding(code).title} (${[...about, ...ids, ...more].join(', ')})`);
}

/** Cut to what fits into a line. */
export function short(text: string): string {
  return cut(text, shortCharactersMax);
}

/** The day of an instant, in UTC. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The last day of an acceptance that ends at that instant. */
function lastDayOf(until: number): string {
  return dayOf(until - 1);
}

/** Until when it is accepted, and by whose tag. */
export function acceptedLine(life: LivingFinding): string {
  const { acceptedUntil = 0, acceptedBy = '' } = life;
  return `${titleOf(life)}: until ${lastDayOf(acceptedUntil)}, by the tag of ${acceptedBy}`;
}

/** On one line, without what a mail client would hide or reorder. */
function printable(text: string): string {
  return cut(text, wordsCharactersMax);
}

function cut(text: string, max: number): string {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
  return clean.length <= max ? clean : `${clean.slice(0, max - 1)}…`;
}
