import type { Core } from '../world/core.ts';
import { existingAttachment, existingGroups, existingInterface, refuseForeign } from '../world/lookup.ts';
import type { NetworkInterface } from '../world/records.ts';
import { type Action, succeeded } from './action.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import type { Form } from './form.ts';
import { attachmentXml } from './network-interface-xml.ts';

type Change = (core: Core, record: NetworkInterface) => Partial<NetworkInterface>;

/** One attribute a call (facts 1.6). */
export const modifyNetworkInterfaceAttribute: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const changes = [readAttachment(form), readDescription(form), readGroups(form), readSourceDestCheck(form)];
  const asked = changes.filter((change) => change !== undefined);
  const [change] = asked;
  if (change === undefined)
    throw new Ec2Error('MissingParameter', 'The request must contain an attribute to modify');
  if (asked.length > 1) {
    throw new Ec2Error('InvalidParameterCombination', 'Fields for multiple attribute types specified');
  }
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    refuseForeign(core, record);
    core.tables.networkInterfaces.put(networkInterfaceId, { ...record, ...change(core, record) });
    return succeeded;
  };
};

export const describeNetworkInterfaceAttribute: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const attribute = form.required('Attribute');
  return (_core, view) => {
    const record = view.networkInterfaces.get(networkInterfaceId);
    if (record === undefined) throw notFound('networkInterface', networkInterfaceId);
    switch (attribute) {
      case 'attachment':
        return { networkInterfaceId, attachment: record.attachment && attachmentXml(record.attachment) };
      case 'description':
        return { networkInterfaceId, description: { value: record.description } };
      case 'groupSet':
        return {
          networkInterfaceId,
          groupSet: record.groups.map(({ groupId, groupName }) => ({ groupId, groupName })),
        };
      case 'sourceDestCheck':
        return { networkInterfaceId, sourceDestCheck: { value: record.sourceDestCheck } };
      default:
        throw invalidParameterValue(`Invalid value '${attribute}' for Attribute.`);
    }
  };
};

function readAttachment(form: Form): Change | undefined {
  const attachment = form.member('Attachment');
  if (attachment === undefined) return undefined;
  const attachmentId = attachment.id('attachment', 'AttachmentId');
  const deleteOnTermination = attachment.flag('DeleteOnTermination');
  return (core, record) => {
    const [holder, found] = existingAttachment(core, attachmentId);
    if (holder.networkInterfaceId !== record.networkInterfaceId) {
      const message = `The attachment '${attachmentId}' is not of network interface '${record.networkInterfaceId}'`;
      throw invalidParameterValue(message);
    }
    return {
      attachment: { ...found, deleteOnTermination: deleteOnTermination ?? found.deleteOnTermination },
    };
  };
}

function readDescription(form: Form): Change | undefined {
  const description = form.member('Description')?.text('Value');
  return description === undefined ? undefined : () => ({ description });
}

function readGroups(form: Form): Change | undefined {
  const groupIds = form.ids('securityGroup', 'SecurityGroupId');
  if (groupIds.length === 0) return undefined;
  return (core, record) => ({ groups: existingGroups(core, groupIds, record.vpcId) ?? record.groups });
}

function readSourceDestCheck(form: Form): Change | undefined {
  const sourceDestCheck = form.member('SourceDestCheck')?.flag('Value');
  return sourceDestCheck === undefined ? undefined : () => ({ sourceDestCheck });
}
