import { type Authorization, isAuthorized } from '../../../sandbox/iam/policy.ts';
import type { Tags } from '../../../sandbox/world/records.ts';
import type { Call, History } from '../history.ts';
import { arnOfEc2, changingRoles } from '../roles.ts';

const answers = new Map<string, boolean>();

/**
 * Whether the deployed role allows a changing call, as things are tagged at this moment. EC2 authorises Attach, Detach and
 * Modify on the ENI and on the instance, and all must be allowed (facts 8). What does not exist carries no tag. A call of
 * any other kind is asked about for the ENI alone, or for everything where it names none.
 */
export function isAllowed(call: Call, { instances, networkInterfaces }: History): boolean {
  const { networkInterfaceId: eniId, instanceId } = call;
  const eni = call.before ?? networkInterfaces.latest(eniId ?? '');
  return (
    (instanceId === undefined ||
      mayTouchInstance(call, instanceId, instances.latest(instanceId)?.tags ?? {})) &&
    mayTouchEni(call, eniId ?? '*', eni?.tags ?? {})
  );
}

export function mayTouchEni(call: Call, eniId: string, tags: Tags): boolean {
  return isResourceAllowed(call, `network-interface/${eniId}`, tags, attributeOf(call));
}

/** EC2 names no attribute where it authorises the instance. */
export function mayTouchInstance(call: Call, instanceId: string, tags: Tags): boolean {
  return isResourceAllowed(call, `instance/${instanceId}`, tags, undefined);
}

/** The value of `ec2:Attribute`: the part of the request that says what is modified. */
function attributeOf({ action, parameters }: Call): string | undefined {
  if (action !== 'ModifyNetworkInterfaceAttribute') return undefined;
  return Object.keys(parameters)
    .find((name) => name !== 'NetworkInterfaceId')
    ?.split('.')[0];
}

/** Remembered by all that the answer depends on: a simulation asks the same thing many thousand times. */
function isResourceAllowed(
  { action }: Call,
  resource: string,
  tags: Tags,
  attribute: string | undefined,
): boolean {
  const question = `${action} ${resource} ${attribute ?? ''} ${JSON.stringify(tags)}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  // Ids differ from seed to seed: without a limit, a long run would remember them all.
  if (answers.size > answersMax) answers.clear();
  const answer = isAuthorized(changingRoles.failover, {
    action: `ec2:${action}`,
    resource: `${arnOfEc2}:${resource}`,
    context: contextOf(tags, attribute),
  });
  answers.set(question, answer);
  return answer;
}

const answersMax = 10_000;

function contextOf(tags: Tags, attribute: string | undefined): Authorization['context'] {
  const context = new Map<string, string>();
  for (const [key, value] of Object.entries(tags)) {
    context.set(`aws:resourcetag/${key.toLowerCase()}`, value);
    context.set(`ec2:resourcetag/${key.toLowerCase()}`, value);
  }
  if (attribute !== undefined) context.set('ec2:attribute', attribute);
  return context;
}
