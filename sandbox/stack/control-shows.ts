import type { Bucket } from '../s3/s3-bucket.ts';
import { get, type Route } from './control-route.ts';

/** The routes that show what there is and what has happened. */
export const shows: readonly Route[] = [
  get('world', 'Everything there is: instances, network interfaces, subnets …', ({ sandbox: { world } }) => ({
    instances: [...world.instances.values()],
    networkInterfaces: [...world.networkInterfaces.values()],
    addresses: [...world.addresses.values()],
    subnets: [...world.subnets.values()],
    vpcs: [...world.vpcs.values()],
    routeTables: [...world.routeTables.values()],
    cidrReservations: [...world.cidrReservations.values()],
    networkInterfacePermissions: [...world.networkInterfacePermissions.values()],
  })),
  get('events', 'The events that came to the bus, and the rules that matched', ({ bus }) => bus.records),
  get('alerts', 'The messages that were published to SNS topics', ({ sns }) =>
    [...sns.topics.values()].flat(),
  ),
  get('objects', 'The objects in the S3 buckets, each with all its versions', ({ s3 }) =>
    Object.fromEntries([...s3.buckets].map(([name, bucket]) => [name, readable(bucket)])),
  ),
  get('invocations', 'The runs of the Lambda functions', ({ lambda }) => lambda.invocations),
  get('queues', 'The messages in the SQS queues', ({ lambda }) =>
    Object.fromEntries([...lambda.sqs.queues].map(([name, queue]) => [name, queue.contents()])),
  ),
  get('calls', 'The API calls, with their callers and their latencies', ({ sandbox }) => sandbox.log.calls),
];

/** What is not text is not shown. */
function readable(bucket: Bucket) {
  return [...bucket.objects.values()].flat().map((object) => ({ ...object, binary: undefined }));
}
