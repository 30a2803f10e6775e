import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createEc2Client, createSnsClient } from '../../aws/clients.ts';
import { readConfig } from '../../aws/config.ts';
import { createFailoverFunction } from '../../handlers/failover-function.ts';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { storyCredentials } from '../support/judged-stories.ts';
import { contextFor } from '../support/lambda-context.ts';
import { type AuditStory, createAuditStory, minutes, scheduled } from './audit-story.ts';

let story: AuditStory;

beforeEach(async () => {
  story = await createAuditStory();
});

/** The real failover function, on the same account. */
function failoverOn({ stage }: AuditStory): LambdaHandler {
  const { sandbox, clock, sns } = stage;
  const [topicArn = ''] = sns.topics.keys();
  const client = {
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: storyCredentials('failover', sandbox, { topicArn, bucket: 'none' }),
    requestHandler: requestHandlerFor(sandbox, 'failover'),
  };
  return createFailoverFunction({
    config: readConfig({ ENI_WARDEN_TOPIC_ARN: topicArn, AWS_REGION: sandbox.region }),
    clock,
    chance: () => 0.5,
    ec2Client: createEc2Client(client),
    snsClient: createSnsClient(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden' }),
  });
}

function switchoverRequest({ stage }: AuditStory): unknown {
  return {
    ...(scheduled(stage) as object),
    source: 'eni-warden',
    'detail-type': 'ENI Warden Switchover Request',
    detail: { group: 'fw', reason: 'Kernel update', requester: 'maria@example.com' },
  };
}

test.each([0, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 10_000])(
  'an audit that begins %i ms after a switchover has nothing to tell, and neither has the next one',
  async (afterMs) => {
    const { stage, eni, routeTableId } = story;
    // A route through the ENI is a blackhole as long as the ENI is nowhere.
    const target = { kind: 'networkInterfaceId', id: eni.networkInterfaceId } as const;
    stage.sandbox.world.addRoute({ routeTableId, destination: '198.51.100.0/24', target });
    await story.look();
    const told = story.news().length;
    await story.wait(minutes(15));
    const moving = failoverOn(story)(switchoverRequest(story), contextFor(stage.clock, minutes(5)));
    const audited = stage.clock.sleep(afterMs).then(() => stage.begin(scheduled(stage)));
    await stage.clock.run(Promise.all([moving, audited]));
    expect(stage.alerts().map(({ kind }) => kind)).toContain('failover-completed');
    expect(story.news().slice(told)).toEqual([]);
    await story.wait(minutes(15));
    await story.look();
    expect(story.news().slice(told)).toEqual([]);
  },
);
