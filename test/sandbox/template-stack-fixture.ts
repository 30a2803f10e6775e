/** Publishes what it gets, through the endpoint in its environment, in the query protocol as the SDK would. */
const notifying = `export const handler = async (event) => {
  if (event.detail.state === 'fail') throw new Error('as asked');
  const form = { Action: 'Publish', Version: '2010-03-31', TopicArn: process.env.TOPIC, Message: JSON.stringify(event.detail) };
  const response = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', body: new URLSearchParams(form) });
  console.log('answered with ' + response.status);
  return response.status;
};`;

/** Puts what it gets into the bucket in its environment; S3 knows a call by the scope of its signature. */
const storing = `export const handler = async (event) => {
  const url = process.env.AWS_ENDPOINT_URL + '/' + process.env.BUCKET + '/' + event.key;
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260105/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const response = await fetch(url, { method: 'PUT', body: 'kept', headers: { authorization } });
  return response.status;
};`;

const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const basic = {
  Topic: { Type: 'AWS::SNS::Topic' },
  Failed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } },
  Fn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'notify',
      Code: { S3Key: 'x/y/notify.zip' },
      Handler: 'handlers/notify.handler',
      Runtime: 'nodejs24.x',
      Environment: { Variables: { TOPIC: { Ref: 'Topic' } } },
    },
  },
  Kept: { Type: 'AWS::S3::Bucket' },
  StoreFn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'store',
      Code: { S3Key: 'x/y/store.zip' },
      Handler: 'handlers/store.handler',
      Runtime: 'nodejs24.x',
      Timeout: 20,
      Environment: { Variables: { BUCKET: { Ref: 'Kept' } } },
      Role: { 'Fn::GetAtt': ['StoreRole', 'Arn'] },
    },
  },
  StoreRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': `\${Kept.Arn}/*` } },
            ],
          },
        },
      ],
    },
  },
  Never: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'never',
      Roles: [{ Ref: 'StoreRole' }],
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: { 'Fn::Sub': `\${Kept.Arn}/theirs/*` } }],
      },
    },
  },
  Config: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Fn' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['test'] }, Targets: [{ Id: 'notify', Arn: arn }] },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
    },
  },
};

/** Says how many messages it got; a body is the event as EventBridge sends it. */
const counting = `export const handler = async ({ Records }) =>
  Records.map(({ body }) => JSON.parse(body).detail.state).sort().join();`;

const queueArn = { 'Fn::GetAtt': ['Calls', 'Arn'] };
/** A rule fills a queue, and a function reads two messages of it at a time. */
const queued = {
  Calls: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
  CallsPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Calls' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['CallRule', 'Arn'] } } },
          },
        ],
      },
    },
  },
  CallRule: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['call'] }, Targets: [{ Id: 'calls', Arn: queueArn }] },
  },
  ReaderRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: queueArn }] },
        },
      ],
    },
  },
  CountFn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'count',
      Code: { S3Key: 'x/y/count.zip' },
      Handler: 'handlers/count.handler',
      Runtime: 'nodejs24.x',
      Timeout: 20,
      Role: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] },
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: queueArn,
      FunctionName: { 'Fn::GetAtt': ['CountFn', 'Arn'] },
      BatchSize: 2,
      MaximumBatchingWindowInSeconds: 300,
      ScalingConfig: { MaximumConcurrency: 2 },
    },
  },
};

/** Three packaged functions with what they need. */
export const template = { Resources: { ...basic, ...queued } };

/** The code of each function, by its name. */
export const sources = { notify: notifying, store: storing, count: counting };
