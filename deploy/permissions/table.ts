import { audit } from './audit.ts';
import { chatAccess as toChat } from './chat-access.ts';
import { cleanup } from './cleanup.ts';
import { failover } from './failover.ts';
import { never as denials } from './never.ts';
import { allow, type Call, deny, type Permission, type Statement } from './permission.ts';
import { restore } from './restore.ts';
import { topicKeyAccess as toKey } from './topic-key-access.ts';
import { vpcAccess as inVpc } from './vpc-access.ts';

/** What each function calls and what it needs for that: its role is made of this, and of nothing else. */
export const permissions = { failover, cleanup, restore, audit } as const satisfies Readonly<
  Record<string, readonly Permission[]>
>;

/** A function by its name in serverless.yml. */
export type FunctionName = keyof typeof permissions;

export const functionNames = Object.keys(permissions) as readonly FunctionName[];

/** Every call that the function may make, each once. */
export function callsOf(name: FunctionName): readonly Call[] {
  const rows: readonly Permission[] = permissions[name];
  return [...new Set(rows.flatMap(({ for: whom }) => (whom === 'Lambda' ? [] : whom)))].sort();
}

/** The statements of the function's role, as they come into the template. */
export function statementsOf(name: FunctionName): readonly Statement[] {
  return permissions[name].map(allow);
}

/** Those of the two policies that every role has. */
export const never: readonly Statement[] = denials.map(deny);
export const vpcAccess: readonly Statement[] = inVpc.map(allow);

/** Those of the two policies that the role of whoever tells people has, where there is a chat, and where there is a key. */
export const chatAccess: readonly Statement[] = toChat.map(allow);
export const topicKeyAccess: readonly Statement[] = toKey.map(allow);
