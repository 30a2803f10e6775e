import type { Permission } from './permission.ts';
import { logGroup, queue, topics } from './resources.ts';

/** To publish, a row of each function that tells. */
export const tellOnCall: Permission = {
  sid: 'TellOnCall',
  why: 'Alerts go to the topic of the stack, and to no other.',
  for: ['sns:Publish'],
  on: topics,
};

/** To the role of the failover the framework adds this and the next row by itself. */
export const keepWhatFailed: Permission = {
  sid: 'KeepWhatFailed',
  why: 'Lambda puts an event there that the function failed for good.',
  for: 'Lambda',
  actions: ['sqs:SendMessage'],
  on: queue('FailureQueue'),
};

export const logTo = (logicalId: string): Permission => ({
  sid: 'Log',
  why: 'Lambda writes what the function prints, its metrics too. The group itself is made by the stack.',
  for: 'Lambda',
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  on: logGroup(logicalId),
});
