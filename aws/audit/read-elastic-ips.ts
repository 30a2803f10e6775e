import { type Address, DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import type { AuditedElasticIp } from '../../domain/audit/audit-snapshot.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import { present, tagsOf, textOf } from '../gentle/record-fields.ts';
import { type AuditRun, readRecords } from './audit-run.ts';

/** This call has no pages (cleanup-and-conflicts 1.3). */
export function readElasticIps(run: AuditRun): Promise<readonly AuditedElasticIp[]> {
  return readRecords(run, 'elastic-ips', () => describeAddresses(run), toElasticIp);
}

async function describeAddresses({ ec2, deadline }: AuditRun) {
  const { Addresses } = await callGently(ec2, 'DescribeAddresses', deadline, (client) =>
    client.send(new DescribeAddressesCommand({})),
  );
  return { records: Addresses, nextToken: undefined };
}

function toElasticIp(record: Address): readonly AuditedElasticIp[] {
  const { AllocationId, PublicIp, CarrierIp, CustomerOwnedIp, NetworkInterfaceId, PrivateIpAddress } = record;
  return [
    {
      allocationId: textOf(AllocationId, 'AllocationId', 'an Elastic IP'),
      publicIp: textOf(PublicIp ?? CarrierIp ?? CustomerOwnedIp, 'PublicIp', 'an Elastic IP'),
      ...present('eniId', NetworkInterfaceId),
      ...present('privateIpAddress', PrivateIpAddress),
      tags: tagsOf(record.Tags, 'an Elastic IP'),
    },
  ];
}
