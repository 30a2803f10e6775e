import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Call, History } from '../history.ts';
import { groupOf, isGoneForGood, isHeld, isMember, isPrimary } from '../truth.ts';
import { evidenceFrom } from './detachment.ts';
import type { Invariant } from './invariant.ts';

/**
 * Some things are never touched, and a call that EC2 refused counts too. Never, at any moment: any other change than
 * Attach, Detach and DeleteOnTermination := false; an ENI that an AWS service manages or whose type is not `interface`; an
 * attachment that is no instance's, or is a primary one; a device index 0. And not what every look of the last 25 s (35 s
 * for Force) must have shown: an ENI that was on hold, was in no readable group or was somebody's primary one; an instance, holder
 * or target, that was on hold or in none of the ENI's groups. A holder that is terminated or about to be has lost its
 * tags, so that it is not judged by them.
 */
export const handsOff: Invariant = {
  name: 'hands-off',
  afterCall(call, history) {
    const { action, networkInterfaceId } = call;
    const what = `${action} of ${networkInterfaceId ?? JSON.stringify(call.parameters)}`;
    if (!isOurTrade(call)) return [`${what}: the function has no business with that`];
    const from = evidenceFrom(call);
    const enis = existing(history.networkInterfaces.during(networkInterfaceId ?? '', from, call.at));
    const problems = [
      ...problemsForEver(call, enis),
      ...problemsOfEni(call, enis),
      ...problemsOfInstance(call, enis, history),
    ];
    return problems.map((problem) => `${what}, ${problem}`);
  },
};

const trades: Readonly<Record<string, (parameters: Call['parameters']) => boolean>> = {
  AttachNetworkInterface: (parameters) => parameters.DeviceIndex !== '0',
  DetachNetworkInterface: () => true,
  ModifyNetworkInterfaceAttribute: (parameters) =>
    Object.keys(parameters).every((name) => protecting.has(name)) &&
    parameters['Attachment.DeleteOnTermination'] === 'false',
};

const protecting = new Set([
  'NetworkInterfaceId',
  'Attachment.AttachmentId',
  'Attachment.DeleteOnTermination',
]);

function isOurTrade({ action, parameters }: Call): boolean {
  return trades[action]?.(parameters) === true;
}

function existing<T>(versions: readonly (T | undefined)[]): readonly T[] {
  return versions.flatMap((version) => version ?? []);
}

/** What never changes in the life of an ENI or of an attachment is known from the first look on. */
function problemsForEver(call: Call, enis: readonly NetworkInterface[]): readonly string[] {
  const attachmentId = call.parameters.AttachmentId ?? call.parameters['Attachment.AttachmentId'];
  const named = enis.filter(({ attachment }) => attachment?.attachmentId === attachmentId);
  return [
    ...(enis.some((eni) => eni.requesterManaged) ? ['which an AWS service manages'] : []),
    ...(enis.some((eni) => eni.interfaceType !== 'interface') ? [`of type ${enis[0]?.interfaceType}`] : []),
    ...(attachmentId !== undefined && named.some(isPrimary) ? ['a primary one'] : []),
    ...(attachmentId !== undefined && named.some(({ attachment }) => attachment?.instanceId === undefined)
      ? ['attached to no instance of this account']
      : []),
  ];
}

function problemsOfEni({ action }: Call, enis: readonly NetworkInterface[]): readonly string[] {
  if (enis.length === 0) return [];
  return [
    ...(enis.every(isHeld) ? ['which was on hold'] : []),
    ...(enis.every((eni) => groupOf(eni) === undefined) ? ['which was in no readable group'] : []),
    ...(action === 'AttachNetworkInterface' && enis.every(isPrimary) ? ['which was a primary one'] : []),
  ];
}

function problemsOfInstance(
  call: Call,
  enis: readonly NetworkInterface[],
  history: History,
): readonly string[] {
  const { instanceId = '', action } = call;
  const versions = history.instances.during(instanceId, evidenceFrom(call), call.at);
  const instances = existing(versions);
  if (instances.length < versions.length || instances.length === 0) return [];
  if (action !== 'AttachNetworkInterface' && instances.some(isGoneForGood)) return [];
  const groups = enis.flatMap((eni) => groupOf(eni) ?? []);
  const isStranger = (instance: Instance) => !groups.some((group) => isMember(instance, group));
  return [
    ...(instances.every(isHeld) ? [`whose ${roleOf(call)} ${instanceId} was on hold`] : []),
    ...(groups.length > 0 && instances.every(isStranger)
      ? [`whose ${roleOf(call)} ${instanceId} was no member of ${groups[0]}`]
      : []),
  ];
}

function roleOf({ action }: Call): string {
  return action === 'AttachNetworkInterface' ? 'target' : 'holder';
}
