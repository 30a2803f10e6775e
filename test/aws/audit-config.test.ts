import { readAuditConfig } from '../../aws/audit-config.ts';

const needed = {
  ENI_WARDEN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:alerts',
  ENI_WARDEN_BUCKET: 'eni-warden-bucket',
  AWS_REGION: 'eu-west-1',
};

test('with nothing set, the digest is told on Mondays and reminders come hourly', () => {
  expect(readAuditConfig(needed)).toEqual({
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts',
    bucket: 'eni-warden-bucket',
    region: 'eu-west-1',
    reminderMs: 3_600_000,
    logLevel: 'INFO',
    digestDay: 1,
  });
});

test('CloudFormation passes an empty text for what is not set', () => {
  const environment = { ...needed, ENI_WARDEN_AUDIT_DIGEST_DAY: '', ENI_WARDEN_LOG_LEVEL: '' };
  expect(readAuditConfig(environment)).toEqual(readAuditConfig(needed));
});

test.each(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])(
  '%s is the day of which a calendar says the same',
  (day) => {
    const { digestDay } = readAuditConfig({ ...needed, ENI_WARDEN_AUDIT_DIGEST_DAY: day });
    // 2026-11-22 is a Sunday.
    const date = new Date(Date.UTC(2026, 10, 22 + digestDay));
    expect(date.toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' })).toBe(day);
  },
);

test.each([
  ['ENI_WARDEN_AUDIT_DIGEST_DAY', 'Monday', 'a day of the week: Mon, Tue, Wed, Thu, Fri, Sat or Sun'],
  ['ENI_WARDEN_BUCKET', 'No Bucket', 'the name of the S3 bucket of the stack'],
  ['ENI_WARDEN_TOPIC_ARN', 'alerts', 'the ARN of an SNS topic'],
  ['ENI_WARDEN_REMINDER_MINUTES', '0', 'a whole number from 1 to 10080'],
])('%s="%s" is refused, and it is said what it should be', (name, value, wanted) => {
  expect(() => readAuditConfig({ ...needed, [name]: value })).toThrow(
    `not configured: ${name} must be ${wanted}; it is "${value}"`,
  );
});

test('a bucket that is not set is named, and nothing else of the environment is shown', () => {
  const { ENI_WARDEN_BUCKET: _left, ...rest } = needed;
  const read = () => readAuditConfig({ ...rest, AWS_SECRET_ACCESS_KEY: 'do not show' });
  expect(read).toThrow('ENI_WARDEN_BUCKET must be the name of the S3 bucket of the stack; it is not set');
  expect(read).not.toThrow(/do not show/);
});
