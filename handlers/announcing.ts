import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Chance, Clock } from '../aws/clock.ts';
import type { SharedConfig } from '../aws/environment.ts';
import { publish } from '../aws/notify.ts';
import { Announcer, type News } from './announcer.ts';
import type { Observability } from './lambda.ts';

/** What is needed to tell people. */
export interface AnnouncingRuntime extends Observability {
  readonly config: Pick<SharedConfig, 'topicArn' | 'region' | 'reminderMs'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly snsClient: SNSClient;
}

export function createAnnouncer(runtime: AnnouncingRuntime, news: News, deadline: number): Announcer {
  const { snsClient, clock, chance, config, metrics } = runtime;
  const publisher = { client: snsClient, clock, chance, topicArn: config.topicArn, region: config.region };
  const announce = async (alert: Parameters<typeof publish>[1]) => {
    metrics.addMetric('Alerts', MetricUnit.Count, 1);
    await publish(publisher, alert, deadline);
  };
  return new Announcer(clock, announce, config.reminderMs, news);
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
