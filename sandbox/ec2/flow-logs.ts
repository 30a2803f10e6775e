import type { Core } from '../world/core.ts';
import { createFlowLog, type NewFlowLog } from '../world/flow-logs.ts';
import { doneForToken } from '../world/lookup.ts';
import type { FlowLog } from '../world/record-network.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import type { Form } from './form.ts';
import { checkTags } from './mutate-tags.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime, type XmlValue } from './xml.ts';

/** The kinds of resource that the sandbox holds; transit gateways have flow logs of another kind. */
const resourceKinds = { NetworkInterface: 'networkInterface', Subnet: 'subnet', VPC: 'vpc' } as const;
const trafficTypes = ['ACCEPT', 'REJECT', 'ALL'] as const;
const destinationTypes = ['cloud-watch-logs', 's3', 'kinesis-data-firehose'] as const;

/** Every resource is judged on its own: what fails is in the answer (API reference). */
export const createFlowLogs: Action = (form) => {
  const kind = resourceKinds[oneOf(form, 'ResourceType', ['NetworkInterface', 'Subnet', 'VPC'] as const)];
  const resourceIds = form.requiredIds(kind, 'ResourceId');
  const common = readFlowLog(form);
  const token = form.text('ClientToken');
  const fingerprint = form.fingerprint();
  return (core) => {
    const doneBefore = doneForToken(core, token, fingerprint);
    if (doneBefore !== undefined) return { clientToken: token, flowLogIdSet: doneBefore, unsuccessful: [] };
    const unsuccessful: XmlValue[] = [];
    const ids = resourceIds.flatMap((resourceId) =>
      attempt(unsuccessful, resourceId, () => {
        checkResource(core, kind, resourceId);
        return createFlowLog(core, { ...common, resourceId }).flowLogId;
      }),
    );
    if (token !== undefined) core.clientTokens.set(token, { fingerprint, ids });
    return { clientToken: token, flowLogIdSet: ids, unsuccessful };
  };
};

export const deleteFlowLogs: Action = (form) => {
  const ids = form.requiredIds('flowLog', 'FlowLogId');
  return (core) => {
    const unsuccessful: XmlValue[] = [];
    for (const id of ids) {
      attempt(unsuccessful, id, () => {
        if (!core.tables.flowLogs.has(id)) throw notFound('flowLog', id);
        core.tables.flowLogs.delete(id);
        return id;
      });
    }
    return { unsuccessful };
  };
};

export const describeFlowLogs: Action = (form) => {
  const ids = form.ids('flowLog', 'FlowLogId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['flowLogIds', ids] });
  const matches = readFilters(form, filters);
  return (_core, view) => {
    const all = namedOrAll(view.flowLogs, ids, (id) => notFound('flowLog', id), page);
    const { items, nextToken } = cutPage(all, page, ({ ordinal }) => ordinal, matches);
    return { flowLogSet: items.map(flowLogXml), nextToken };
  };
};

const filters: FilterTable<FlowLog> = {
  'deliver-log-status': () => 'SUCCESS',
  'flow-log-id': ({ flowLogId }) => flowLogId,
  'log-destination-type': ({ logDestinationType }) => logDestinationType,
  'log-group-name': ({ logGroupName }) => logGroupName,
  'resource-id': ({ resourceId }) => resourceId,
  'traffic-type': ({ trafficType }) => trafficType,
};

function flowLogXml({ tags, ordinal: _, creationTime, ...record }: FlowLog): XmlValue {
  return {
    ...record,
    creationTime: isoTime(creationTime),
    deliverLogsStatus: 'SUCCESS',
    flowLogStatus: 'ACTIVE',
    tagSet: tagSet(tags),
  };
}

function readFlowLog(form: Form): Omit<NewFlowLog, 'resourceId'> {
  const logDestinationType =
    form.text('LogDestinationType') === undefined
      ? 'cloud-watch-logs'
      : oneOf(form, 'LogDestinationType', destinationTypes);
  const logGroupName = form.text('LogGroupName');
  const logDestination = form.text('LogDestination');
  const roleArn = form.text('DeliverLogsPermissionArn');
  const toLogs = logDestinationType === 'cloud-watch-logs';
  if (toLogs ? roleArn === undefined : logDestination === undefined || logGroupName !== undefined)
    throw invalidParameterValue(`The destination does not fit LogDestinationType ${logDestinationType}`);
  if (toLogs && (logGroupName === undefined) === (logDestination === undefined))
    throw invalidParameterValue('Specify either LogGroupName or LogDestination');
  const maxAggregationInterval = form.integer('MaxAggregationInterval') ?? 600;
  if (maxAggregationInterval !== 60 && maxAggregationInterval !== 600)
    throw invalidParameterValue(`Invalid Max Aggregation Interval: ${maxAggregationInterval}`);
  const tags = form.tagSpecifications('vpc-flow-log')['vpc-flow-log'];
  checkTags(tags);
  const trafficType = oneOf(form, 'TrafficType', trafficTypes);
  return { logDestinationType, logGroupName, logDestination, maxAggregationInterval, trafficType, tags };
}

function oneOf<T extends string>(form: Form, name: string, known: readonly T[]): T {
  const asked = form.required(name);
  const found = known.find((value) => value === asked);
  if (found === undefined) throw invalidParameterValue(`Invalid value '${asked}' for ${name}.`);
  return found;
}

function checkResource(
  core: Core,
  kind: (typeof resourceKinds)[keyof typeof resourceKinds],
  id: string,
): void {
  const table = { networkInterface: 'networkInterfaces', subnet: 'subnets', vpc: 'vpcs' } as const;
  if (!core.tables[table[kind]].has(id)) throw notFound(kind, id);
}

/** The result, or nothing, and then the error among those of the others. */
function attempt(unsuccessful: XmlValue[], resourceId: string, act: () => string): string[] {
  try {
    return [act()];
  } catch (error) {
    if (!(error instanceof Ec2Error)) throw error;
    unsuccessful.push({ resourceId, error: { code: error.code, message: error.message } });
    return [];
  }
}
