import { describedBecause } from '../../../domain/cleanup/managed-descriptions.ts';

const written: readonly (readonly [string, string])[] = [
  ['ELB app/web/50dc6c495c0c9188', 'Elastic Load Balancing'],
  ['AWS Lambda VPC ENI-fn-1', 'Lambda'],
  ['Interface for NAT Gateway nat-0a', 'a NAT gateway'],
  ['VPC Endpoint Interface vpce-0a', 'a VPC endpoint'],
  ['EFS mount target for fs-1 (fsmt-1)', 'EFS'],
  ['RDSNetworkInterface', 'RDS'],
  ['Network interface for DBProxy px', 'RDS Proxy'],
  ['RedshiftNetworkInterface', 'Redshift'],
  ['ElastiCache cache-1', 'ElastiCache'],
  ['DAX my-dax', 'DynamoDB Accelerator'],
  ['DMSNetworkInterface', 'Database Migration Service'],
  ['ES my-domain', 'OpenSearch'],
  ['Amazon EKS prod', 'EKS'],
  ['aws-K8S-i-0123', 'the Amazon VPC CNI'],
  ['arn:aws:ecs:eu-west-1:123456789012:attachment/1', 'ECS'],
  ['arn:aws-us-gov:ecs:us-gov-east-1:123456789012:attachment/1', 'ECS'],
  ['AWS ElasticMapReduce cluster', 'EMR'],
  ['node of EMR', 'EMR'],
  ['Network Interface for Transit Gateway Attachment tgw-attach-1', 'a transit gateway'],
  ['AWS created network interface for directory d-1', 'Directory Service'],
  ['Created By Amazon Workspaces for AWS Account ID 123456789012', 'WorkSpaces'],
  ['Attached to Glue using role: glue', 'Glue'],
  ['ENI managed by SageMaker for Studio Domain(d-1)', 'SageMaker'],
  ['Amazon MQ network interface for broker b-1', 'Amazon MQ'],
  ['Amazon Kinesis Firehose - stream', 'Firehose'],
  ['Route 53 Resolver: rslvr-in-1:rni-1', 'Route 53 Resolver'],
  ['datasync task', 'DataSync'],
  ['ENI managed by APIGateway', 'API Gateway'],
  ['of an API Gateway', 'API Gateway'],
  ['AWS CodeStar Connections', 'CodeStar Connections'],
  ['CloudHSM Managed Interface', 'CloudHSM'],
  ['MSK broker', 'an AWS service'],
  ['FSx file system', 'an AWS service'],
  ['Amazon QuickSight', 'an AWS service'],
  ['ENI of GlobalAccelerator', 'an AWS service'],
];

test.each(written)('%j is what its service writes: %s', (description, service) => {
  expect(describedBecause(description)).toBe(`its description is one that ${service} writes`);
});

test.each([
  'shelf for an ELB',
  'no aws lambda vpc eni',
  'my VPC endpoint interface',
  'my EFS mount target',
  'myRDSNetworkInterface',
  'myRedshiftNetworkInterface',
  'my ElastiCache',
  'my DAX',
  'myDMSNetworkInterface',
  'two ES clients',
  'my aws-k8s-node',
  'see arn:aws:ecs:eu-west-1:1:x',
  'no AWS created network interface for directory',
  'my Route 53 resolver',
])('%j is not: it does not begin so', (description) => {
  expect(describedBecause(description)).toBeUndefined();
});

test.each([
  'do not delete',
  'donotdelete',
  'DO  NOT -- REMOVE',
  "don't touch",
  'Dont delete',
  'never__touch',
  'neverdelete',
])('%j asks not to delete it', (description) => {
  expect(describedBecause(description)).toBe('its description asks not to delete it');
});

test.each(['done, delete', 'undo not deleted', 'never mind'])('%j does not ask for that', (description) => {
  expect(describedBecause(description)).toBeUndefined();
});
