import { auditedEni } from '../../support/audit-fleet.ts';
import {
  data,
  otherZone,
  plus,
  secondaryEni,
  withAttachment,
  withEni,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';
import { type Account, db, elasticIp, second, web } from './account.ts';

export const groups: readonly Account[] = [
  ['a group on two members', plus(web, { enis: [second('i-b')] })],
  ['a group that nobody holds', withoutAttachment(web, 'eni-1')],
  ['a group on what is no member', withInstance(web, 'i-a', { tags: { 'eni-warden:group': 'other' } })],
  ['a group without a standby in its zone', withInstance(web, 'i-b', { availabilityZone: 'eu-west-1b' })],
  ['a group whose standby is stopped', withInstance(web, 'i-b', { state: 'stopped' })],
  ['a group whose standby is on hold', withInstance(web, 'i-b', { tags: { 'eni-warden:hold': 'patching' } })],
  ['a group whose standby has no room', withInstance(web, 'i-b', { type: 't3.nano' })],
  ['a group whose standby is impaired', withInstance(web, 'i-b', { impairment: { checks: ['instance'] } })],
  [
    'a group whose ENI is on hold',
    withEni(web, 'eni-1', { tags: { ...db.tags, 'eni-warden:hold': 'forensics' } }),
  ],
  ['a group whose ENI can never move', withEni(web, 'eni-1', { interfaceType: 'efa' })],
  [
    'a group of two whose standbys have room for one',
    plus(withInstance(web, 'i-b', { type: 't3.small' }), {
      enis: [second('i-a')],
    }),
  ],
  [
    'a group whose active member is on hold',
    withInstance(web, 'i-a', { tags: { 'eni-warden:hold': 'patching' } }),
  ],
  [
    'a group of one member',
    { ...web, instances: web.instances.filter(({ id }) => id === 'i-a' || id === 'i-web') },
  ],
  [
    'two groups for one place',
    plus(
      withInstance(withInstance(web, 'i-a', { tags: { 'eni-warden:group': 'db web' } }), 'i-b', {
        type: 't3.small',
        tags: { 'eni-warden:group': 'db web' },
      }),
      { enis: [secondaryEni('eni-w', data, '10.0.1.50', 'i-a', { tags: { 'eni-warden:group': 'web' } })] },
    ),
  ],
  ['a group whose standby boots', withInstance(web, 'i-b', { state: 'pending' })],
  [
    'a group whose standby has a priority that cannot be read',
    withInstance(web, 'i-b', { tags: { 'eni-warden:priority': 'high' } }),
  ],
  [
    'a group whose standby is full of other ENIs',
    plus(withInstance(web, 'i-b', { type: 't3.small' }), {
      enis: [secondaryEni('eni-other', data, '10.0.1.60', 'i-b')],
    }),
  ],
  [
    'a group whose standbys are gone for good',
    withInstance(withInstance(web, 'i-b', { state: 'terminated' }), 'i-c', { state: 'shutting-down' }),
  ],
  [
    'a group of which one ENI is in another zone',
    plus(web, { enis: [auditedEni('eni-2', otherZone, '10.0.2.12', 'i-a', db)] }),
  ],
  [
    'a group that nobody holds, on hold',
    withEni(withoutAttachment(web, 'eni-1'), 'eni-1', {
      tags: { ...db.tags, 'eni-warden:hold': 'forensics' },
    }),
  ],
  [
    'a group that nobody holds and nobody can take',
    withInstance(withInstance(withoutAttachment(web, 'eni-1'), 'i-a', { state: 'stopped' }), 'i-b', {
      state: 'stopped',
    }),
  ],
  [
    'a group of two of which nobody holds one',
    plus(web, { enis: [auditedEni('eni-2', data, '10.0.1.12', undefined, db)] }),
  ],
  [
    'a group on a member and on what is none',
    plus(web, { enis: [second('i-web'), auditedEni('eni-0', data, '10.0.1.13', 'i-web', db)] }),
  ],
  ['a group in one zone', withInstance(web, 'i-c', { availabilityZone: 'eu-west-1a' })],
  ['a group whose ENI dies with its instance', withAttachment(web, 'eni-1', { deleteOnTermination: true })],
  [
    'an ENI that outlives its instance',
    plus(withInstance(web, 'i-web', { tags: { 'aws:autoscaling:groupName': 'web' } }), {
      enis: [secondaryEni('eni-ws', data, '10.0.1.51', 'i-web')],
    }),
  ],
  ['members with different security groups', withEni(web, 'eni-pb', { securityGroupIds: ['sg-3', 'sg-2'] })],
  ['a group without flow logs', { ...web, flowLogs: [] }],
  ['a group whose members no alarm watches', { ...web, alarms: [] }],
  [
    'a group open to the world',
    {
      ...withEni(web, 'eni-1', { securityGroupIds: ['sg-fw'] }),
      securityGroupRules: [
        {
          id: 'sgr-1',
          securityGroupId: 'sg-fw',
          protocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidr: '0.0.0.0/0',
        },
        { id: 'sgr-2', securityGroupId: 'sg-fw', protocol: '-1', cidr: '::/0' },
      ],
    },
  ],
  ['an Elastic IP on nothing', plus(web, elasticIp(undefined))],
  [
    'an Elastic IP on an ENI that is unattached',
    plus(web, { ...elasticIp('eni-old'), enis: [auditedEni('eni-old', data, '10.0.1.30')] }),
  ],
  [
    'an Elastic IP on an ENI of a stopped instance',
    plus(withInstance(web, 'i-web', { state: 'stopped' }), elasticIp('eni-wp', '10.0.0.50')),
  ],
  [
    'an Elastic IP on a standby',
    plus(web, {
      ...elasticIp('eni-sb', '10.0.1.11'),
      enis: [secondaryEni('eni-sb', data, '10.0.1.11', 'i-b')],
    }),
  ],
  [
    'a group that nobody holds and not the first can take',
    withInstance(withoutAttachment(web, 'eni-1'), 'i-a', { state: 'stopped' }),
  ],
];
