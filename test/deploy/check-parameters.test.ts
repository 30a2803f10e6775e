import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../aws/config.ts';
import { checkStackParameters } from '../../deploy/stack-parameters.ts';
import { packageService } from './packaged-service.ts';

/** A value for each parameter that its function cannot use. */
const wrong: Readonly<Record<string, string>> = {
  mode: 'maybe',
  blockPeriodSeconds: '86401',
  impairedGraceSeconds: 'soon',
  forceAfterSeconds: '0',
  reminderMinutes: '0',
  logLevel: 'LOUD',
  cleanupMode: 'purge',
  cleanupGraceDays: '0',
  cleanupDeletionsMax: '1001',
  cleanupAccountSharePercent: '101',
  cleanupInterfaceTypes: 'lambda',
  cleanupOptInTag: 'x'.repeat(129),
  cleanupOptInVpcs: 'all',
  cleanupApprovedEnis: 'all',
  cleanupWindow: 'sometimes',
  auditDigestDay: 'Monday',
};

/** The same of those that no function is told of. */
const wrongForTheStack: Readonly<Record<string, string>> = {
  alertEmail: 'on call',
  alertTopicArn: 'on-call',
  alertTopicKeyArn: 'alias/aws/sns',
  chat: 'yes',
  vpcSubnetIds: 'subnet-0a1b2c3d, subnet-1a2b3c4d',
  vpcSecurityGroupIds: 'default',
  manifestRetentionDays: '0',
  auditHeapMB: 'much',
};

const serverless = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');

/** The parameters that a function is told in its environment, and the variables. */
const wiring = [...serverless.matchAll(/^ {4,}(ENI_WARDEN_\w+): \$\{param:(\w+)\}$/gm)].map(
  ([, variable = '', parameter = '']) => ({ variable, parameter }),
);

test('packaging fails with every wrong parameter, and names each with its variable and its value', async () => {
  const given = { ...wrong, ...wrongForTheStack };
  const parameters = Object.entries(given).map(([name, value]) => `${name}=${value}`);
  const message = await packageService(...parameters).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(wiring.map(({ parameter }) => parameter).sort()).toEqual(Object.keys(wrong).sort());
  for (const { variable, parameter } of wiring) {
    expect(message).toContain(`${variable} (the parameter ${parameter}) must be `);
    expect(message).toContain(JSON.stringify(wrong[parameter]));
  }
  for (const [parameter, value] of Object.entries(wrongForTheStack)) {
    expect(message).toMatch(new RegExp(`\\b${parameter} must be .*; it is "${value}"`));
  }
  expect(message).toContain(
    'ENI_WARDEN_TOPIC_ARN (the parameter alertTopicArn) must be the ARN of an SNS topic',
  );
  // Not a defect of ours: no stack trace.
  expect(message).not.toMatch(/\n\s+at /);
}, 60_000);

test('a parameter is refused with the words of the cold start', async () => {
  const environment = {
    ENI_WARDEN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:alerts',
    AWS_REGION: 'eu-west-1',
    ENI_WARDEN_FORCE_AFTER_SECONDS: '601',
  };
  const [, words = ''] =
    /FORCE_AFTER_SECONDS (must be .*)$/.exec(messageOf(() => readConfig(environment))) ?? [];
  expect(words).toContain('601');
  await expect(packageService('forceAfterSeconds=601')).rejects.toThrow(
    `ENI_WARDEN_FORCE_AFTER_SECONDS (the parameter forceAfterSeconds) ${words}`,
  );
}, 60_000);

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('what no function is told of', () => {
  const check = (given: Record<string, string>) => messageOf(() => checkStackParameters(given, 'eu-west-1'));
  const topic = 'arn:aws:sns:eu-west-1:123456789012:on-call';

  test.each([
    [{}],
    [
      {
        alertEmail: 'oncall@example.com',
        alertTopicArn: topic,
        alertTopicKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d-5e6f-7081-9203-a4b5c6d7e8f9',
      },
    ],
    [{ vpcSubnetIds: 'subnet-0a1b2c3d,subnet-1a2b3c4d', vpcSecurityGroupIds: 'sg-0a1b2c3d' }],
    [{ alertEmail: '', alertTopicArn: '', vpcSubnetIds: '', vpcSecurityGroupIds: '' }],
  ])('%j is taken', (given) => {
    expect(check(given)).toBe('');
  });

  test.each([
    [{ alertTopicArn: topic.replace('eu-west-1', 'us-east-1') }, 'a topic of eu-west-1'],
    [{ vpcSubnetIds: 'subnet-0a1b2c3d' }, 'must both be given'],
    [{ vpcSecurityGroupIds: 'sg-0a1b2c3d' }, 'must both be given'],
    [{ auditHeapMB: '512', auditMemoryMB: '512' }, 'auditHeapMB must be less than auditMemoryMB'],
  ])('%j is refused', (given, words) => {
    expect(check(given)).toContain(words);
  });
});
