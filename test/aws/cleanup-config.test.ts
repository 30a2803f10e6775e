import { readCleanupConfig } from '../../aws/cleanup-config.ts';

const needed = {
  ENI_WARDEN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:alerts',
  ENI_WARDEN_MANIFEST_BUCKET: 'eni-warden-manifests',
  AWS_REGION: 'eu-west-1',
};
const policyOf = (environment: Readonly<Record<string, string>> = {}) =>
  readCleanupConfig({ ...needed, ...environment }).policy;
const dayMs = 86_400_000;

test('with nothing set it observes, and its grace is seven days', () => {
  expect(policyOf()).toMatchObject({
    mode: 'observe',
    graceMs: 7 * dayMs,
    deletionsMax: 25,
    accountShareMax: 0.1,
    interfaceTypes: new Set(['interface']),
  });
  expect(policyOf()).not.toHaveProperty('window');
  expect(policyOf()).not.toHaveProperty('optIn');
});

test('CloudFormation passes an empty text for what is not set', () => {
  const names = ['MODE', 'INTERFACE_TYPES', 'OPT_IN_TAG', 'OPT_IN_VPCS', 'APPROVED_ENIS', 'WINDOW'];
  expect(policyOf(Object.fromEntries(names.map((name) => [`ENI_WARDEN_CLEANUP_${name}`, ''])))).toEqual(
    policyOf(),
  );
});

test('reads everything that an owner may set', () => {
  expect(
    policyOf({
      ENI_WARDEN_CLEANUP_MODE: 'delete',
      ENI_WARDEN_CLEANUP_GRACE_DAYS: '14',
      ENI_WARDEN_CLEANUP_DELETIONS_MAX: '3',
      ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT: '5',
      ENI_WARDEN_CLEANUP_INTERFACE_TYPES: 'interface, efa',
      ENI_WARDEN_CLEANUP_OPT_IN_TAG: 'cleanup',
      ENI_WARDEN_CLEANUP_OPT_IN_VPCS: 'vpc-0123456789abcdef0 vpc-0123456789abcdef1',
      ENI_WARDEN_CLEANUP_APPROVED_ENIS: 'eni-0123456789abcdef0',
      ENI_WARDEN_CLEANUP_WINDOW: 'Mon-Fri 09:00-17:30',
    }),
  ).toMatchObject({
    mode: 'delete',
    graceMs: 14 * dayMs,
    deletionsMax: 3,
    accountShareMax: 0.05,
    interfaceTypes: new Set(['interface', 'efa']),
    optIn: { tagKey: 'cleanup', vpcIds: new Set(['vpc-0123456789abcdef0', 'vpc-0123456789abcdef1']) },
    approvedEniIds: new Set(['eni-0123456789abcdef0']),
    window: { weekdays: new Set([1, 2, 3, 4, 5]), fromMs: 9 * 3_600_000, toMs: 17.5 * 3_600_000 },
  });
});

test.each([
  ['Fri-Mon 00:00-24:00', [5, 6, 0, 1], 0, dayMs],
  ['Sat 03:00-04:00', [6], 3 * 3_600_000, 4 * 3_600_000],
])('%s is a window around the end of the week, or of one day', (text, days, fromMs, toMs) => {
  expect(policyOf({ ENI_WARDEN_CLEANUP_WINDOW: text }).window).toEqual({
    weekdays: new Set(days),
    fromMs,
    toMs,
  });
});

test.each([
  ['ENI_WARDEN_CLEANUP_MODE', 'yes'],
  ['ENI_WARDEN_CLEANUP_GRACE_DAYS', '0'],
  ['ENI_WARDEN_CLEANUP_GRACE_DAYS', '0.5'],
  ['ENI_WARDEN_CLEANUP_DELETIONS_MAX', '1001'],
  ['ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT', '101'],
  ['ENI_WARDEN_CLEANUP_INTERFACE_TYPES', 'interface trunk'],
  ['ENI_WARDEN_CLEANUP_OPT_IN_VPCS', 'my-vpc'],
  ['ENI_WARDEN_CLEANUP_APPROVED_ENIS', 'i-0123456789abcdef0'],
  ['ENI_WARDEN_CLEANUP_WINDOW', 'Mon-Fri'],
  ['ENI_WARDEN_CLEANUP_WINDOW', 'Mon 17:00-09:00'],
  ['ENI_WARDEN_CLEANUP_WINDOW', 'Moo 09:00-10:00'],
  ['ENI_WARDEN_CLEANUP_WINDOW', 'Mon 09:60-10:00'],
  ['ENI_WARDEN_MANIFEST_BUCKET', 'No Bucket'],
])('%s="%s" is refused, and the error names it', (name, value) => {
  expect(() => policyOf({ [name]: value })).toThrow(
    new RegExp(`not configured: ${name} must be .*; it is "${value}"`),
  );
});

test('a bucket that is not set is named, and nothing else of the environment is shown', () => {
  const { ENI_WARDEN_MANIFEST_BUCKET: _left, ...rest } = needed;
  const read = () => readCleanupConfig({ ...rest, AWS_SECRET_ACCESS_KEY: 'do not show' });
  expect(read).toThrow('ENI_WARDEN_MANIFEST_BUCKET must be the name of an S3 bucket; it is not set');
  expect(read).not.toThrow(/do not show/);
});
