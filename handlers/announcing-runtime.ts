import type { SNSClient } from '@aws-sdk/client-sns';
import type { Chance, Clock } from '../aws/clock.ts';
import type { SharedConfig } from '../aws/environment.ts';
import type { Publisher } from '../aws/notify.ts';
import type { Observability } from './lambda.ts';

/** What is needed to tell people. */
export interface AnnouncingRuntime extends Observability {
  readonly config: Pick<SharedConfig, 'topicArn' | 'chatTopicArn' | 'region' | 'reminderMs'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly snsClient: SNSClient;
}

export function publisherTo(
  topicArn: string,
  { snsClient, clock, chance, config }: AnnouncingRuntime,
): Publisher {
  return { client: snsClient, clock, chance, topicArn, region: config.region };
}
