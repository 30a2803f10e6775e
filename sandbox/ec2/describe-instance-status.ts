import type { CheckName, Instance, StatusCheck } from '../world/records.ts';
import { type Action, namedOrAll } from './action.ts';
import { stateXml } from './describe-instances.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime, type XmlValue } from './xml.ts';

/** Only running instances, unless IncludeAllInstances (facts 1.6). */
export const describeInstanceStatus: Action = (form) => {
  const ids = form.ids('instance', 'InstanceId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['instancesSet', ids] });
  const matches = readFilters(form, filters);
  const everyState = form.flag('IncludeAllInstances') ?? false;
  return (_core, view) => {
    const all = namedOrAll(view.instances, ids, (id) => notFound('instance', id), page);
    const isAsked = (record: Instance) => (everyState || record.state === 'running') && matches(record);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, isAsked);
    return { instanceStatusSet: items.map(statusXml), nextToken };
  };
};

const stateCode = (record: Instance) => (stateXml(record.state) as { code: number }).code;

const filters: FilterTable<Instance> = {
  'availability-zone': (record) => record.availabilityZone,
  'instance-state-code': stateCode,
  'instance-state-name': (record) => record.state,
  'instance-status.status': (record) => summary(record, 'instance'),
  'instance-status.reachability': (record) => reachability(record, 'instance'),
  'system-status.status': (record) => summary(record, 'system'),
  'system-status.reachability': (record) => reachability(record, 'system'),
  'attached-ebs-status.status': (record) => summary(record, 'attached-ebs'),
  'attached-ebs-status.reachability': (record) => reachability(record, 'attached-ebs'),
};

function summary(record: Instance, name: CheckName): string {
  return record.state === 'running' ? record.checks[name].status : 'not-applicable';
}

function reachability(record: Instance, name: CheckName): string | undefined {
  return record.state === 'running' ? reachabilities[record.checks[name].status] : undefined;
}

const reachabilities = { ok: 'passed', impaired: 'failed', initializing: 'initializing' } as const;

function statusXml(record: Instance): XmlValue {
  return {
    instanceId: record.instanceId,
    availabilityZone: record.availabilityZone,
    instanceState: stateXml(record.state),
    systemStatus: checkXml(record, record.checks.system),
    instanceStatus: checkXml(record, record.checks.instance),
    attachedEbsStatus: checkXml(record, record.checks['attached-ebs']),
  };
}

function checkXml(record: Instance, check: StatusCheck): XmlValue {
  if (record.state !== 'running') return { status: 'not-applicable' };
  const impairedSince = check.impairedSince === undefined ? undefined : isoTime(check.impairedSince);
  return {
    status: check.status,
    details: [{ name: 'reachability', status: reachabilities[check.status], impairedSince }],
  };
}
