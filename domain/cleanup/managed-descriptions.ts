/**
 * How AWS services describe the ENIs that they make (cleanup-and-conflicts 1.5). Anybody can write a description, so it
 * is only ever a reason to keep. Case does not matter, and neither do blanks at the ends.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/^elb\b/i, 'Elastic Load Balancing'],
  [/^aws lambda vpc eni/i, 'Lambda'],
  [/\bnat gateway\b/i, 'a NAT gateway'],
  [/^vpc endpoint interface/i, 'a VPC endpoint'],
  [/^efs mount target/i, 'EFS'],
  [/^rdsnetworkinterface/i, 'RDS'],
  [/\bdbproxy\b/i, 'RDS Proxy'],
  [/^redshiftnetworkinterface/i, 'Redshift'],
  [/^elasticache\b/i, 'ElastiCache'],
  [/^dax\b/i, 'DynamoDB Accelerator'],
  [/^dmsnetworkinterface/i, 'Database Migration Service'],
  [/^es\s/i, 'OpenSearch'],
  [/\bamazon eks\b/i, 'EKS'],
  [/^aws-k8s-/i, 'the Amazon VPC CNI'],
  [/^arn:aws[\w-]*:ecs:/i, 'ECS'],
  [/\belasticmapreduce\b|\bemr\b/i, 'EMR'],
  [/\btransit gateway\b/i, 'a transit gateway'],
  [/^aws created network interface for directory/i, 'Directory Service'],
  [/\bworkspaces\b/i, 'WorkSpaces'],
  [/\bglue\b/i, 'Glue'],
  [/\bsagemaker\b/i, 'SageMaker'],
  [/\bamazon mq\b/i, 'Amazon MQ'],
  [/\bfirehose\b/i, 'Firehose'],
  [/^route 53 resolver/i, 'Route 53 Resolver'],
  [/\bdatasync\b/i, 'DataSync'],
  [/\bapi ?gateway\b/i, 'API Gateway'],
  [/\bcodestar\b/i, 'CodeStar Connections'],
  [/\bcloudhsm\b/i, 'CloudHSM'],
  [/\bmsk\b|\bfsx\b|\bgrafana\b|\bcodebuild\b|\bmwaa\b|\bappstream\b|\bcomprehend\b/i, 'an AWS service'],
  [/\bquicksight\b|\bglobal accelerator\b|\bglobalaccelerator\b/i, 'an AWS service'],
];

const doNotDelete = /\b(do ?not|don ?t|never) ?(delete|remove|touch)\b/i;

/** Why a description keeps the ENI that has it; undefined where it does not. */
export function describedBecause(description: string): string | undefined {
  const text = description.trim();
  if (doNotDelete.test(text.replace(/[\W_]+/g, ' '))) return 'its description asks not to delete it';
  const found = patterns.find(([pattern]) => pattern.test(text));
  return found === undefined ? undefined : `its description is one that ${found[1]} writes`;
}
