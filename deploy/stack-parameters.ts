import * as z from 'zod/mini';
import { type Environment, quantity, readEnvironment } from '../aws/environment.ts';

const topicArn = /^arn:[\w-]+:sns:([\w-]+):\d{12}:[\w-]{1,256}$/;
/** No alias: IAM does not take one for its key. */
const keyArn = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]{1,256}$/;

/** Ids separated by commas, as Fn::Split takes them: without spaces. */
function ids(kind: 'subnet' | 'sg') {
  const error = `ids of the form ${kind}-0123456789abcdef0, separated by commas and nothing else`;
  return z.optional(
    z.string().check(z.regex(new RegExp(`^${kind}-[0-9a-f]{8,17}(,${kind}-[0-9a-f]{8,17})*$`), { error })),
  );
}

const schema = z.object({
  alertEmail: z.optional(z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/, { error: 'an e-mail address' }))),
  alertTopicArn: z.optional(z.string().check(z.regex(topicArn, { error: 'the ARN of an SNS topic' }))),
  alertTopicKeyArn: z.optional(z.string().check(z.regex(keyArn, { error: 'the ARN of a KMS key' }))),
  chat: z.optional(z.enum(['off', 'on'], { error: 'off or on' })),
  vpcSubnetIds: ids('subnet'),
  vpcSecurityGroupIds: ids('sg'),
  manifestRetentionDays: quantity(1, 1, 36_500, 400),
  auditMemoryMB: quantity(1, 128, 10_240, 1_024),
  auditHeapMB: quantity(1, 64, 10_240, 256),
});

/**
 * Checks the parameters that no function is told of, and what must fit together. Throws an error that names every wrong one. The
 * framework itself checks times, sizes, schedules and the days of the logs.
 */
export function checkStackParameters(given: Environment, region: string): void {
  const data = readEnvironment(schema, given);
  const problems: string[] = [];
  const found = topicArn.exec(data.alertTopicArn ?? '');
  if (found !== null && found[1] !== region) {
    problems.push(
      `alertTopicArn must be a topic of ${region}, the Region of the stack; it is one of ${found[1]}`,
    );
  }
  if ((data.vpcSubnetIds === undefined) !== (data.vpcSecurityGroupIds === undefined)) {
    problems.push('vpcSubnetIds and vpcSecurityGroupIds must both be given or both be empty');
  }
  if (data.auditHeapMB >= data.auditMemoryMB) {
    problems.push(
      `auditHeapMB must be less than auditMemoryMB, which is ${data.auditMemoryMB}; it is ${data.auditHeapMB}`,
    );
  }
  if (problems.length > 0) throw new Error(`ENI Warden is not configured: ${problems.join('; ')}`);
}
