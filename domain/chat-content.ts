import { type Alert, type AlertSection, remedyHeading, runbookOf } from './alert.ts';
import { chatLine, chatText, cutTo } from './chat-text.ts';

/** As documented, in characters (facts 7). */
const descriptionMax = 8_000;
const nextStepMax = 350;
/** Of this no limit is documented: few enough to be read. */
const nextStepsMax = 8;
/** Kept back for the word that says what was cut. */
const wordOfCutMax = 100;
/** So long a line of the alert may be, before it is made safe. */
const lineMax = 600;

/**
 * Whole lines only, as many as there is room for. What to do stands apart, and the summary in the title, unless it was cut there or
 * nothing else is said.
 */
export function descriptionOf({ summary, sections }: Alert, isTitleCut: boolean): string {
  const about = sections.filter(({ heading, lines }) => heading !== remedyHeading && lines.length > 0);
  const first = isTitleCut || about.length === 0 ? [line(summary)] : [];
  const lines = [...first, ...about.flatMap(linesOf)];
  const kept: string[] = [];
  let length = 0;
  for (const text of lines) {
    length += text.length + 1;
    if (length > descriptionMax - wordOfCutMax) break;
    kept.push(text);
  }
  const left = lines.length - kept.length;
  if (left > 0) kept.push('', `… (cut: ${left} more lines, in the e-mail)`);
  return kept.join('\n').trim() || '…';
}

/** A heading in asterisks is bold in Slack and slanted in Teams, and a dash makes a list in one and looks like one in the other. */
function linesOf({ heading, lines }: AlertSection): readonly string[] {
  const items = continued(lines, (_text, before) => before.endsWith('\\'));
  return [
    '',
    `*${chatText(heading)}*`,
    ...items.map((text) => `${/^ */.exec(text)?.[0] ?? ''}- ${line(text.trim())}`),
  ];
}

function line(text: string): string {
  return chatLine(cutTo(text, lineMax, '…'));
}

/** The remedies, as far as there is room, and always where to read on. */
export function nextStepsOf(alert: Alert): readonly string[] {
  const lines = alert.sections
    .filter(({ heading }) => heading === remedyHeading)
    .flatMap((section) => section.lines);
  const steps = continued(lines, (text) => /^(\s|\p{Ll})/u.test(text)).map((text) => chatText(text.trim()));
  const room = nextStepsMax - 1;
  const shown = steps.length > room ? steps.slice(0, room - 1) : steps;
  const rest = steps.length - shown.length;
  return [
    ...shown.filter((step) => step !== '').map((step) => cutTo(step, nextStepMax)),
    ...(rest > 0 ? [`… (cut: ${rest} more, in the e-mail)`] : []),
    `Runbook: \`${runbookOf(alert)}\``,
  ];
}

/** An e-mail breaks sentences and commands into lines; here each is one. */
function continued(
  lines: readonly string[],
  goesOn: (text: string, before: string) => boolean,
): readonly string[] {
  const items: string[] = [];
  for (const text of lines) {
    const before = items.at(-1);
    if (before === undefined || !goesOn(text, before)) items.push(text);
    else items[items.length - 1] = `${before.replace(/\s*\\$/, '')} ${text.trim()}`;
  }
  return items;
}
