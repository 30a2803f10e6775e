import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { type Stack, startStack } from '../sandbox/stack/stack.ts';
import * as auditScreen from './audit-screen.ts';
import type { AuditEnding } from './audit-story.ts';
import type { Check } from './checks.ts';
import * as cleanupScreen from './cleanup-screen.ts';
import type { CleanupEnding } from './cleanup-story.ts';
import { ClockWithPast } from './clock-with-past.ts';
import { DecisionLog } from './decision-log.ts';
import { endingOf } from './ending.ts';
import { JudgedCalls, judgeCalls } from './judged-calls.ts';
import { Names } from './names.ts';
import { type PackagedService, packageService } from './package.ts';
import { placementsIn } from './placement.ts';
import { hungBeforeMs, play } from './play.ts';
import { writeReport } from './report-file.ts';
import { buildStoryFleet, groupsOfFleet } from './start-fleet.ts';
import * as screen from './start-screen.ts';
import { timings } from './start-timings.ts';
import { judgeStories, storiesOf } from './stories.ts';
import { formatLine, type StoryLine } from './story-line.ts';
import { followStories, type Tell } from './story-timeline.ts';
import { unreachableMs } from './unreachable.ts';
import { Interrupted, untilSignal } from './until-signal.ts';

/** What an owner may set for the functions can be set for this run, too. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => /^ENI_WARDEN_/.test(entry[0])),
);

const startedAt = Date.now();
const width = Math.min(Math.max(process.stdout.columns ?? 112, 80), 120);
const print = (text: string) => console.log(text);

/** True when every story ended as it should. */
async function main(signal: AbortSignal): Promise<boolean> {
  const given = process.argv.slice(2).join(' ');
  if (given !== '')
    throw new Error(
      `npm start takes no options, and does not know ${given}. Variables named ENI_WARDEN_… reach the functions.`,
    );
  print(screen.title());
  const packaging = packageService(signal).then((service) => ({ service, tookMs: Date.now() - startedAt }));
  const cleanup = playFifthStory(signal);
  // Both end before either failure is told, so that nothing is left behind.
  await Promise.allSettled([packaging, cleanup]);
  const { service, tookMs } = await packaging;
  print(screen.introduction(tookMs, environment, width));
  try {
    const later = { cleanup: await cleanup, audit: await playSixthStory(service, signal) };
    return await playFourStories(service, later, signal);
  } finally {
    await service.remove();
  }
}

/** Those of the fifth and the sixth story, which are shown after the others. */
interface LaterEndings {
  readonly cleanup: CleanupEnding;
  readonly audit: AuditEnding;
}

async function playFourStories(
  service: PackagedService,
  later: LaterEndings,
  signal: AbortSignal,
): Promise<boolean> {
  const zero = Date.now();
  const clock = new ClockWithPast(zero - hungBeforeMs);
  try {
    return await show(service, later, clock, zero, signal);
  } finally {
    clock.stop();
  }
}

/** Loaded only now, because the packaging goes on in a process of its own meanwhile; so is the story after it. */
async function playFifthStory(signal: AbortSignal): Promise<CleanupEnding> {
  const { playCleanup } = await import('./cleanup-story.ts');
  const ending = await playCleanup(environment, signal);
  await import('./audit-story.ts');
  return ending;
}

async function playSixthStory(service: PackagedService, signal: AbortSignal): Promise<AuditEnding> {
  const { playAudit } = await import('./audit-story.ts');
  return playAudit(service.templatePath, environment, signal);
}

async function show(
  service: PackagedService,
  { cleanup, audit }: LaterEndings,
  clock: ClockWithPast,
  zero: number,
  signal: AbortSignal,
): Promise<boolean> {
  const sandbox = createSandbox({ clock, seed: 'npm start', timings });
  const judged = new JudgedCalls(sandbox);
  const fleet = buildStoryFleet(sandbox);
  const groups = groupsOfFleet(fleet);
  const names = new Names(sandbox.world, groups);
  const enis = groups.flatMap(({ networkInterfaceIds }) => networkInterfaceIds);
  const before = placementsIn(sandbox.world, enis);
  const stories = storiesOf(fleet);
  print(screen.section('Before', screen.fleetShown(before, names, width)));
  print(screen.section('Four stories, side by side', screen.storyTitles(stories)));
  print(screen.section('What happens', []));

  let isOver = false;
  const tell = (line: StoryLine) => {
    if (!isOver && !signal.aborted) print(formatLine(line, zero, width));
  };
  const deploy = () => deployInto(sandbox, service, names, tell);
  const judge = (stack: Stack) => judgeStories(endingOf(stack, groups, before), stories, names);
  const isWell = (stack: Stack) => judge(stack).isWell;
  const stack = await play({ clock, sandbox, fleet, names, zero, signal, tell, deploy, isWell });
  const { ending, checks, isWell: allWell } = judge(stack);
  isOver = true;
  await stack.stop();

  const unreachable = unreachableMs(sandbox, groups, zero - hungBeforeMs);
  print(screen.section('What on-call read', screen.inbox(ending.news, zero, width - 2)));
  print(screen.section('After', screen.movesTable(ending, unreachable, names)));
  showCleanup(cleanup);
  await showAudit(audit);
  const laterVerdicts = [
    ...cleanupScreen.judgeCleanup(cleanup),
    ...auditScreen.judgeAudit(audit),
    judgeCalls([judged, cleanup.judged, audit.judged]),
  ];
  print(
    screen.section('Verdict', [
      ...screen.verdicts(stories, checks, width - 2),
      ...laterVerdicts.flatMap(({ title, checks }) => screen.verdict(title, checks, width - 2)),
    ]),
  );
  return allWell && laterVerdicts.every(isWellJudged);
}

function isWellJudged({ checks }: { readonly checks: readonly Check[] }): boolean {
  return checks.every(({ holds }) => holds);
}

function showCleanup(cleanup: CleanupEnding): void {
  print(
    screen.section(cleanupScreen.cleanupHeading(), cleanupScreen.cleanupIntroduction(cleanup, width - 2)),
  );
  print(screen.section('What happened', cleanupScreen.cleanupTimeline(cleanup, width - 2)));
  print(screen.section('Eleven ENIs that nobody uses', cleanupScreen.cleanupTable(cleanup, width - 2)));
  print(screen.section('What on-call read of it', cleanupScreen.cleanupInbox(cleanup, width - 2)));
}

async function showAudit(audit: AuditEnding): Promise<void> {
  print(screen.section(auditScreen.auditHeading(), auditScreen.auditIntroduction(audit, width - 2)));
  print(screen.section('What happened', auditScreen.auditTimeline(audit, width - 2)));
  print(screen.section('What on-call read of it', auditScreen.auditInbox(audit, width - 2)));
  print(screen.section('Would the next failover succeed?', auditScreen.readinessTable(audit)));
  const where = [
    'As it was when all three were broken; open it in a browser:',
    await writeReport(audit.report),
  ];
  print(screen.section('The report', where));
}

async function deployInto(
  sandbox: Sandbox,
  service: PackagedService,
  names: Names,
  tell: Tell,
): Promise<Stack> {
  const { templatePath } = service;
  const decisions = new DecisionLog(names);
  const onLog = ({ line }: { line: string }) => decisions.read(line).forEach(tell);
  const stackName = 'eni-warden-dev';
  const stack = await startStack({ sandbox, templatePath, stackName, environment, port: 0, onLog });
  followStories(stack, names, tell);
  const what = 'is deployed; from now on its tick comes every minute';
  tell({ at: sandbox.clock.now(), who: 'ENI Warden', what, tone: 'quiet' });
  return stack;
}

const signal = untilSignal();
try {
  const allWell = await main(signal);
  print(screen.lastLine(allWell, Date.now() - startedAt));
  process.exitCode = allWell ? 0 : 1;
} catch (error) {
  if (!(error instanceof Interrupted)) console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
