import { type Credentials, credentialsInRole } from '../../cli/function-credentials.ts';
import { deployedRole } from '../../deploy/permissions/deployed.ts';
import type { Statement } from '../../sandbox/iam/policy.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** The functions that a history has. */
export type SimulatedFunction = 'failover' | 'cleanup';

/** The bucket of the manifests. */
export const manifestBucket = 'eni-warden-manifests';
export const topicName = 'eni-warden-alerts';

const region = 'eu-west-1';
const account = '123456789012';

/** The sandbox's account, as ARNs name it. */
export const arnOfEc2 = `arn:aws:ec2:${region}:${account}`;

const places = {
  region,
  account,
  topicArn: `arn:aws:sns:${region}:${account}:${topicName}`,
  bucket: manifestBucket,
};

/** What the role of each function allows and denies, by the table from which the packaged template has it. */
export const deployedRoles: Readonly<Record<SimulatedFunction, readonly Statement[]>> = {
  failover: deployedRole('failover', places),
  cleanup: deployedRole('cleanup', places),
};

/** Of these, what is about changes in EC2: the others are asked much more often, and by themselves. */
export const changingRoles: typeof deployedRoles = {
  failover: deployedRoles.failover.filter(isAboutChanges),
  cleanup: deployedRoles.cleanup.filter(isAboutChanges),
};

function isAboutChanges({ Action }: Statement): boolean {
  return [Action].flat().some((action) => /^ec2:(?!Describe|Get)/.test(action));
}

/**
 * Whoever uses these acts in the role of the function. A change in EC2 is judged at the door instead, where it is seen
 * together with what was there before it.
 */
export function credentialsOf(name: SimulatedFunction, sandbox: Sandbox): Credentials {
  return credentialsInRole(sandbox, {
    name,
    statements: deployedRoles[name],
    leaves: ({ service, action }) => service === 'ec2' && !/^(Describe|Get)/.test(action),
  });
}
