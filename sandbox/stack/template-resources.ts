import { z } from 'zod';
import type { Resolver } from './template-intrinsics.ts';
import { policySchema } from './template-policies.ts';
import { TemplateError } from './template-types.ts';

/** Numbers may come as texts: CloudFormation takes both. */
const number = z.coerce.number();

const deadLetter = z.object({ Arn: z.string() });

const ruleTarget = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  /** A fixed JSON text in place of the event. */
  Input: z.string().optional(),
  RetryPolicy: z
    .strictObject({ MaximumEventAgeInSeconds: number.optional(), MaximumRetryAttempts: number.optional() })
    .optional(),
  DeadLetterConfig: deadLetter.optional(),
});

/** The properties, of those types of resource that the sandbox brings to life, that it honours or can leave aside. */
export const resourceSchemas = {
  'AWS::Lambda::Function': z.object({
    Code: z.object({ S3Bucket: z.string().optional(), S3Key: z.string() }),
    Handler: z.string(),
    Runtime: z.string(),
    Timeout: number.default(3),
    MemorySize: number.default(128),
    ReservedConcurrentExecutions: number.optional(),
    Role: z.string().optional(),
    Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  }),
  'AWS::Events::Rule': z.strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    EventBusName: z.literal('default').optional(),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.string().default('ENABLED'),
    RoleArn: z.string().optional(),
    Tags: z.unknown().optional(),
    Targets: z.array(ruleTarget).max(5).default([]),
  }),
  'AWS::Lambda::Permission': z.object({
    Action: z.string(),
    FunctionName: z.string(),
    Principal: z.string(),
    SourceArn: z.string().optional(),
  }),
  'AWS::Lambda::EventInvokeConfig': z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumEventAgeInSeconds: number.min(60).max(21_600).optional(),
    MaximumRetryAttempts: number.min(0).max(2).optional(),
    DestinationConfig: z
      .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
      .optional(),
  }),
  'AWS::Lambda::EventSourceMapping': z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: number.min(1).max(10_000).default(10),
    MaximumBatchingWindowInSeconds: number.min(0).max(300).default(0),
    Enabled: z.union([z.boolean(), z.stringbool()]).default(true),
    ScalingConfig: z.strictObject({ MaximumConcurrency: number.min(2).max(1_000).optional() }).optional(),
    Tags: z.unknown().optional(),
  }),
  'AWS::S3::Bucket': z.object({}),
  'AWS::SQS::Queue': z.strictObject({
    QueueName: z.string().optional(),
    VisibilityTimeout: number.min(0).max(43_200).default(30),
    MessageRetentionPeriod: number.min(60).max(1_209_600).default(345_600),
    RedrivePolicy: z
      .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: number.min(1).max(1_000) })
      .optional(),
    RedriveAllowPolicy: z.unknown().optional(),
    SqsManagedSseEnabled: z.unknown().optional(),
    Tags: z.unknown().optional(),
  }),
  'AWS::SQS::QueuePolicy': z.strictObject({ Queues: z.array(z.string()), PolicyDocument: policySchema }),
  'AWS::SNS::Topic': z.object({}),
};

/** Whether resources of this type have no part in what the sandbox shows. */
export function isLeftAside(type: string): boolean {
  return leftAside.has(type);
}

/** Types that a deployment needs and that have no part in what the sandbox shows. */
const leftAside = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
]);

export type ResourceType = keyof typeof resourceSchemas;
export type PropertiesOf<Type extends ResourceType> = z.infer<(typeof resourceSchemas)[Type]>;

/** Every resource of one type that its condition lets exist, by logical id, its properties resolved and checked. */
export function resourcesOf<Type extends ResourceType>(
  type: Type,
  resolver: Resolver,
  exists: (logicalId: string) => boolean,
): Map<string, PropertiesOf<Type>> {
  const found = Object.entries(resolver.template.Resources).filter(
    ([id, resource]) => resource.Type === type && exists(id),
  );
  return new Map(
    found.map(([logicalId, resource]) => {
      const parsed = resourceSchemas[type].safeParse(resolver.resolve(resource.Properties, logicalId));
      if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
      return [logicalId, parsed.data as PropertiesOf<Type>];
    }),
  );
}

/** Throws TemplateError for a type of resource that would do something in AWS, and nothing here. */
export function refuseUnknownTypes(resolver: Resolver): void {
  for (const [logicalId, { Type }] of Object.entries(resolver.template.Resources)) {
    if (Type in resourceSchemas || leftAside.has(Type)) continue;
    throw new TemplateError(logicalId, `the sandbox does not know resources of type ${Type}`);
  }
}
