/**
 * What serverless.yml takes in as the statements of each role: the table in deploy/permissions as policies. The framework
 * reads variables from no TypeScript file, but runs a module that imports some. It fills variables in where it finds them, hence
 * the copies: what two roles share is one object in the table.
 */
import * as table from './permissions/table.ts';

const roleOf = (name) => structuredClone(table.statementsOf(name));

export const failover = roleOf('failover');
export const cleanup = roleOf('cleanup');
export const restore = roleOf('restore');
export const audit = roleOf('audit');
export const never = structuredClone(table.never);
export const vpcAccess = structuredClone(table.vpcAccess);
export const chatAccess = structuredClone(table.chatAccess);
export const topicKeyAccess = structuredClone(table.topicKeyAccess);
