import { isAuthorized } from '../../../../sandbox/iam/policy.ts';
import type { Tags } from '../../../../sandbox/world/records.ts';
import type { Call, History } from '../../history.ts';
import { arnOfEc2, changingRoles } from '../../roles.ts';

/** Whether the deployed role of the cleanup allows a changing call, as the ENI is tagged at this moment. */
export function isAllowedToCleanup(call: Call, { networkInterfaces }: History): boolean {
  const { networkInterfaceId = '*', before } = call;
  return mayCleanup(call, (before ?? networkInterfaces.latest(networkInterfaceId))?.tags ?? {});
}

/** The same with the tags that the ENI had at another moment. */
export function mayCleanup(call: Call, tags: Tags): boolean {
  const { action, networkInterfaceId = '*' } = call;
  const resourceTags = Object.entries(tags).map(
    ([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, value] as const,
  );
  const keys = tagKeysIn(call);
  return isAuthorized(changingRoles.cleanup, {
    action: `ec2:${action}`,
    resource: `${arnOfEc2}:network-interface/${networkInterfaceId}`,
    context: new Map<string, string | readonly string[]>([
      ...resourceTags,
      ...(keys.length > 0 ? [['aws:tagkeys', keys] as const] : []),
    ]),
  });
}

/** The keys of the tags that the request names. */
export function tagKeysIn({ parameters }: Call): readonly string[] {
  return Object.entries(parameters).flatMap(([name, value]) => (/^Tag\.\d+\.Key$/.test(name) ? [value] : []));
}
