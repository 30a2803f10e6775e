import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Call, History } from '../history.ts';
import { groupOf } from '../truth.ts';
import { evidenceMs, forceAfterMs } from './promises.ts';

/** A detach that had its effect, with all that is needed to ask why. */
export interface Detachment {
  readonly eniId: string;
  readonly holderId: string;
  readonly before: NetworkInterface;
  readonly at: number;
  /** The oldest moment that the look may have shown on which it was decided. */
  readonly from: number;
  /** The groups that the ENI was in at some moment of that time. */
  readonly groups: ReadonlySet<string>;
}

/** Undefined for any other call, and for one that EC2 refused. */
export function detachmentIn(call: Call, history: History): Detachment | undefined {
  const { action, errorCode, networkInterfaceId, instanceId, before, at } = call;
  if (action !== 'DetachNetworkInterface' || errorCode !== undefined) return undefined;
  if (networkInterfaceId === undefined || instanceId === undefined || before === undefined) return undefined;
  const from = evidenceFrom(call);
  const versions = history.networkInterfaces.during(networkInterfaceId, from, at);
  return {
    eniId: networkInterfaceId,
    holderId: instanceId,
    before,
    at,
    from,
    groups: new Set(versions.flatMap((eni) => (eni === undefined ? [] : (groupOf(eni) ?? [])))),
  };
}

/** The start of the time in which a call's evidence must lie; Force comes later than the detach that it repeats. */
export function evidenceFrom({ at, parameters }: Call): number {
  return at - evidenceMs - (parameters.Force === 'true' ? forceAfterMs : 0);
}

/** Every ENI that was in the group at some moment from `from` to `to`, in id order, with its versions of that time. */
export function groupDuring(
  { networkInterfaces }: History,
  group: string,
  from: number,
  to: number,
): readonly (readonly (NetworkInterface | undefined)[])[] {
  return networkInterfaces
    .ids()
    .toSorted()
    .map((id) => networkInterfaces.during(id, from, to))
    .filter((versions) => versions.some((eni) => eni !== undefined && groupOf(eni) === group));
}
