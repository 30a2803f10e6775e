/** A rule that was broken, with the first schedule that broke it: who went when. */
export interface Violation {
  readonly world: string;
  readonly broken: string;
  readonly schedule: readonly string[];
}

/** What was explored of one world. */
export interface WorldFigures {
  readonly world: string;
  readonly eniCount: number;
  /** Complete schedules without a crash, each a different order of the calls; from 2 to the 53 on, the figure is rounded. */
  readonly schedules: number;
  readonly schedulesWithCrashes: number;
  /** Places at which a handler crashed: in which state, with which calls still arriving, and whether its alerts were taken. */
  readonly crashPoints: number;
  /** States of both handlers and EC2 together. */
  readonly states: number;
  /** Different pasts of a handler; each was run for real. */
  readonly histories: number;
  /** Runs of a handler, and the answers that it got in them. */
  readonly runs: number;
  readonly callsMade: number;
  /** Where things were when both handlers had ended, in words. */
  readonly endStates: readonly string[];
  /** Different worlds that crashed handlers left, and that the retry and the tick mended. */
  readonly recoveries: number;
  readonly violations: readonly Violation[];
}

/** What an exploration of small worlds came to. */
export interface SmallWorldsFigures {
  readonly worlds: readonly WorldFigures[];
  readonly schedules: number;
  readonly schedulesWithCrashes: number;
  readonly crashPoints: number;
  readonly states: number;
  readonly histories: number;
  /** Calls that were made and answered for real; the schedules share them. */
  readonly callsMade: number;
  readonly endStates: number;
  /** What is left out, and why nothing is lost by it; and what is not covered at all. */
  readonly reduced: readonly string[];
  readonly notCovered: readonly string[];
  readonly violations: readonly Violation[];
  readonly tookMs: number;
}

const reduced = [
  'What can follow from a state (all that each handler was answered, all that EC2 has accepted and when, and its time) does not depend on the order of events that led there: it is explored once, and schedules counts all orders.',
  'Of two handlers with the same event, it makes no difference which of them is called the first.',
  'A handler that waits for nothing but its own time goes on at once: nobody sees that before its next call, which then waits for its turn as any other.',
  'Reads of status checks and instance types, which no handler changes, are answered at once where EC2 has reached their time, and else before the other calls that wait with them.',
  'Calls of one handler that wait together and commute (reads; changes of different ENIs) are answered in one order, unless the other handler does something in between that does not commute with them.',
  'A crash between two calls counts as one just before the second of them. SNS takes an alert at once, or, where the handler crashes, perhaps none of its alerts: what was told in between lies between the two.',
];

/** What no exploration covers, whatever the worlds. */
const neverCovered = [
  'Other durations: a call takes no time, an attach 0.5 s, a detach 0.3 s, Force comes after 1 s; each order happens as early as it can.',
  "A handler's own clock does not show that an answer was late, except after a change that EC2 has made for it.",
  'A call that is slower than the next timer of its own handler; more than two handlers at once; errors, throttling, lost replies and stale reads: those are for the simulation.',
  'A crashed handler is tried again once, two minutes after the event, when nobody else is at work.',
];

export function sumUp(worlds: readonly WorldFigures[], tookMs: number): SmallWorldsFigures {
  const sum = (figure: (world: WorldFigures) => number) =>
    worlds.reduce((total, world) => total + figure(world), 0);
  return {
    worlds,
    schedules: sum(({ schedules }) => schedules),
    schedulesWithCrashes: sum(({ schedulesWithCrashes }) => schedulesWithCrashes),
    crashPoints: sum(({ crashPoints }) => crashPoints),
    states: sum(({ states }) => states),
    histories: sum(({ histories }) => histories),
    callsMade: sum(({ callsMade }) => callsMade),
    endStates: new Set(worlds.flatMap(({ endStates }) => endStates)).size,
    reduced,
    notCovered: [...leftWithOneEni(worlds), ...neverCovered],
    violations: worlds.flatMap(({ violations }) => violations),
    tookMs: Math.round(tookMs),
  };
}

function leftWithOneEni(worlds: readonly WorldFigures[]): readonly string[] {
  const names = worlds.flatMap(({ world, eniCount }) => (eniCount === 1 ? [`"${world}"`] : []));
  return names.length === 0
    ? []
    : [
        `Two ENIs, which would take longer than there is time, in the worlds with one ENI: ${names.join(', ')}.`,
      ];
}

/** The figures in words. */
export function describeFigures(figures: SmallWorldsFigures): string {
  const count = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 0 });
  const lines = figures.worlds.flatMap((world) => [
    `${world.world} (${world.eniCount === 1 ? 'one ENI' : `${world.eniCount} ENIs`})`,
    `  ${count(world.schedules)} schedules, ${count(world.schedulesWithCrashes)} more with crashes at ${count(world.crashPoints)} points`,
    `  ${count(world.states)} states, ${count(world.histories)} histories of a handler, ${count(world.recoveries)} worlds mended, ${world.endStates.length} end states`,
  ]);
  const violations = figures.violations.flatMap(({ world, broken, schedule }) => [
    `VIOLATION in ${world}: ${broken}`,
    ...schedule.map((step) => `  ${step}`),
  ]);
  return [
    ...lines,
    '',
    `${count(figures.schedules)} schedules and ${count(figures.schedulesWithCrashes)} more with crashes at ${count(figures.crashPoints)} points, by way of ${count(figures.states)} states and ${count(figures.callsMade)} calls made, in ${Math.round(figures.tookMs / 1_000)} s`,
    `violations: ${figures.violations.length}`,
    ...violations,
    '',
    ...figures.reduced.map((line) => `Reduced: ${line}`),
    ...figures.notCovered.map((line) => `Not covered: ${line}`),
  ].join('\n');
}
