import { createNetworkInterfacePermission as create } from '../world/create-references.ts';
import { existingInterface, refuseForeign } from '../world/lookup.ts';
import type { NetworkInterfacePermission } from '../world/record-references.ts';
import { type Action, namedOrAll } from './action.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';

/** Without MaxResults a page holds 50 (API reference). */
export const describeNetworkInterfacePermissions: Action = (form) => {
  const ids = form.ids('permission', 'NetworkInterfacePermissionId');
  const limits = { minimum: 5, maximum: 255, otherwise: 50 };
  const page = readPage(form, { ...limits, ids: ['networkInterfacePermissionIds', ids] });
  const matches = readFilters(form, filters);
  return (_core, view) => {
    const missing = (id: string) => notFound('permission', id);
    const all = namedOrAll(view.networkInterfacePermissions, ids, missing, page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    return { networkInterfacePermissions: items.map(permissionXml), nextToken };
  };
};

/** To one account or to one service of AWS. */
export const createNetworkInterfacePermission: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const awsAccountId = form.text('AwsAccountId');
  const awsService = form.text('AwsService');
  const asked = form.required('Permission');
  const permission = (['INSTANCE-ATTACH', 'EIP-ASSOCIATE'] as const).find((known) => known === asked);
  if (permission === undefined) throw invalidParameterValue(`Invalid value '${asked}' for Permission.`);
  if ((awsAccountId === undefined) === (awsService === undefined)) {
    throw new Ec2Error('InvalidParameterCombination', 'Specify either an AWS account or an AWS service');
  }
  return (core) => {
    const networkInterface = existingInterface(core, networkInterfaceId);
    refuseForeign(core, networkInterface);
    const record = create(core, { networkInterface, awsAccountId, awsService, permission });
    return { interfacePermission: permissionXml(record) };
  };
};

const filters: FilterTable<NetworkInterfacePermission> = {
  'network-interface-permission.aws-account-id': (record) => record.awsAccountId,
  'network-interface-permission.aws-service': (record) => record.awsService,
  'network-interface-permission.network-interface-id': (record) => record.networkInterfaceId,
  'network-interface-permission.network-interface-permission-id': (record) =>
    record.networkInterfacePermissionId,
  'network-interface-permission.permission': (record) => record.permission,
};

function permissionXml({ tags: _tags, ordinal: _ordinal, ...record }: NetworkInterfacePermission) {
  return { ...record, permissionState: { state: 'granted' } };
}
