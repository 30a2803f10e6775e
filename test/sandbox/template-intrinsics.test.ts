import { describeResources, functionWith } from './template-fixture.ts';

/** A placeholder of Fn::Sub. */
const hole = (name: string) => `\${${name}}`;
function environmentValue(value: unknown, sections: object = {}): string | undefined {
  const { functions } = describeResources(
    functionWith({ Environment: { Variables: { V: value } } }),
    sections,
  );
  return functions[0]?.environment.V;
}

test.each([
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['Ref of a parameter', { Ref: 'Mode' }, 'observe'],
  ['Ref of a function', { Ref: 'Fn' }, 'svc-dev-failover'],
  ['Fn::GetAtt with a text', { 'Fn::GetAtt': 'Topic.TopicName' }, 'svc-dev-Topic'],
  [
    'Fn::Sub',
    { 'Fn::Sub': [hole('Mode'), hole('Topic.TopicName'), hole('!Mode')].join('/') },
    `observe/svc-dev-Topic/${hole('Mode')}`,
  ],
  [
    'Fn::Sub with variables',
    { 'Fn::Sub': [`${hole('X')}-${hole('Mode')}`, { X: { Ref: 'AWS::Partition' } }] },
    'aws-observe',
  ],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Mode' }]] }, 'a-observe'],
  ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['.', 'a.b.c'] }] }, 'b'],
  ['Fn::If with a condition that holds', { 'Fn::If': ['Observes', 'yes', 'no'] }, 'yes'],
  ['Fn::If with a condition that does not', { 'Fn::If': ['Acts', 'yes', 'no'] }, 'no'],
  ['Fn::If to no value', { 'Fn::If': ['Acts', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
])('%s is worked out', (_, value, expected) => {
  const sections = {
    Parameters: { Mode: { Type: 'String', Default: 'observe' } },
    Conditions: {
      Observes: { 'Fn::Equals': [{ Ref: 'Mode' }, 'observe'] },
      Acts: {
        'Fn::And': [{ 'Fn::Not': [{ Condition: 'Observes' }] }, { 'Fn::Or': [{ Condition: 'Observes' }] }],
      },
    },
  };
  expect(environmentValue(value, sections)).toBe(expected);
});
