import { settle } from '../../deploy/settle-conditions.ts';

const yes = { 'Fn::Equals': ['a', 'a'] };
const no = { 'Fn::Equals': ['a', 'b'] };

test.each([
  ['Equals of the same', yes, true],
  ['Equals of different texts', no, false],
  ['Not', { 'Fn::Not': [yes] }, false],
  ['And of what holds and what does not', { 'Fn::And': [yes, no] }, false],
  ['And of what holds', { 'Fn::And': [yes, { 'Fn::Not': [no] }] }, true],
  ['Or of what holds and what does not', { 'Fn::Or': [no, yes] }, true],
  ['Or of what does not', { 'Fn::Or': [no, no] }, false],
])('%s is answered', (_what, condition, made) => {
  const { Resources } = settle({
    Conditions: { Asked: condition },
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'Asked' } },
  });
  expect(Resources).toEqual(made ? { Topic: { Type: 'AWS::SNS::Topic' } } : {});
});

test('a choice becomes what is chosen, however deep it stands, and no value leaves no trace', () => {
  const choice = (condition: string, one: string) => ({
    'Fn::If': [condition, { Ref: one }, { Ref: 'AWS::NoValue' }],
  });
  const settled = settle({
    Conditions: { Yes: yes, No: no },
    Resources: {
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Key: choice('No', 'Key'),
          AlarmActions: [choice('Yes', 'Topic'), choice('No', 'Chat')],
          Nested: { 'Fn::If': ['Yes', { 'Fn::If': ['No', 1, { Deep: [null, 0, ''] }] }, 2] },
        },
      },
    },
    Outputs: {
      Topic: { Condition: 'Yes', Value: { 'Fn::If': ['Yes', 'own', 'given'] } },
      Chat: { Condition: 'No', Value: { Ref: 'Chat' } },
    },
  });
  expect(settled).toEqual({
    Resources: {
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmActions: [{ Ref: 'Topic' }], Nested: { Deep: [null, 0, ''] } },
      },
    },
    Outputs: { Topic: { Value: 'own' } },
  });
});

test('whoever waits for what is not made waits for the others only', () => {
  const resource = (DependsOn: string | string[]) => ({ Type: 'AWS::Lambda::Function', DependsOn });
  const { Resources } = settle({
    Conditions: { No: no },
    Resources: {
      Policy: { Type: 'AWS::IAM::Policy', Condition: 'No' },
      Role: { Type: 'AWS::IAM::Role' },
      One: resource('Policy'),
      Both: resource(['Role', 'Policy']),
    },
  });
  expect(Resources).toEqual({
    Role: { Type: 'AWS::IAM::Role' },
    One: { Type: 'AWS::Lambda::Function' },
    Both: { Type: 'AWS::Lambda::Function', DependsOn: ['Role'] },
  });
});

test.each([
  ['what only CloudFormation knows', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }],
  ['another condition', { Condition: 'Other' }],
  ['nothing', {}],
])('a condition about %s is an error that names it', (_what, condition) => {
  const template = {
    Conditions: { Asked: condition },
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'Asked' } },
  };
  expect(() => settle(template)).toThrow('The condition Asked of the template cannot be answered');
  expect(() => settle({ ...template, Conditions: {} })).toThrow('The condition Asked of the template');
});
