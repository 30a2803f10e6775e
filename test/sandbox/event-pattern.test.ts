import fc from 'fast-check';
import { compilePattern, InvalidEventPatternException } from '../../sandbox/events/event-pattern.ts';

const event = {
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1', 'arn:other'],
  detail: {
    state: 'stopping',
    count: 3,
    nothing: null,
    flag: true,
    ip: '10.0.1.7',
    empty: [],
    nested: { deep: 'Text' },
  },
};

function matches(pattern: unknown): boolean {
  return compilePattern(pattern)(event);
}

test('a pattern matches when every field that it names matches, whatever else the event has', () => {
  expect(matches({ source: ['aws.ec2'], detail: { state: ['stopped', 'stopping'] } })).toBe(true);
  expect(matches({ source: ['aws.ec2'], detail: { state: ['running'] } })).toBe(false);
  expect(matches({ source: ['aws.ec2'], detail: { absent: ['x'] } })).toBe(false);
});

test.each([
  ['one element of an array in the event is enough', { resources: ['arn:other'] }, true],
  ['an exact match is case-sensitive', { source: ['AWS.ec2'] }, false],
  ['a number matches a number', { detail: { count: [3] } }, true],
  ['a number does not match its text', { detail: { count: ['3'] } }, false],
  ['true matches true', { detail: { flag: [true] } }, true],
  ['null matches null', { detail: { nothing: [null] } }, true],
  ['null does not match an absent field', { detail: { absent: [null] } }, false],
  ['prefix matches the beginning', { source: [{ prefix: 'aws.' }] }, true],
  ['prefix can ignore case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
  ['prefix looks at each element', { resources: [{ prefix: 'arn:o' }] }, true],
  ['suffix matches the end', { source: [{ suffix: '.ec2' }] }, true],
  ['suffix does not match the beginning', { source: [{ suffix: 'aws' }] }, false],
  [
    'equals-ignore-case ignores case',
    { detail: { nested: { deep: [{ 'equals-ignore-case': 'tEXT' }] } } },
    true,
  ],
  ['wildcard spans any characters', { resources: [{ wildcard: 'arn:*:instance/i-*' }] }, true],
  ['wildcard is anchored at both ends', { source: [{ wildcard: '*s.e' }] }, false],
  ['a dot in a wildcard is a dot', { source: [{ wildcard: 'aws?ec2' }] }, false],
  ['anything-but excludes a value', { detail: { state: [{ 'anything-but': 'stopping' }] } }, false],
  [
    'anything-but lets the others pass',
    { detail: { state: [{ 'anything-but': ['running', 'stopped'] }] } },
    true,
  ],
  ['anything-but excludes a number', { detail: { count: [{ 'anything-but': [3] }] } }, false],
  ['anything-but needs the field', { detail: { absent: [{ 'anything-but': 'x' }] } }, false],
  ['anything-but excludes a prefix', { detail: { state: [{ 'anything-but': { prefix: 'stop' } }] } }, false],
  [
    'anything-but excludes wildcards',
    { source: [{ 'anything-but': { wildcard: ['gcp*', 'aws*'] } }] },
    false,
  ],
  ['exists finds a field', { detail: { state: [{ exists: true }] } }, true],
  ['exists finds null', { detail: { nothing: [{ exists: true }] } }, true],
  ['exists false finds a missing field', { detail: { absent: [{ exists: false }] } }, true],
  [
    'exists false finds a field whose parent is missing',
    { detail: { absent: { deep: [{ exists: false }] } } },
    true,
  ],
  ['exists works on leaves only', { detail: { nested: [{ exists: true }] } }, false],
  ['an empty array does not exist', { detail: { empty: [{ exists: false }] } }, true],
  ['numeric compares with one limit', { detail: { count: [{ numeric: ['>', 2] }] } }, true],
  ['numeric compares with two limits', { detail: { count: [{ numeric: ['>', 0, '<', 3] }] } }, false],
  ['numeric leaves texts alone', { detail: { state: [{ numeric: ['>', 0] }] } }, false],
  ['cidr matches an address of the block', { detail: { ip: [{ cidr: '10.0.1.0/24' }] } }, true],
  ['cidr leaves other addresses', { detail: { ip: [{ cidr: '10.0.2.0/24' }] } }, false],
  ['cidr leaves what is no address', { detail: { state: [{ cidr: '10.0.2.0/24' }] } }, false],
  ['$or needs one of its patterns', { $or: [{ source: ['x'] }, { detail: { count: [3] } }] }, true],
  ['$or fails when none fits', { $or: [{ source: ['x'] }, { detail: { count: [4] } }] }, false],
  [
    '$or works beside other fields',
    { detail: { state: ['x'], $or: [{ count: [3] }, { count: [4] }] } },
    false,
  ],
])('%s', (_, pattern, expected) => {
  expect(matches(pattern)).toBe(expected);
});

test('the elements of an array of objects are looked at one by one', () => {
  const matcher = compilePattern({ metrics: { name: ['a'], unit: ['s'] } });
  expect(
    matcher({
      metrics: [
        { name: 'a', unit: 'ms' },
        { name: 'b', unit: 's' },
      ],
    }),
  ).toBe(false);
  expect(matcher({ metrics: [{ name: 'a', unit: 's' }] })).toBe(true);
});

test.each([
  ['nothing', {}],
  ['no object', 'source'],
  ['a value outside an array', { source: 'aws.ec2' }],
  ['an empty array', { source: [] }],
  ['an empty object', { detail: {} }],
  ['an unknown operator', { source: [{ like: 'x' }] }],
  ['two operators in one choice', { source: [{ prefix: 'a', suffix: 'b' }] }],
  ['an unknown comparison', { detail: { count: [{ numeric: ['~', 1] }] } }],
  ['a comparison without a number', { detail: { count: [{ numeric: ['>'] }] } }],
  ['three comparisons', { detail: { count: [{ numeric: ['>', 1, '<', 9, '=', 3] }] } }],
  ['an address block without a length', { detail: { ip: [{ cidr: '10.0.0.0' }] } }],
  ['two asterisks in a row', { source: [{ wildcard: 'a**' }] }],
  ['an alternative alone', { $or: [{ source: ['x'] }] }],
  ['an unknown operator inside anything-but', { source: [{ 'anything-but': { like: 'x' } }] }],
])('a pattern with %s is refused', (_, pattern) => {
  expect(() => compilePattern(pattern)).toThrow(InvalidEventPatternException);
});

test('a wildcard without an asterisk is an exact match, whatever the characters', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const escaped = text.replace(/[\\*]/g, (found) => `\\${found}`);
      const matcher = compilePattern({ field: [{ wildcard: escaped }] });
      expect(matcher({ field: text })).toBe(true);
      expect(matcher({ field: other })).toBe(text === other);
    }),
  );
});

test('anything-but is the contrary of an exact match, for every text', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('a', 'b', ''), (text, excluded) => {
      const but = compilePattern({ field: [{ 'anything-but': [excluded] }] });
      const exact = compilePattern({ field: [excluded] });
      expect(but({ field: text })).toBe(!exact({ field: text }));
    }),
  );
});
