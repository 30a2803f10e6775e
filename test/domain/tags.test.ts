import {
  readGroupName,
  readGroupNames,
  readHold,
  readPriority,
  tagKeys,
  tagPrefix,
} from '../../domain/tags.ts';

const group = (value: string) => ({ 'eni-warden:group': value });
const hold = (value: string) => ({ 'eni-warden:hold': value });
const priority = (value: string) => ({ 'eni-warden:priority': value });

describe('Tags', () => {
  test('a thing without a tag is not enrolled, not held, and has no priority of its own', () => {
    expect(readGroupName({})).toEqual({ kind: 'absent' });
    expect(readGroupNames({})).toEqual({ kind: 'absent' });
    expect(readHold({})).toEqual({ kind: 'absent' });
    expect(readPriority({})).toEqual({ kind: 'absent' });
  });

  test('tags that are inherited by the object and not carried by the thing do not count', () => {
    expect(readGroupName(Object.create(group('db')))).toEqual({ kind: 'absent' });
  });

  test('the group tag of an ENI names one group, and blanks around it do not matter', () => {
    expect(readGroupName(group(' db-1 '))).toEqual({ kind: 'read', value: 'db-1' });
  });

  test.each(['', '   ', 'db web', 'db,web', 'x'.repeat(129), 'db\u0007'])(
    'the group tag %j of an ENI is unreadable',
    (raw) => {
      expect(readGroupName(group(raw))).toMatchObject({ kind: 'unreadable', raw });
    },
  );

  test('one instance is a member of many groups, each named once', () => {
    expect(readGroupNames(group('db  web db'))).toEqual({ kind: 'read', value: ['db', 'web'] });
  });

  test.each(['', ' ', 'db web,dns'])('the group tag %j of an instance is unreadable as a whole', (raw) => {
    expect(readGroupNames(group(raw))).toMatchObject({ kind: 'unreadable', raw });
  });

  test.each([
    ['10', 10],
    [' 7 ', 7],
    ['-3', -3],
    ['+5', 5],
    ['0', 0],
  ])('priority %j is %d', (raw, value) => {
    expect(readPriority(priority(raw))).toEqual({ kind: 'read', value });
  });

  test.each(['', 'high', '1.5', '1e3', '0x10', '١', '1234567890', 'NaN'])(
    'priority %j is unreadable, and never a default',
    (raw) => {
      expect(readPriority(priority(raw))).toMatchObject({ kind: 'unreadable', raw });
    },
  );

  test('a hold gives its reason; a hold without a reason is unreadable', () => {
    expect(readHold(hold(' patching '))).toEqual({ kind: 'read', value: 'patching' });
    expect(readHold(hold(' '))).toMatchObject({ kind: 'unreadable', raw: ' ' });
  });

  const characters = 'has a name longer than 128 characters or with a character that EC2 tags do not allow';
  test.each([
    [readGroupName(group(' ')), 'names no group'],
    [readGroupName(group('db\tweb')), 'names more than one group'],
    [readGroupName(group('db,web')), characters],
    [readGroupNames(group(' ')), 'names no group'],
    [readGroupNames(group('db web,dns')), characters],
    [readPriority(priority('high')), 'is not an integer of at most nine digits'],
    [readHold(hold(' ')), 'gives no reason'],
  ])('what cannot be read says why: %j', (reading, problem) => {
    expect(reading).toMatchObject({ kind: 'unreadable', problem });
  });

  test('the keys are those that owners write', () => {
    expect(tagPrefix).toBe('eni-warden:');
    expect(Object.values(tagKeys).every((key) => key.startsWith(tagPrefix))).toBe(true);
  });
});
