import { styleText } from 'node:util';
import { hangingIndent } from './table.ts';

/** How a line is meant, and so its colour on a terminal. */
export type Tone = 'plain' | 'bad' | 'good' | 'decision' | 'quiet';

/** Something that happened. */
export interface StoryLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Absent where it is about no group in particular. */
  readonly group?: string | undefined;
  readonly who:
    | 'EC2'
    | 'EventBridge'
    | 'CloudWatch'
    | 'ENI Warden'
    | 'SNS'
    | 'On-call'
    | 'Restore'
    | 'Colleague'
    | 'Other team';
  readonly what: string;
  readonly tone: Tone;
}

const colours = { plain: [], bad: 'red', good: 'green', decision: 'cyan', quiet: 'dim' } as const;

/** Time since `zero`, group, who, what; what does not fit goes on under itself. */
export function formatLine(
  { at, group = '', who, what, tone }: StoryLine,
  zero: number,
  width: number,
): string {
  const head = `${sinceZero(at - zero)}  ${group.padEnd(3)}  ${who.padEnd(11)}  `;
  const lines = hangingIndent(head, what, width);
  return lines.map((line) => line.slice(0, head.length) + paint(tone, line.slice(head.length))).join('\n');
}

/** In the colour of the tone; plain where the output is no terminal, or NO_COLOR asks for it. */
export function paint(tone: Tone, text: string): string {
  return styleText(colours[tone] as Parameters<typeof styleText>[0], text);
}

function sinceZero(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  return `${sign}${(Math.abs(ms) / 1_000).toFixed(1)} s`.padStart(9);
}
