import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import { instanceTypeLimits } from './instance-types.ts';
import { refuseForeign } from './lookup.ts';
import type { Attachment, Instance, NetworkInterface } from './records.ts';
import { interfacesOf } from './tables.ts';

/** The highest device index of a network card. */
const deviceIndexMax = 31;

export interface AskedPlace {
  readonly deviceIndex: number;
  readonly networkCardIndex: number | undefined;
}

/**
 * Throws unless the interface may be attached to the instance at this place (facts 1.4 and 2). AWS's order of
 * these checks is not known.
 */
export function checkAttach(
  core: Core,
  networkInterface: NetworkInterface,
  instance: Instance,
  place: AskedPlace,
): void {
  refuseForeign(core, networkInterface);
  checkInstanceReady(core, instance);
  checkKind(core, networkInterface, instance);
  if (networkInterface.availabilityZone !== instance.availabilityZone) {
    const message =
      'You may not attach a network interface to an instance if they are not in the same availability zone';
    throw new Ec2Error('InvalidParameterCombination', message);
  }
  if (networkInterface.status !== 'available') {
    throw invalidParameterValue(
      `Network interface '${networkInterface.networkInterfaceId}' is currently in use.`,
    );
  }
  checkPlace(core, networkInterface, instance, place);
}

/** Throws unless the attachment may be detached (facts 1.5 and 2). */
export function checkDetach(
  core: Core,
  networkInterface: NetworkInterface,
  attachment: Attachment,
  force: boolean,
): 'already so' | 'to do' {
  if (attachment.attachmentId.startsWith('ela-attach-')) {
    throw new Ec2Error('OperationNotPermitted', "You are not allowed to manage 'ela-attach' attachments.");
  }
  refuseForeign(core, networkInterface);
  if (attachment.deviceIndex === 0 && attachment.networkCardIndex === 0) {
    const message = 'The network interface at device index 0 and networkCard index 0 cannot be detached.';
    throw new Ec2Error('OperationNotPermitted', message);
  }
  const instance = core.tables.instances.get(attachment.instanceId ?? '');
  if (instance !== undefined) checkKind(core, networkInterface, instance);
  if (attachment.status === 'attaching') refuseUnless(core.unknowns.detachWhileAttaching, attachment);
  if (attachment.status === 'detaching' && (!force || core.forcedDetachments.has(attachment.attachmentId))) {
    refuseUnless(core.unknowns.repeatDetach, attachment);
    return 'already so';
  }
  return 'to do';
}

function refuseUnless(answer: 'IncorrectState' | 'success', { attachmentId, status }: Attachment): void {
  if (answer === 'success') return;
  throw new Ec2Error('IncorrectState', `The attachment '${attachmentId}' is currently ${status}.`);
}

function checkInstanceReady(core: Core, instance: Instance): void {
  const { instanceId, state } = instance;
  if (state === 'running' || state === 'stopped') return;
  const code = core.unknowns.attachToUnreadyInstanceCode;
  throw new Ec2Error(code, `Instance '${instanceId}' is not 'running' or 'stopped'`);
}

function checkKind(core: Core, { interfaceType }: NetworkInterface, instance: Instance): void {
  if (interfaceType === 'branch') {
    throw new Ec2Error(
      'OperationNotPermitted',
      'A branch network interface is tied to a trunk, not attached.',
    );
  }
  if ((interfaceType === 'efa' || interfaceType === 'efa-only') && instance.state === 'running') {
    const message = `An ${interfaceType} network interface needs instance '${instance.instanceId}' to be stopped.`;
    throw new Ec2Error(core.unknowns.efaOnRunningCode, message);
  }
}

function checkPlace(
  core: Core,
  networkInterface: NetworkInterface,
  instance: Instance,
  place: AskedPlace,
): void {
  const type = instanceTypeLimits(instance.instanceType);
  const cards = type?.interfacesPerCard ?? [];
  const card = place.networkCardIndex ?? 0;
  if (place.deviceIndex < 0 || place.deviceIndex > deviceIndexMax) {
    throw invalidParameterValue(`Invalid network device index '${place.deviceIndex}'`);
  }
  const onCardMax = cards[card];
  if (type === undefined || onCardMax === undefined) {
    throw invalidParameterValue(`Network card index '${card}' is not valid for ${instance.instanceType}`);
  }
  const held = interfacesOf(core.tables, instance.instanceId);
  const bug = core.unknowns.networkCardIndexBug && place.networkCardIndex === undefined && cards.length > 1;
  if (
    bug ||
    isTaken(held, networkInterface, instance, { deviceIndex: place.deviceIndex, networkCardIndex: card })
  ) {
    const message = `Instance '${instance.instanceId}' already has an interface attached at device index '${place.deviceIndex}'.`;
    throw invalidParameterValue(message);
  }
  const onCard = held.filter(({ attachment }) => attachment?.networkCardIndex === card).length;
  if (onCard + 1 > onCardMax) {
    const message = `Interface count ${held.length + 1} exceeds the limit for ${instance.instanceType}`;
    throw new Ec2Error('AttachmentLimitExceeded', message);
  }
}

function isTaken(
  held: readonly NetworkInterface[],
  networkInterface: NetworkInterface,
  instance: Instance,
  place: { readonly deviceIndex: number; readonly networkCardIndex: number },
): boolean {
  const isHere = (other: { readonly deviceIndex: number; readonly networkCardIndex: number }) =>
    other.deviceIndex === place.deviceIndex && other.networkCardIndex === place.networkCardIndex;
  if (held.some(({ attachment }) => attachment !== undefined && isHere(attachment))) return true;
  const { networkInterfaceId } = networkInterface;
  return instance.ghosts.some((ghost) => isHere(ghost) && ghost.networkInterfaceId !== networkInterfaceId);
}
