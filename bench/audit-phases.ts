import type { ChildFigures } from './child.ts';
import { peakRssBytes } from './peak-rss.ts';

/** What a child says of an audit beside what every child says. Of the process, its code loaded. */
export interface AuditFigures {
  /** Until EC2 and CloudWatch have given their last reply. */
  readonly read: PhaseFigures;
  /** Until people are told, or where there is no news until the register is written. */
  readonly decide: PhaseFigures;
  /** Telling, the register, the report and the state. */
  readonly write: PhaseFigures;
  /** How long it takes in an account with limits: the paces, and what it does. In milliseconds. */
  readonly pacedMs: number;
}

export interface PhaseFigures {
  readonly cpuMs: number;
  /** The most until its end. */
  readonly peakRssBytes: number;
}

export type AuditRun = ChildFigures & AuditFigures;

type Handler<Input, Output> = (args: Input) => Promise<Output>;

/** Notes when the phases of an audit end, as its clients see it: middleware for those that read, and for those that write. */
export function auditPhases() {
  let [begun, readEnd] = [point(), point()];
  let decideEnd: Point | undefined;
  return {
    begin: () => {
      begun = point();
    },
    reading:
      <Input, Output>(next: Handler<Input, Output>): Handler<Input, Output> =>
      async (args) => {
        const reply = await next(args);
        readEnd = point();
        return reply;
      },
    /** What the audit reads of its own bucket comes first of all. */
    writing:
      <Input, Output>(next: Handler<Input, Output>): Handler<Input, Output> =>
      (args) => {
        if (readEnd.cpuMs > begun.cpuMs) decideEnd ??= point();
        return next(args);
      },
    end: () => {
      const ends = [begun, readEnd, decideEnd ?? readEnd, point()] as const;
      return {
        read: between(ends[0], ends[1]),
        decide: between(ends[1], ends[2]),
        write: between(ends[2], ends[3]),
      };
    },
  };
}

interface Point {
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

function point(): Point {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, peakRssBytes: peakRssBytes() };
}

function between(from: Point, to: Point): PhaseFigures {
  return { cpuMs: to.cpuMs - from.cpuMs, peakRssBytes: to.peakRssBytes };
}
