import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';

/**
 * All clients try once: retries are ours, under one deadline. The SDK gives up on HTTP 500 after as little as 31 ms,
 * and by default waits up to 900 s for a socket (facts 3).
 */
export const oneTry = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 6_000, throwOnRequestTimeout: true },
} as const;

export function createEc2Client(overrides: EC2ClientConfig = {}): EC2Client {
  return new EC2Client({ ...oneTry, ...overrides });
}

export function createSnsClient(overrides: SNSClientConfig = {}): SNSClient {
  return new SNSClient({ ...oneTry, ...overrides });
}

export function createS3Client(overrides: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...oneTry, ...overrides });
}

export function createCloudWatchClient(overrides: CloudWatchClientConfig = {}): CloudWatchClient {
  return new CloudWatchClient({ ...oneTry, ...overrides });
}
