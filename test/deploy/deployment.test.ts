import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventually, openAccount } from './deployment.ts';

type Account = Awaited<ReturnType<typeof openAccount>>;

let account: Account;
let printed: string;

beforeAll(async () => {
  account = await openAccount();
  printed = await account.deploy('alertEmail=oncall@example.com');
}, 60_000);

afterAll(() => account?.stop());

const stack = () => account.cloudFormation.stacks.get('eni-warden-dev');
/** Resolves when on-call was told so. */
const told = (kind: string) =>
  eventually(`alert ${kind}`, () =>
    [...account.sns.topics.values()].flat().find(({ attributes }) => attributes.kind?.value === kind),
  );

test('serverless deploy makes a stack of everything in the template', () => {
  expect(stack()?.status).toBe('UPDATE_COMPLETE');
  const wanted = Object.keys(account.template().Resources);
  expect([...(stack()?.resources.keys() ?? [])].sort()).toEqual(wanted.sort());
  expect(stack()?.tags.get('STAGE')).toBe('dev');
  expect(printed).toContain('Service deployed to stack eni-warden-dev');
});

test('the outputs name what the README and the runbook speak of', () => {
  expect(Object.fromEntries(stack()?.outputs ?? [])).toMatchObject({
    AlertTopicArn: 'arn:aws:sns:eu-west-1:123456789012:eni-warden-dev-AlertTopic',
    AuditFunctionName: 'eni-warden-dev-audit',
    BucketName: 'eni-warden-dev-store',
    FailoverFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:eni-warden-dev-failover',
  });
});

test('an instance is terminated, and the deployed function moves its ENIs and tells on-call', async () => {
  account.sandbox.world.terminate(account.fw.activeId);
  await told('failover-completed');
  expect(account.holdersOf(account.fw)).toEqual([account.fw.standbyId, account.fw.standbyId]);
}, 30_000);

test('deployed again with mode=observe, the functions only say what they would do', async () => {
  await account.deploy('alertEmail=oncall@example.com', 'mode=observe');
  const client = new EventBridgeClient({
    endpoint: account.server.url,
    region: account.sandbox.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'not-a-secret' },
  });
  const asked = {
    Source: 'eni-warden',
    DetailType: 'ENI Warden Switchover Request',
    Detail: JSON.stringify({ group: 'nat', reason: 'kernel update', requester: 'jo@example.com' }),
  };
  await client.send(new PutEventsCommand({ Entries: [asked] }));
  client.destroy();
  await told('failover-planned');
  expect(account.holdersOf(account.nat)).toEqual([account.nat.activeId]);
}, 60_000);
