import type { AuditState } from '../domain/audit/audit-state.ts';
import type { CallEntry } from '../sandbox/call-log.ts';
import { type Break, breaksOf } from './audit-breaks.ts';
import { type AuditFleet, buildAuditFleet } from './audit-fleet.ts';
import { type AuditStage, createAuditStage } from './audit-stage.ts';
import { AuditTimeline } from './audit-timeline.ts';
import type { AwsCommand } from './aws-command.ts';
import type { JudgedCalls } from './judged-calls.ts';
import { type News, readNews } from './news.ts';
import type { StoryLine } from './story-line.ts';

const minuteMs = 60_000;
/** The schedule has then looked once. */
const inOrderMs = 16 * minuteMs;
const betweenCommandsMs = 20_000;
/** CloudTrail tells of a call within minutes; by then the schedule has looked, too. */
const toldWithinMs = 30 * minuteMs;
/** How long a person takes to read the alert. */
const readingMs = 3 * minuteMs;
const stepMs = 1_000;

/** What the last look before a moment has left, and has measured of each group. */
export interface AuditMoment {
  readonly at: number;
  readonly state?: AuditState | undefined;
  readonly readiness: ReadonlyMap<string, boolean>;
}

/** What is the case when the story of the audit is over. */
export interface AuditEnding {
  readonly fleet: AuditFleet;
  readonly breaks: readonly Break[];
  /** The commands that mend them, in the same order. */
  readonly mends: readonly AwsCommand[];
  readonly startedAt: number;
  readonly before: AuditMoment;
  readonly broken: AuditMoment;
  readonly after: AuditMoment;
  /** The report page of the broken state. */
  readonly report: string;
  readonly news: readonly News[];
  readonly lines: readonly StoryLine[];
  /** The calls of the function. */
  readonly calls: readonly CallEntry[];
  /** When a rule first took the event of a call that broke something; absent where none did. */
  readonly heardAt?: number | undefined;
  readonly judged: JudgedCalls;
  /** What the runs that failed said, and what lies in a queue that nobody reads. */
  readonly problems: readonly string[];
  /** Of the machine's time, in milliseconds. */
  readonly tookMs: number;
}

/**
 * Lets an account in order be looked at, has people break three things, waits until they are told, mends them with what
 * the alert says, and waits until that is told too. Rejects with the signal's reason when that is aborted.
 */
export async function playAudit(
  templatePath: string,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AuditEnding> {
  const began = performance.now();
  const stage = await createAuditStage(templatePath, environment);
  try {
    return { ...(await playOn(stage, signal)), tookMs: performance.now() - began };
  } finally {
    stage.stop();
  }
}

async function playOn(stage: AuditStage, signal: AbortSignal): Promise<Omit<AuditEnding, 'tookMs'>> {
  const { clock, sandbox, sns } = stage;
  const fleet = await buildAuditFleet(stage);
  const startedAt = clock.now();
  const breaks = breaksOf(fleet);
  const timeline = new AuditTimeline(stage);
  const news = () => [...sns.topics.values()].flat().map(readNews);
  timeline.asks();
  await stage.look();
  timeline.looked();
  stage.goLive();
  await pass(stage, signal, inOrderMs);
  const before = momentOf(stage);

  for (const { who, meaning, breaks: command } of breaks) {
    timeline.acts(who, command, meaning);
    await act(stage, command);
  }
  const codes = breaks.map(({ code }) => `[${code}]`);
  const areTold = () => codes.every((code) => news().some(({ text }) => text.includes(code)));
  await pass(stage, signal, toldWithinMs, areTold);
  await pass(stage, signal, readingMs);
  const broken = momentOf(stage);
  const report = stage.report() ?? '';

  const mends = breaks.map((each) => each.mends(sandbox.world));
  for (const command of mends) {
    timeline.acts('On-call', command);
    await act(stage, command);
  }
  await pass(stage, signal, toldWithinMs, () => stage.state()?.findings.length === 0);
  await pass(stage, signal, inOrderMs);
  const after = momentOf(stage);
  return {
    fleet,
    breaks,
    mends,
    startedAt,
    before,
    broken,
    after,
    report,
    news: news(),
    lines: timeline.lines,
    calls: sandbox.log.calls.filter(({ caller }) => caller === 'audit'),
    heardAt: heardAt(stage, breaks, before.at),
    judged: stage.judged,
    problems: problemsOf(stage),
  };
}

function momentOf(stage: AuditStage): AuditMoment {
  return { at: stage.clock.now(), state: stage.state(), readiness: stage.readiness() };
}

async function act({ clock, ec2Client }: AuditStage, command: AwsCommand): Promise<void> {
  await clock.run(command.send(ec2Client));
  await clock.advance(betweenCommandsMs);
}

async function pass(
  { clock }: AuditStage,
  signal: AbortSignal,
  ms: number,
  isOver: () => boolean = () => false,
): Promise<void> {
  for (let passed = 0; passed < ms && !isOver(); passed += stepMs) {
    signal.throwIfAborted();
    await clock.advance(stepMs);
  }
}

function heardAt({ bus }: AuditStage, breaks: readonly Break[], since: number): number | undefined {
  const actions = breaks.map(({ breaks: { action } }) => action);
  return bus.records.find(
    ({ at, event, matchedRules }) =>
      at > since && matchedRules.length > 0 && actions.includes(String(event.detail.eventName)),
  )?.at;
}

function problemsOf({ lambda }: AuditStage): readonly string[] {
  const failed = lambda.invocations.filter(({ outcome }) => outcome !== 'succeeded');
  return [
    ...failed.map(({ outcome, error }) => `${outcome}: ${error?.errorMessage.split('\n')[0] ?? ''}`),
    ...[...lambda.queues].flatMap(([name, messages]) => messages.map(() => `a message lies in ${name}`)),
  ];
}
