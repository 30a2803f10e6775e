import type { Resolver } from './template-intrinsics.ts';
import { TemplateError } from './template-types.ts';

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Naming {
  /** The property that holds the name, when the template's author chose it. */
  readonly property: string;
  identity(name: string, region: string, account: string): Identity;
}

const namings: Readonly<Record<string, Naming>> = {
  'AWS::Lambda::Function': {
    property: 'FunctionName',
    identity: (name, region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:lambda:${region}:${account}:function:${name}` },
    }),
  },
  'AWS::Events::Rule': {
    property: 'Name',
    identity: (name, region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:events:${region}:${account}:rule/${name}` },
    }),
  },
  'AWS::SQS::Queue': {
    property: 'QueueName',
    identity: (name, region, account) => ({
      ref: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
      attributes: { Arn: `arn:aws:sqs:${region}:${account}:${name}`, QueueName: name },
    }),
  },
  'AWS::SNS::Topic': {
    property: 'TopicName',
    identity: (name, region, account) => {
      const arn = `arn:aws:sns:${region}:${account}:${name}`;
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  'AWS::IAM::Role': {
    property: 'RoleName',
    identity: (name, _region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${account}:role/${name}` },
    }),
  },
  'AWS::KMS::Key': {
    // Nobody can name a key: its id is CloudFormation's, and here the name that it would have given.
    property: 'KeyId',
    identity: (name, region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:kms:${region}:${account}:key/${name}`, KeyId: name },
    }),
  },
  'AWS::Logs::LogGroup': {
    property: 'LogGroupName',
    identity: (name, region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:logs:${region}:${account}:log-group:${name}:*` },
    }),
  },
  'AWS::CloudWatch::Alarm': {
    property: 'AlarmName',
    identity: (name, region, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` },
    }),
  },
  'AWS::S3::Bucket': {
    property: 'BucketName',
    // The name of a bucket has no capital letters; CloudFormation makes them small in the names that it gives.
    identity: (name) => ({
      ref: name.toLowerCase(),
      attributes: { Arn: `arn:aws:s3:::${name.toLowerCase()}` },
    }),
  },
};

/** CloudFormation names what the template does not name after the stack and the logical id, plus chance. */
export function identify(logicalId: string, where: string, resolver: Resolver): Identity {
  const { template, settings } = resolver;
  const resource = template.Resources[logicalId];
  if (resource === undefined)
    throw new TemplateError(where, `there is no resource or parameter ${logicalId}`);
  const naming = namings[resource.Type];
  if (naming === undefined) {
    throw new TemplateError(
      where,
      `the sandbox cannot refer to ${logicalId}, a resource of type ${resource.Type}`,
    );
  }
  const chosen = resource.Properties[naming.property];
  const name =
    chosen === undefined ? `${settings.stackName}-${logicalId}` : resolver.resolveText(chosen, logicalId);
  return naming.identity(name, settings.region, settings.account);
}
