/**
 * What the product promises in figures, all in milliseconds. They are written down here a second time on purpose: a change
 * of the product's own constants is a change of its promises, and shows here.
 */

/**
 * How old the knowledge may be on which a call acts: 15 s from the look to the call, reads that lag by 3 s, the call's own
 * time and its retries. What was so for all of this time, every look must have seen.
 */
export const evidenceMs = 25_000;

/** A detach that a hung guest does not let go of is repeated with Force, on the same evidence, so much later. */
export const forceAfterMs = 10_000;

/** A guest is given so long to let go of an ENI before Force takes it. */
export const patienceMs = 5_000;

/** An impaired holder to which a group has just come is not left again for so long. */
export const blockPeriodMs = 300_000;

/** For so long a failing status check is not believed without an alarm. EC2 gives its time in whole seconds. */
export const impairedGraceMs = 120_000;

export const alarmBelievedMs = 600_000;
export const spotWarningMs = 180_000;
export const switchoverRequestMs = 600_000;

/** The longest that one invocation lasts: what it began, it may finish. */
export const invocationMs = 300_000;

/** An ENI that was left behind is brought to its leader for so long after the leader's arrival. */
export const followLeaderMs = 900_000;

/** News that is still true is told again after so long; until then, who has told it keeps quiet. */
export const reminderMs = 60 * 60_000;

/** News that can wait is told again once a day. */
export const calmReminderMs = 24 * reminderMs;

/** How long before its effect a move may have been announced: a detach may be stuck for minutes. */
export const announcedBeforeMs = 300_000;

/** After the last fault: Lambda's retries and the events that were late have come by then. */
export const restAfterMs = 20 * 60_000;

/** An invocation that finds nothing to do takes seconds. */
export const quietInvocationMs = 60_000;

/** The end of a history, in which the world is at rest. */
export const settledMs = 5 * 60_000;

/** What EC2 reports in whole seconds may be so much later than it says. */
export const wholeSecondMs = 1_000;
