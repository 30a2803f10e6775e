import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { publishToChat } from '../aws/notify.ts';
import type { Alert } from '../domain/alert.ts';
import { Announcer, type News } from './announcer.ts';
import { type AnnouncingRuntime, publisherTo } from './announcing-runtime.ts';
import type { Observability } from './lambda.ts';

/** The chat is tried for so long, and again by the next invocation: it keeps nobody up. */
const patienceMs = 30_000;
/** A chat that could not be reached for long is not filled with what was news then; the alerts have told it. */
const owedMax = 50;

/** Undefined where the stack has no topic for chat. */
export function createChatAnnouncer(
  runtime: AnnouncingRuntime,
  news: News,
  deadline: number,
): Announcer | undefined {
  const { clock, config } = runtime;
  if (config.chatTopicArn === undefined) return undefined;
  const publisher = publisherTo(config.chatTopicArn, runtime);
  const inTurn = new Turns();
  const announce = (alert: Alert) => {
    const until = Math.min(deadline, clock.now() + patienceMs);
    return inTurn.take(alert.story, () => publishToChat(publisher, alert, until));
  };
  return new Announcer(clock, announce, config.reminderMs, news, owedMax);
}

/** The end of a story is not told before its start, which would begin the thread with it; stories do not wait for each other. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take(story: string | undefined, tell: () => Promise<void>): Promise<void> {
    if (story === undefined) return tell();
    const told = (this.#last.get(story) ?? Promise.resolve()).then(tell);
    this.#last.set(
      story,
      told.catch(() => undefined),
    );
    return told;
  }
}

/**
 * What the chat was not told stays owed, and an alarm on the metric tells a person. The invocation does not fail for it: its work is
 * done, people know of it, and Lambda's next attempt at the event, in another process, would tell them again.
 */
export async function noteUndeliveredChat(
  chat: Announcer | undefined,
  { logger, metrics }: Observability,
): Promise<void> {
  const problems = (await chat?.settled()) ?? [];
  if (problems.length > 0) metrics.addMetric('UndeliveredChatMessages', MetricUnit.Count, problems.length);
  for (const problem of problems) logger.error('chat message not delivered', { problem });
}
