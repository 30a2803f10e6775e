import type { Role } from '../iam/iam.ts';
import { lastPart, queueName } from './template-arns.ts';
import type { Resolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import type { PropertiesOf } from './template-resources.ts';

export interface FunctionDescription {
  readonly name: string;
  /** Where the packaged code is: its bucket, if the template names one, and its key there. */
  readonly code: { readonly bucket: string | undefined; readonly key: string };
  /** `handlers/failover.handler` */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly maximumEventAgeMs: number | undefined;
  readonly maximumRetryAttempts: number | undefined;
  readonly onFailureQueue: string | undefined;
  /** What its calls may do; undefined where its role is not one of the template. */
  readonly role: Role | undefined;
}

/** A function with its configuration for asynchronous invocation, if there is one. */
export function describeFunction(
  logicalId: string,
  fn: PropertiesOf<'AWS::Lambda::Function'>,
  invokeConfigs: readonly PropertiesOf<'AWS::Lambda::EventInvokeConfig'>[],
  role: Role | undefined,
  resolver: Resolver,
): FunctionDescription {
  const name = identify(logicalId, logicalId, resolver).ref;
  const config = invokeConfigs.find(({ FunctionName }) => lastPart(FunctionName) === name);
  const age = config?.MaximumEventAgeInSeconds;
  const destination = config?.DestinationConfig?.OnFailure?.Destination;
  return {
    name,
    code: { bucket: fn.Code.S3Bucket, key: fn.Code.S3Key },
    handler: fn.Handler,
    timeoutMs: fn.Timeout * 1000,
    memoryMegabytes: fn.MemorySize,
    reservedConcurrency: fn.ReservedConcurrentExecutions,
    environment: fn.Environment?.Variables ?? {},
    maximumEventAgeMs: age === undefined ? undefined : age * 1000,
    maximumRetryAttempts: config?.MaximumRetryAttempts,
    onFailureQueue: destination === undefined ? undefined : queueName(destination, logicalId),
    role,
  };
}
