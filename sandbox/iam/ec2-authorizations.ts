import type { Core } from '../world/core.ts';
import type { NetworkInterface } from '../world/records.ts';
import { kindOf, tagsOf } from '../world/resources.ts';
import type { AskedCall } from './authorizations.ts';
import type { Authorization } from './policy.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;
type Parameters = AskedCall['parameters'];

/** A resource that EC2 authorises a call on. */
interface Asked {
  readonly type: string;
  /** `*` for what does not exist yet; undefined for what the call should have named. */
  readonly id: string | undefined;
  /** Where it is not the call's own. */
  readonly action?: string;
  /** What is asked beside the tags of the resource. */
  readonly context?: Context;
}

/** What IAM is asked about a call of EC2; undefined where it names what does not exist. */
export function ec2Authorizations(call: AskedCall, core: Core): readonly Authorization[] | undefined {
  const { region, account, tables } = core;
  const asked = resourcesOf(call, core) ?? [];
  if (asked.length === 0) return [{ action: `ec2:${call.action}`, resource: '*', context: new Map() }];
  const authorizations = asked.flatMap(({ type, id = '', action = call.action, context = {} }) => {
    const tags = id === '*' ? {} : tagsOf(tables, id);
    if (tags === undefined) return [];
    const resource = `arn:aws:ec2:${region}:${account}:${type}/${id}`;
    return [{ action: `ec2:${action}`, resource, context: contextOf(tags, context) }];
  });
  return authorizations.length === asked.length ? authorizations : undefined;
}

/** EC2 has a name of its own for the tags of a resource, beside that of all services. */
function contextOf(tags: Readonly<Record<string, string>>, further: Context): Authorization['context'] {
  const named = Object.entries(tags).flatMap(([key, value]) =>
    ['aws', 'ec2'].map((prefix) => [`${prefix}:resourcetag/${key.toLowerCase()}`, value] as const),
  );
  return new Map<string, string | readonly string[]>([...named, ...Object.entries(further)]);
}

/** Nothing for an action that cannot be limited to resources, or of which nothing is known. */
function resourcesOf({ action, parameters }: AskedCall, core: Core): readonly Asked[] | undefined {
  const eni = { type: 'network-interface', id: parameters.NetworkInterfaceId };
  switch (action) {
    case 'AttachNetworkInterface':
      return [eni, { type: 'instance', id: parameters.InstanceId }];
    case 'DetachNetworkInterface':
      return detached(core, parameters.AttachmentId);
    case 'ModifyNetworkInterfaceAttribute':
      return modified(core, parameters);
    case 'CreateTags':
    case 'DeleteTags': {
      const context = keysContext(valuesOf(parameters, /^Tag\.\d+\.Key$/));
      const ids = valuesOf(parameters, /^ResourceId\.\d+$/);
      return ids.map((id) => ({ type: kindOf(id)?.resourceType ?? '', id, context }));
    }
    case 'CreateNetworkInterface':
      return created(parameters);
    case 'AssociateAddress':
      return [{ type: 'elastic-ip', id: parameters.AllocationId }, eni];
    case 'DeleteNetworkInterface':
    case 'AssignPrivateIpAddresses':
    case 'AssignIpv6Addresses':
      return [eni];
    case 'CreateRoute':
    case 'ReplaceRoute':
      return [{ type: 'route-table', id: parameters.RouteTableId }];
    default:
      return undefined;
  }
}

function detached(core: Core, attachmentId: string | undefined): readonly Asked[] {
  const [found] = [...core.tables.networkInterfaces.values()].filter(
    ({ attachment }) => attachment !== undefined && attachment.attachmentId === attachmentId,
  );
  return [{ type: 'network-interface', id: found?.networkInterfaceId }, ...holderOf(found)];
}

/** EC2 names no attribute where it authorises the instance, and authorises the groups that it gives. */
function modified(core: Core, parameters: Parameters): readonly Asked[] {
  const id = parameters.NetworkInterfaceId;
  const context = { 'ec2:attribute': attributeOf(parameters) };
  const groups = valuesOf(parameters, /^SecurityGroupId\.\d+$/);
  return [
    { type: 'network-interface', id, context },
    ...holderOf(core.tables.networkInterfaces.get(id ?? '')),
    ...groups.map((groupId) => ({ type: 'security-group', id: groupId })),
  ];
}

/** Nothing where a service holds it, or nobody. */
function holderOf(eni: NetworkInterface | undefined): readonly Asked[] {
  const id = eni?.attachment?.instanceId;
  return id === undefined ? [] : [{ type: 'instance', id }];
}

/** `SourceDestCheck.Value`: the part of the request that says what is modified. */
function attributeOf(parameters: Parameters): string {
  const [name = ''] = Object.keys(parameters).filter((each) => !notAttributes.has(each));
  const first = name.split('.')[0] ?? '';
  return first === 'SecurityGroupId' ? 'groupSet' : `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

const notAttributes = new Set(['Action', 'Version', 'NetworkInterfaceId', 'DryRun']);

/** The ENI does not exist yet; tags that it gets at once are authorised as a CreateTags of its own. */
function created(parameters: Parameters): readonly Asked[] {
  const numbers = /^TagSpecification\.1\.Tag\.(\d+)\.Key$/;
  const tags = Object.entries(parameters).flatMap(([name, key]): [string, string][] => {
    const number = numbers.exec(name)?.[1];
    return number === undefined ? [] : [[key, parameters[`TagSpecification.1.Tag.${number}.Value`] ?? '']];
  });
  const context: Context = {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value])),
    ...keysContext(tags.map(([key]) => key)),
  };
  const eni = { type: 'network-interface', id: '*', context };
  const tagging = { ...context, 'ec2:createaction': 'CreateNetworkInterface' };
  const groups = valuesOf(parameters, /^SecurityGroupId\.\d+$/);
  return [
    eni,
    { type: 'subnet', id: parameters.SubnetId },
    ...groups.map((id) => ({ type: 'security-group', id })),
    ...(tags.length > 0 ? [{ ...eni, action: 'CreateTags', context: tagging }] : []),
  ];
}

/** A request that names no key has no such key in its context. */
function keysContext(keys: readonly string[]): Context {
  return keys.length === 0 ? {} : { 'aws:tagkeys': keys };
}

function valuesOf(parameters: Parameters, name: RegExp): readonly string[] {
  return Object.entries(parameters).flatMap(([key, value]) => (name.test(key) ? [value] : []));
}
