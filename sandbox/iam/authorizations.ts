import type { Core } from '../world/core.ts';
import { ec2Authorizations } from './ec2-authorizations.ts';
import type { Authorization } from './policy.ts';

/** A call as the sandbox tells it apart: the service of its signature, its action, and its parameters as they came. */
export interface AskedCall {
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What IAM is asked about one call: an action on a resource, with the tags that it has at this moment. Most calls that change
 * something are about several resources, and all have to be allowed (Service Authorization Reference; facts 8). Undefined
 * where the call names something that does not exist: the service itself says so.
 */
export function authorizationsOf(call: AskedCall, core: Core): readonly Authorization[] | undefined {
  const { service, action, parameters } = call;
  switch (service) {
    case 'ec2':
      return ec2Authorizations(call, core);
    case 's3':
      return [ofS3(call)];
    case 'sns':
      return [about('sns', action, parameters.TopicArn)];
    case 'monitoring':
      return [about('cloudwatch', action)];
    default:
      return [about(service, action)];
  }
}

/** HeadObject has no action of its own, and listing is an action on the bucket (Service Authorization Reference, S3). */
function ofS3({ action, parameters }: AskedCall): Authorization {
  const { Bucket = '', Key = '', prefix } = parameters;
  const bucket = `arn:aws:s3:::${Bucket}`;
  if (action === 'ListObjectsV2')
    return {
      ...about('s3', 'ListBucket', bucket),
      context: new Map(prefix === undefined ? [] : [['s3:prefix', prefix]]),
    };
  return about('s3', action === 'HeadObject' ? 'GetObject' : action, `${bucket}/${Key}`);
}

/** About `*` where the action cannot be limited to resources, or where nothing is known of it. */
function about(service: string, action: string, resource = '*'): Authorization {
  return { action: `${service}:${action}`, resource, context: new Map() };
}
