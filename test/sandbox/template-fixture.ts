import { describeTemplate } from '../../sandbox/stack/template.ts';

const settings = { region: 'eu-west-1', account: '123456789012', stackName: 'svc-dev' };

export const functionArn = { 'Fn::GetAtt': ['Fn', 'Arn'] };

export const fn = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { Ref: 'Bucket' }, S3Key: 'serverless/svc/dev/1-now/failover.zip' },
    Handler: 'handlers/failover.handler',
    Runtime: 'nodejs24.x',
    FunctionName: 'svc-dev-failover',
    Timeout: 120,
    MemorySize: 512,
    Environment: { Variables: { TOPIC: { Ref: 'Topic' }, MODE: 'act', COUNT: 3 } },
  },
};
export const rule = {
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: 'on-event',
    EventPattern: { source: ['aws.ec2'] },
    Targets: [{ Id: 't', Arn: functionArn }],
  },
};
export const permission = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
  },
};
const base = {
  Fn: fn,
  Rule: rule,
  Permission: permission,
  Topic: { Type: 'AWS::SNS::Topic' },
  Bucket: { Type: 'AWS::S3::Bucket' },
};

export function describeResources(resources: object, sections: object = {}) {
  return describeTemplate(JSON.stringify({ ...sections, Resources: { ...base, ...resources } }), settings);
}

/** The function with some of its properties in place of the base's. */
export function functionWith(properties: object) {
  return { Fn: { ...fn, Properties: { ...fn.Properties, ...properties } } };
}

export function ruleWith(properties: object) {
  return { Rule: { ...rule, Properties: { ...rule.Properties, ...properties } } };
}
