import { TemplateError } from './template-types.ts';

/** The name of a function, queue or topic, which ends its ARN; a plain name is its own. */
export function lastPart(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

export function isQueueArn(arn: string): boolean {
  return arn.startsWith('arn:aws:sqs:');
}

/** The name of the SQS queue that an ARN means. Throws TemplateError for anything else. */
export function queueName(arn: string, logicalId: string): string {
  if (isQueueArn(arn)) return lastPart(arn);
  throw new TemplateError(logicalId, `the sandbox sends failures to SQS queues only, not to ${arn}`);
}
