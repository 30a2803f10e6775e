import { z } from 'zod';
import type { Names } from './names.ts';
import type { StoryLine } from './story-line.ts';

const entry = z.object({
  message: z.enum(['change begun', 'change planned, not made (observe)']),
  timestamp: z.iso.datetime(),
  group: z.string(),
  because: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
});

/** Tells the decisions in the functions' log, each once: what moves, and because of what. */
export class DecisionLog {
  readonly #names: Names;
  readonly #told = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
  }

  read(line: string): readonly StoryLine[] {
    const parsed = entry.safeParse(jsonOf(line));
    if (!parsed.success) return [];
    const { timestamp, group, because, from, to = '', message } = parsed.data;
    const key = `${message}/${group}/${because}`;
    if (this.#told.has(key)) return [];
    this.#told.add(key);
    const verb = message === 'change begun' ? 'moves' : 'would move, but only observes:';
    const route = from === undefined ? `to ${to}` : `${from} → ${to}`;
    const what = this.#names.shorten(`${verb} ${route}, because ${because}`);
    return [{ at: Date.parse(timestamp), group, who: 'ENI Warden', what, tone: 'decision' }];
  }
}

/** A function may write lines that are not JSON. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
