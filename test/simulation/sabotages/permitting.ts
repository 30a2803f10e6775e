import type { Sabotage } from './sabotage.ts';

/** Mistakes in the table that the roles of the functions are made of. */
export const permitting: readonly Sabotage[] = [
  {
    name: 'look-not-permitted',
    what: 'The role of the failover lacks DescribeInstanceStatus.',
    breaks: ['permitted'],
    edits: [
      {
        file: 'deploy/permissions/failover.ts',
        find: "      'ec2:DescribeInstanceStatus',\n",
        replace: '',
      },
    ],
  },
  {
    name: 'alert-not-permitted',
    what: 'The role of the failover may not publish.',
    breaks: ['permitted'],
    edits: [{ file: 'deploy/permissions/failover.ts', find: '  tellOnCall,\n', replace: '' }],
  },
  {
    name: 'manifest-not-permitted',
    what: 'The role of the cleanup may put manifests where it puts none.',
    breaks: ['cleanup-permitted'],
    edits: [
      {
        file: 'deploy/permissions/cleanup.ts',
        find: "objectsIn('manifests/')",
        replace: "objectsIn('manifest/')",
      },
    ],
  },
  {
    name: 'mark-not-permitted',
    what: 'The role of the cleanup may write half a mark.',
    breaks: ['cleanup-permitted'],
    edits: [
      {
        file: 'deploy/permissions/cleanup.ts',
        find: '[unattachedSince, unattachedSeen, deleteFailed]',
        replace: '[unattachedSince, deleteFailed]',
      },
    ],
  },
  {
    name: 'standby-not-permitted',
    what: 'The role of the failover is limited by the tag of the priority, which not every member has.',
    breaks: ['permitted'],
    edits: [
      {
        file: 'deploy/permissions/failover.ts',
        find: 'tagOnResource(tagKeys.group)',
        replace: 'tagOnResource(tagKeys.priority)',
      },
    ],
  },
];
