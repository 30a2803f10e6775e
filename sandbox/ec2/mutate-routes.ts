import type { Core } from '../world/core.ts';
import {
  createRouteTable as create,
  destinationText,
  isLocal,
  putRoute,
  removeRoute,
  routeTo,
} from '../world/create-route-table.ts';
import { doneForToken, existingRouteTable, existingVpc } from '../world/lookup.ts';
import type { RouteTable } from '../world/record-references.ts';
import { type Action, succeeded } from './action.ts';
import { routeTableXml } from './describe-route-tables.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';
import { checkTags } from './mutate-tags.ts';
import { checkedTarget, readDestination, readTarget } from './route-parameters.ts';

export const createRouteTable: Action = (form) => {
  const vpcId = form.id('vpc', 'VpcId');
  const tags = form.tagSpecifications('route-table')['route-table'];
  checkTags(tags);
  const token = form.text('ClientToken');
  const fingerprint = form.fingerprint();
  return (core) => {
    const [doneBefore] = doneForToken(core, token, fingerprint) ?? [];
    if (doneBefore !== undefined) return answer(core, existingRouteTable(core, doneBefore), token);
    const record = create(core, { vpc: existingVpc(core, vpcId), tags, associations: [] });
    if (token !== undefined) core.clientTokens.set(token, { fingerprint, ids: [record.routeTableId] });
    return answer(core, record, token);
  };
};

function answer(core: Core, record: RouteTable, clientToken: string | undefined) {
  return { routeTable: routeTableXml(core, core.tables, record), clientToken };
}

/** A destination has one route; to change its target is ReplaceRoute's business. */
export const createRoute: Action = (form) => {
  const routeTableId = form.id('routeTable', 'RouteTableId');
  const destination = readDestination(form);
  const asked = readTarget(form);
  return (core) => {
    const table = existingRouteTable(core, routeTableId);
    if (routeTo(table, destination) !== undefined) {
      const message = `The route identified by ${destinationText(destination)} already exists.`;
      throw new Ec2Error('RouteAlreadyExists', message);
    }
    const target = checkedTarget(core, table, destination, asked);
    putRoute(core, table, { destination, target, origin: 'CreateRoute', state: 'active' });
    return succeeded;
  };
};

/** It also gives the local route another target, and with GatewayId or LocalTarget its own one back. */
export const replaceRoute: Action = (form) => {
  const routeTableId = form.id('routeTable', 'RouteTableId');
  const destination = readDestination(form);
  const asked = readTarget(form);
  return (core) => {
    const table = existingRouteTable(core, routeTableId);
    const former = routeTo(table, destination);
    if (former === undefined) {
      const text = destinationText(destination);
      const message = `There is no route defined for '${text}' in the route table. Use CreateRoute instead.`;
      throw invalidParameterValue(message);
    }
    const target = checkedTarget(core, table, destination, asked);
    putRoute(core, table, { ...former, target, state: 'active' });
    return succeeded;
  };
};

export const deleteRoute: Action = (form) => {
  const routeTableId = form.id('routeTable', 'RouteTableId');
  const destination = readDestination(form);
  return (core) => {
    const table = existingRouteTable(core, routeTableId);
    const text = destinationText(destination);
    const route = routeTo(table, destination);
    if (route === undefined) {
      const message = `no route with destination-cidr-block ${text} in route table ${routeTableId}`;
      throw new Ec2Error('InvalidRoute.NotFound', message);
    }
    if (isLocal(route.target) || route.origin === 'CreateRouteTable')
      throw invalidParameterValue(`cannot remove local route ${text} in route table ${routeTableId}`);
    removeRoute(core, table, destination);
    return succeeded;
  };
};
