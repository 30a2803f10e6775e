import { dangerousCallsElsewhere } from './dangerous-calls-elsewhere.ts';
import type { Request } from './roles.ts';

/** A call that no function may make, on a resource as it might really be there. */
export interface DangerousCall {
  readonly what: string;
  readonly action: string;
  /** Without its beginning where it is one of EC2's of the account: `network-interface/eni-1`. */
  readonly resource: string;
  readonly request?: Request;
}

const eni = 'network-interface/eni-0f3c1a2b4d5e6f708';
const instance = 'instance/i-0a1b2c3d4e5f60718';
const group = 'security-group/sg-0123456789abcdef0';

const mark = {
  Name: 'old-worker',
  'eni-warden:unattached-since': '2026-11-01T00:00:00Z',
  'eni-warden:unattached-seen': 'abc 2026-11-01T00:00:00Z',
};
const enrolled = { Name: 'fw-vip', 'eni-warden:group': 'fw' };
const restored = { Name: 'fw-vip', 'eni-warden:restored-from': 'abc' };
const database = { Name: 'orders-primary', team: 'orders' };

const attribute = (name: string) => ({ 'ec2:attribute': name });

const callsOfEc2: readonly DangerousCall[] = [
  // ENIs that somebody needs.
  {
    what: 'delete an ENI of a group',
    action: 'ec2:DeleteNetworkInterface',
    resource: eni,
    request: { tags: enrolled },
  },
  {
    what: 'delete an ENI of a group that is marked',
    action: 'ec2:DeleteNetworkInterface',
    resource: eni,
    request: { tags: { ...mark, ...enrolled } },
  },
  {
    what: 'delete a marked ENI on hold',
    action: 'ec2:DeleteNetworkInterface',
    resource: eni,
    request: { tags: { ...mark, 'eni-warden:hold': 'until 17:00' } },
  },
  {
    what: 'delete an ENI of somebody',
    action: 'ec2:DeleteNetworkInterface',
    resource: eni,
    request: { tags: database },
  },
  { what: 'delete an ENI without a tag', action: 'ec2:DeleteNetworkInterface', resource: eni },
  {
    what: 'delete an ENI of another account',
    action: 'ec2:DeleteNetworkInterface',
    resource: 'arn:aws:ec2:eu-west-1:999999999999:network-interface/eni-0f3c1a2b4d5e6f708',
    request: { tags: mark },
  },
  {
    what: 'detach an ENI of somebody',
    action: 'ec2:DetachNetworkInterface',
    resource: eni,
    request: { tags: database },
  },
  {
    what: 'detach from an instance of somebody',
    action: 'ec2:DetachNetworkInterface',
    resource: instance,
    request: { tags: database },
  },
  {
    what: 'attach to an instance of somebody',
    action: 'ec2:AttachNetworkInterface',
    resource: instance,
    request: { tags: database },
  },
  {
    what: 'attach an ENI of somebody',
    action: 'ec2:AttachNetworkInterface',
    resource: eni,
    request: { tags: database },
  },
  {
    what: 'let another account use an ENI',
    action: 'ec2:CreateNetworkInterfacePermission',
    resource: eni,
    request: { tags: enrolled },
  },
  // Security groups.
  ...[enrolled, mark, restored].map((tags) => ({
    what: `give other security groups to an ENI with ${Object.keys(tags).at(-1)}`,
    action: 'ec2:ModifyNetworkInterfaceAttribute',
    resource: eni,
    request: { tags, context: attribute('groupSet') },
  })),
  {
    what: 'give this security group to an ENI',
    action: 'ec2:ModifyNetworkInterfaceAttribute',
    resource: group,
    request: { tags: enrolled },
  },
  { what: 'open a security group', action: 'ec2:AuthorizeSecurityGroupIngress', resource: group },
  { what: 'close a security group', action: 'ec2:RevokeSecurityGroupIngress', resource: group },
  { what: 'change the rules of a security group', action: 'ec2:ModifySecurityGroupRules', resource: group },
  { what: 'delete a security group', action: 'ec2:DeleteSecurityGroup', resource: group },
  // Instances, members of groups too.
  ...['Terminate', 'Stop', 'Start', 'Reboot', 'Run'].map((verb) => ({
    what: `${verb.toLowerCase()} a member`,
    action: `ec2:${verb}Instances`,
    resource: instance,
    request: { tags: enrolled },
  })),
  {
    what: 'change a member',
    action: 'ec2:ModifyInstanceAttribute',
    resource: instance,
    request: { tags: enrolled },
  },
  // Tags that say what may be touched.
  {
    what: 'enrol an ENI',
    action: 'ec2:CreateTags',
    resource: eni,
    request: { tags: database, writes: { 'eni-warden:group': 'fw' } },
  },
  {
    what: 'enrol an instance beside writing a mark',
    action: 'ec2:CreateTags',
    resource: instance,
    request: { tags: database, writes: { ...mark, 'eni-warden:group': 'fw' } },
  },
  {
    what: 'enrol an ENI that it creates',
    action: 'ec2:CreateTags',
    resource: eni,
    request: {
      writes: { ...restored, 'eni-warden:group': 'fw' },
      context: { 'ec2:createaction': 'CreateNetworkInterface' },
    },
  },
  {
    what: 'call an ENI restored, to change it afterwards',
    action: 'ec2:CreateTags',
    resource: eni,
    request: { tags: database, writes: { 'eni-warden:restored-from': 'abc' } },
  },
  ...['group', 'hold', 'keep', 'accept'].map((key) => ({
    what: `take the tag ${key} away`,
    action: 'ec2:DeleteTags',
    resource: eni,
    request: { tags: { ...mark, [`eni-warden:${key}`]: 'x' }, keys: [`eni-warden:${key}`] },
  })),
  { what: 'take all tags away', action: 'ec2:DeleteTags', resource: eni, request: { tags: mark, keys: [] } },
];

export const dangerousCalls: readonly DangerousCall[] = [...callsOfEc2, ...dangerousCallsElsewhere];
