import { only, type PackagedService, packageService } from './packaged-service.ts';

let asDelivered: PackagedService;
let changed: PackagedService;

beforeAll(async () => {
  [asDelivered, changed] = await Promise.all([
    packageService(),
    packageService(
      'mode=observe',
      'alertEmail=oncall@example.com',
      'reservedConcurrency=20',
      'forceAfterSeconds=9',
      'timeoutSeconds=120',
      'cleanupMode=delete',
      'cleanupWindow=Mon-Fri 09:00-17:00',
      'cleanupSchedule=rate(6 hours)',
      'manifestRetentionDays=30',
      'auditSchedule=rate(1 hour)',
      'auditDigestDay=Fri',
      'auditTimeoutSeconds=600',
      'auditMemoryMB=2048',
    ),
  ]);
}, 60_000);

afterAll(() => {
  asDelivered?.remove();
  changed?.remove();
});

const functionOf = ({ template }: PackagedService, name = 'Failover') =>
  template.Resources[`${name}LambdaFunction`]?.Properties;

/** Whether a condition of the form "this is not that" holds. */
function holds(condition: unknown): boolean {
  const {
    'Fn::Not': [
      {
        'Fn::Equals': [left, right],
      },
    ],
  } = condition as {
    'Fn::Not': [{ 'Fn::Equals': [string, string] }];
  };
  return left !== right;
}

test('a parameter changes the environment of the function', () => {
  expect(functionOf(changed).Environment.Variables).toMatchObject({
    ENI_WARDEN_MODE: 'observe',
    ENI_WARDEN_FORCE_AFTER_SECONDS: '9',
    ENI_WARDEN_BLOCK_PERIOD_SECONDS: '300',
  });
});

test('a parameter changes the settings of the function, as a number', () => {
  expect(functionOf(changed)).toMatchObject({ ReservedConcurrentExecutions: 20, Timeout: 120 });
});

test('the cleanup has parameters of its own', () => {
  const cleanup = functionOf(changed, 'Cleanup');
  expect(cleanup).toMatchObject({ ReservedConcurrentExecutions: 20, Timeout: 900 });
  expect(cleanup.Environment.Variables).toMatchObject({
    ENI_WARDEN_CLEANUP_MODE: 'delete',
    ENI_WARDEN_CLEANUP_WINDOW: 'Mon-Fri 09:00-17:00',
    ENI_WARDEN_CLEANUP_GRACE_DAYS: '7',
  });
  const sweep = only(changed.template, 'AWS::Events::Rule', ({ Properties }) =>
    Properties.Name.endsWith('-sweep'),
  );
  expect(sweep.Properties.ScheduleExpression).toBe('rate(6 hours)');
  const { LifecycleConfiguration } = changed.template.Resources.Store?.Properties ?? {};
  expect(Number(LifecycleConfiguration.Rules[0].ExpirationInDays)).toBe(30);
});

test('the audit has parameters of its own, and reserves no concurrency that the failover may need', () => {
  const audit = functionOf(changed, 'Audit');
  expect(audit).toMatchObject({ Timeout: 600, MemorySize: 2048 });
  expect(audit).not.toHaveProperty('ReservedConcurrentExecutions');
  expect(audit.Environment.Variables).toMatchObject({ ENI_WARDEN_AUDIT_DIGEST_DAY: 'Fri' });
  const schedule = only(changed.template, 'AWS::Events::Rule', ({ Properties }) =>
    Properties.Name.endsWith('-audit'),
  );
  expect(schedule.Properties.ScheduleExpression).toBe('rate(1 hour)');
});

test('an e-mail address is subscribed to the topic where it is given, and nothing where it is not', () => {
  for (const [{ template }, isGiven] of [
    [asDelivered, false],
    [changed, true],
  ] as const) {
    const subscription = only(template, 'AWS::SNS::Subscription');
    expect(subscription.Condition).toBe('HasAlertEmail');
    expect(holds(template.Conditions.HasAlertEmail)).toBe(isGiven);
  }
  expect(only(changed.template, 'AWS::SNS::Subscription').Properties).toEqual({
    TopicArn: { Ref: 'AlertTopic' },
    Protocol: 'email',
    Endpoint: 'oncall@example.com',
  });
});
