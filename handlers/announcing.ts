import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { publish } from '../aws/notify.ts';
import type { Alert } from '../domain/alert.ts';
import { Announcer, type News } from './announcer.ts';
import { Announcers, type NewsByWay } from './announcers.ts';
import { type AnnouncingRuntime, publisherTo } from './announcing-runtime.ts';
import { createChatAnnouncer, noteUndeliveredChat } from './chat-announcer.ts';
import type { Observability } from './lambda.ts';

export function createAnnouncers(runtime: AnnouncingRuntime, news: NewsByWay, deadline: number): Announcers {
  return new Announcers(
    createAnnouncer(runtime, news.alerts, deadline),
    createChatAnnouncer(runtime, news.chat, deadline),
  );
}

export function createAnnouncer(runtime: AnnouncingRuntime, news: News, deadline: number): Announcer {
  const { clock, config, metrics } = runtime;
  const publisher = publisherTo(config.topicArn, runtime);
  const announce = async (alert: Alert) => {
    metrics.addMetric('Alerts', MetricUnit.Count, 1);
    await publish(publisher, alert, deadline);
  };
  return new Announcer(clock, announce, config.reminderMs, news);
}

/** What could not be told. An alert makes the invocation fail; a chat message never does. */
export async function undelivered(
  { alerts, chat }: Announcers,
  observability: Observability,
): Promise<Error | undefined> {
  const [failure] = await Promise.all([
    undeliveredAlerts(alerts, observability),
    noteUndeliveredChat(chat, observability),
  ]);
  return failure;
}

/** An alert that SNS did not take makes the invocation fail, and stays owed: the next one in this process tells it. */
export async function undeliveredAlerts(
  announcer: Announcer,
  { logger, metrics }: Observability,
): Promise<Error | undefined> {
  const problems = await announcer.settled();
  if (problems.length === 0) return undefined;
  metrics.addMetric('UndeliveredAlerts', MetricUnit.Count, problems.length);
  for (const problem of problems) logger.error('alert not delivered', { problem });
  return new Error(`${problems.length} alerts could not be delivered: ${problems.slice(0, 5).join('; ')}`);
}

/** Throws what went wrong, all of it; returns where nothing did. */
export function failWith(candidates: readonly (Error | undefined)[]): void {
  const problems = candidates.filter((problem) => problem !== undefined);
  if (problems.length > 1)
    throw new AggregateError(problems, problems.map(({ message }) => message).join('; '));
  if (problems[0] !== undefined) throw problems[0];
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
