import { deployedRole } from '../deploy/permissions/deployed.ts';
import type { FunctionName } from '../deploy/permissions/table.ts';
import type { Role } from '../sandbox/iam/iam.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Those of somebody who may do everything. */
export const peoplesCredentials: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'not-a-secret',
};

/** What an account without a stack has in place of the stack's. */
export interface OwnPlaces {
  readonly topicArn: string;
  readonly bucket: string;
  readonly chatTopicArn?: string | undefined;
}

/** Whoever uses these acts in the role of the function, as the table of permissions makes it. */
export function credentialsOf(name: FunctionName, sandbox: Sandbox, own: OwnPlaces): Credentials {
  const { region, account } = sandbox;
  return credentialsInRole(sandbox, { name, statements: deployedRole(name, { region, account, ...own }) });
}

export function credentialsInRole({ iam }: Sandbox, role: Role): Credentials {
  const accessKeyId = `ASIA${role.name.toUpperCase()}`;
  iam.addRole(accessKeyId, role);
  return { accessKeyId, secretAccessKey: 'not-a-secret' };
}
