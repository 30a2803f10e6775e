import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { Call, History } from '../../history.ts';
import { evidenceMs } from '../promises.ts';

/** A deletion by the cleanup that had its effect, with all that is needed to ask whether it was right. */
export interface Deletion {
  readonly eniId: string;
  readonly environment: string;
  readonly at: number;
  /** The oldest moment that the look may have shown on which it was decided. */
  readonly from: number;
  /** The ENI in the moment before. */
  readonly before: NetworkInterface;
  /** Every version of the ENI that was in force from then on, the last one included. */
  readonly versions: readonly NetworkInterface[];
}

/** Undefined for any other call, and for one that EC2 refused. */
export function deletionIn(call: Call, { networkInterfaces }: History): Deletion | undefined {
  const { action, errorCode, before, at, environment } = call;
  if (action !== 'DeleteNetworkInterface' || errorCode !== undefined || before === undefined)
    return undefined;
  const eniId = before.networkInterfaceId;
  const from = at - evidenceMs;
  const earlier = networkInterfaces.during(eniId, from, at - 1).filter((version) => version !== undefined);
  return { eniId, environment, at, from, before, versions: [...earlier, before] };
}

/** What was wrong with it all the time, so that every look must have shown it. */
export function wrongThroughout(
  { versions }: Deletion,
  problemOf: (eni: NetworkInterface) => string | undefined,
): string | undefined {
  const problems = versions.map(problemOf);
  return problems.every((problem) => problem !== undefined) ? problems.at(-1) : undefined;
}
