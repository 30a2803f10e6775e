import { isAuthorized, type Statement } from '../../sandbox/iam/policy.ts';

const allow: Statement = { Effect: 'Allow', Action: 'ec2:Attach*', Resource: 'arn:aws:ec2:*:eni/*' };
const asked = { action: 'ec2:AttachIt', resource: 'arn:aws:ec2:x:eni/1', context: new Map<string, string>() };
const tagged = { ...asked, context: new Map([['aws:resourcetag/team', 'red']]) };

test('what no statement allows is denied, and what one denies is denied whatever others allow', () => {
  expect(isAuthorized([], asked)).toBe(false);
  expect(isAuthorized([allow], asked)).toBe(true);
  expect(isAuthorized([allow, { ...allow, Effect: 'Deny' }], asked)).toBe(false);
});

test('the case of an action makes no difference, that of a resource does', () => {
  expect(isAuthorized([{ ...allow, Action: ['EC2:attachit'] }], asked)).toBe(true);
  expect(isAuthorized([{ ...allow, Action: ['ec2:Detach*'] }], asked)).toBe(false);
  expect(isAuthorized([{ ...allow, Resource: ['arn:aws:ec2:x:ENI/1'] }], asked)).toBe(false);
  expect(isAuthorized([{ ...allow, Resource: 'arn:aws:ec2:x:eni/?' }], asked)).toBe(true);
});

test.each([
  ['Null', 'false', true, false],
  ['Null', 'true', false, true],
  ['StringEquals', 'red', true, false],
  ['StringEquals', 'Red', false, false],
  ['StringEqualsIgnoreCase', 'Red', true, false],
  ['StringEqualsIgnoreCaseIfExists', 'blue', false, true],
  ['StringLike', 'r*', true, false],
  ['StringNotEqualsIgnoreCase', 'Red', false, true],
  ['StringNotEquals', 'Red', true, true],
])('%s %s holds with the tag: %s, without it: %s', (operator, value, withTag, without) => {
  const statements = [{ ...allow, Condition: { [operator]: { 'aws:ResourceTag/Team': value } } }];
  expect(isAuthorized(statements, tagged)).toBe(withTag);
  expect(isAuthorized(statements, asked)).toBe(without);
});

test.each([
  ['no keys at all', undefined, false, true],
  ['an empty list of keys', [], false, true],
  ['only keys that are allowed', ['a', 'b'], true, false],
  ['one key that is not', ['a', 'c'], false, false],
  ['a key in other letters', ['A'], false, false],
])('with %s, ForAllValues needs Null beside it to say no to nothing', (_what, keys, guarded, nullHolds) => {
  const about = { ...asked, context: new Map(keys === undefined ? [] : [['aws:tagkeys', keys]]) };
  const all = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } };
  const guard = { Null: { 'aws:TagKeys': 'false' } };
  expect(isAuthorized([{ ...allow, Condition: { ...all, ...guard } }], about)).toBe(guarded);
  expect(isAuthorized([{ ...allow, Condition: all }], about)).toBe(guarded || nullHolds);
  expect(isAuthorized([{ ...allow, Condition: { Null: { 'aws:TagKeys': 'true' } } }], about)).toBe(nullHolds);
});

test.each([
  ['no keys at all', undefined, false],
  ['one key that is named', ['a', 'c'], true],
  ['others alone', ['c', 'A'], false],
])('with %s, ForAnyValue holds as it should', (_what, keys, holds) => {
  const about = { ...asked, context: new Map(keys === undefined ? [] : [['aws:tagkeys', keys]]) };
  const any = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } };
  expect(isAuthorized([{ ...allow, Condition: any }], about)).toBe(holds);
});

test('a negated operator holds where none of its values does', () => {
  const neither = { StringNotEquals: { 'aws:ResourceTag/team': ['blue', 'red'] } };
  expect(isAuthorized([{ ...allow, Condition: neither }], tagged)).toBe(false);
});

test('an empty value is a value', () => {
  const empty = { ...asked, context: new Map([['aws:resourcetag/team', '']]) };
  const present = { ...allow, Condition: { Null: { 'aws:ResourceTag/team': 'false' } } };
  expect(isAuthorized([present], empty)).toBe(true);
});

test('what is not known is an error, and not an answer', () => {
  const odd = (condition: Statement['Condition']) => () =>
    isAuthorized([{ ...allow, ...(condition && { Condition: condition }) }], asked);
  expect(odd({ ArnLike: { 'aws:ResourceTag/x': 'y' } })).toThrow('ArnLike');
  expect(odd({ StringEquals: { 'aws:SourceIp': 'y' } })).toThrow('aws:SourceIp');
  expect(odd({ 'ForSomeValues:StringEquals': { 'aws:TagKeys': 'y' } })).toThrow('ForSomeValues');
  const several = { ...asked, context: new Map([['aws:tagkeys', ['a']]]) };
  const unsaid = { ...allow, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } };
  expect(() => isAuthorized([unsaid], several)).toThrow('several values');
  expect(() => isAuthorized([{ ...allow, NotResource: 'x' } as Statement], asked)).toThrow('NotResource');
});
