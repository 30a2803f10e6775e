import { auditParts } from '../../domain/audit/audit-part.ts';
import type { Permission } from './permission.ts';
import { bucket, everything, objectsIn, queue } from './resources.ts';
import { keepWhatFailed, logTo, tellOnCall } from './shared.ts';

/** It reads, and changes nothing in EC2: what it finds is for people to mend. Its metrics go through its log. */
export const audit: readonly Permission[] = [
  {
    sid: 'LookAtWhatIsThere',
    why: "Neither EC2's describe actions nor, where composite alarms count, CloudWatch's can be limited to resources.",
    for: Object.values(auditParts),
    on: everything,
  },
  {
    sid: 'KeepItsFiles',
    why: 'Its own files and nothing else in the bucket. Writing on the condition that nobody else has written since takes both actions.',
    for: ['s3:GetObject', 's3:PutObject'],
    on: objectsIn('audit/'),
  },
  {
    sid: 'KnowWhatIsMissing',
    why: 'Without it, S3 says of a file that is not there only that it is forbidden, and the first audit would find no end. Whether S3 then asks with the key as the prefix or with none is not known: hence IfExists.',
    for: ['s3:GetObject'],
    actions: ['s3:ListBucket'],
    on: bucket,
    only: { StringLikeIfExists: { 's3:prefix': 'audit/*' } },
  },
  {
    sid: 'TakeFromTheQueue',
    why: 'Lambda itself receives and deletes, with the role of the function.',
    for: 'Lambda',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    on: queue('AuditQueue'),
  },
  tellOnCall,
  keepWhatFailed,
  logTo('AuditLogGroup'),
];
