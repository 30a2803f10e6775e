import type { CallEntry } from '../../sandbox/call-log.ts';
import type { Tags } from '../../sandbox/world/records.ts';
import type { World } from '../../sandbox/world/world.ts';
import { account, type Request } from './roles.ts';

/** What IAM is asked about one call: most are about several resources, and all have to be allowed. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly request: Request;
}

/** What the resources were before a call. */
export interface Before {
  readonly tags: ReadonlyMap<string, Tags>;
  readonly attachments: ReadonlyMap<
    string,
    { readonly eniId: string; readonly instanceId: string | undefined }
  >;
}

export function look(world: World): Before {
  const enis = [...world.networkInterfaces.values()];
  return {
    tags: new Map([
      ...enis.map(({ networkInterfaceId, tags }) => [networkInterfaceId, tags] as const),
      ...[...world.instances.values()].map(({ instanceId, tags }) => [instanceId, tags] as const),
    ]),
    attachments: new Map(
      enis.flatMap(({ networkInterfaceId: eniId, attachment }) =>
        attachment === undefined
          ? []
          : [[attachment.attachmentId, { eniId, instanceId: attachment.instanceId }] as const],
      ),
    ),
  };
}

/**
 * The resources on which AWS authorises a call, from the Service Authorization Reference (facts 8), as the roles know them: the
 * topic and the bucket of a test take the names of those in the stack.
 */
export function questionsAbout(call: CallEntry, before: Before): readonly Question[] {
  if (call.service === 'ec2') return ec2Questions(call, before);
  const { action, parameters } = call;
  if (call.service === 'sns') {
    const topic = parameters.TopicArn?.replace(/[^:]+$/, 'stack-AlertTopic') ?? '';
    return [{ action: `sns:${action}`, resource: topic, request: {} }];
  }
  if (call.service === 'monitoring') return [{ action: `cloudwatch:${action}`, resource: '*', request: {} }];
  if (call.service !== 's3') throw new Error(`Nothing is known of ${call.service}.`);
  const bucket = 'arn:aws:s3:::stack-store';
  if (action === 'ListObjectsV2') {
    const context = { 's3:prefix': parameters.prefix ?? '' };
    return [{ action: 's3:ListBucket', resource: bucket, request: { context } }];
  }
  const name = action === 'HeadObject' ? 'GetObject' : action;
  return [{ action: `s3:${name}`, resource: `${bucket}/${parameters.Key}`, request: {} }];
}

function ec2Questions(call: CallEntry, before: Before): readonly Question[] {
  const { parameters } = call;
  const action = `ec2:${call.action}`;
  const on = (kind: string, id: string | undefined, request: Request = {}): Question[] =>
    id === undefined
      ? []
      : [
          {
            action,
            resource: `arn:aws:ec2:${account}:${kind}/${id}`,
            request: { tags: before.tags.get(id) ?? {}, ...request },
          },
        ];
  const eniId = parameters.NetworkInterfaceId;
  switch (call.action) {
    case 'AttachNetworkInterface':
      return [...on('network-interface', eniId), ...on('instance', parameters.InstanceId)];
    case 'DetachNetworkInterface': {
      const attachment = before.attachments.get(parameters.AttachmentId ?? '');
      return [...on('network-interface', attachment?.eniId), ...on('instance', attachment?.instanceId)];
    }
    case 'ModifyNetworkInterfaceAttribute': {
      const holder = [...before.attachments.values()].find((each) => each.eniId === eniId);
      const context = {
        'ec2:attribute': 'SourceDestCheck.Value' in parameters ? 'sourceDestCheck' : 'attachment',
      };
      return [...on('network-interface', eniId, { context }), ...on('instance', holder?.instanceId)];
    }
    case 'CreateTags':
    case 'DeleteTags':
      return valuesOf(parameters, /^ResourceId\.\d+$/).flatMap((id) =>
        on('network-interface', id, { keys: valuesOf(parameters, /^Tag\.\d+\.Key$/) }),
      );
    case 'CreateNetworkInterface': {
      const keys = valuesOf(parameters, /^TagSpecification\.1\.Tag\.\d+\.Key$/);
      const writes = Object.fromEntries(keys.map((key) => [key, 'x']));
      const tagging = { writes, context: { 'ec2:createaction': 'CreateNetworkInterface' } };
      const groups = valuesOf(parameters, /^SecurityGroupId\.\d+$/);
      return [
        ...on('network-interface', '*', { writes }),
        ...on('subnet', parameters.SubnetId),
        ...groups.flatMap((id) => on('security-group', id)),
        ...on('network-interface', '*', tagging).map((each) => ({ ...each, action: 'ec2:CreateTags' })),
      ];
    }
    case 'AssociateAddress':
      return [...on('elastic-ip', parameters.AllocationId), ...on('network-interface', eniId)];
    case 'DeleteNetworkInterface':
    case 'AssignPrivateIpAddresses':
    case 'AssignIpv6Addresses':
      return on('network-interface', eniId);
    case 'CreateRoute':
    case 'ReplaceRoute':
      return on('route-table', parameters.RouteTableId);
    default:
      if (!/^(Describe|Get)/.test(call.action)) throw new Error(`Nothing is known of ${call.action}.`);
      return [{ action, resource: '*', request: {} }];
  }
}

function valuesOf(parameters: CallEntry['parameters'], name: RegExp): readonly string[] {
  return Object.entries(parameters).flatMap(([key, value]) => (name.test(key) ? [value] : []));
}
