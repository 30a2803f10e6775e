import type { Resource } from './permission.ts';

/** EC2's describe actions cannot be limited to resources. */
export const everything = ['*'];

const ofEc2 = (kind: string): Resource => ({
  'Fn::Sub': `arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:${kind}/*`,
});

export const enis = [ofEc2('network-interface')];
export const enisAndInstances = [...enis, ofEc2('instance')];
export const subnetsAndSecurityGroups = [ofEc2('subnet'), ofEc2('security-group')];
export const elasticIps = [ofEc2('elastic-ip')];
export const routeTables = [ofEc2('route-table')];

/** Of this account or of any other that shares them. */
export const anySecurityGroup = [{ 'Fn::Sub': `arn:\${AWS::Partition}:ec2:*:*:security-group/*` }];

/** Where people are told. The framework takes no Fn::If in the resources of its own role, but an Fn::Join of one. */
export const topics = [{ 'Fn::Join': ['', [`\${self:custom.alertTopic}`]] }];

export const chatTopic: Resource = { Ref: 'ChatTopic' };
/** Of the stack, or of somebody. */
export const topicKey = `\${self:custom.alertTopicKey}`;

export const bucket = [{ 'Fn::GetAtt': ['Store', 'Arn'] }];
export const objectsIn = (folder: string): readonly Resource[] => [{ 'Fn::Sub': `\${Store.Arn}/${folder}*` }];

export const queue = (logicalId: string): readonly Resource[] => [{ 'Fn::GetAtt': [logicalId, 'Arn'] }];
export const logGroup = (logicalId: string): readonly Resource[] => [{ 'Fn::GetAtt': [logicalId, 'Arn'] }];
