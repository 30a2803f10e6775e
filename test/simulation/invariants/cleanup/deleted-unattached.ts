import type { History, Invocation } from '../../history.ts';
import type { Invariant } from '../invariant.ts';
import { evidenceMs } from '../promises.ts';
import { sinceOf } from './cleanup-tags.ts';
import { type Deletion, deletionIn } from './deletion.ts';

/**
 * What is attached, or between two places, is not deleted; EC2 refuses that by itself. Nor is an ENI that has been attached
 * since its mark says, if a sweep must have seen it: one that had the whole account read, from its beginning to its end
 * within the time of that attachment, ended with success, and that more than 25 s ago. What was attached and detached
 * between two sweeps is told by CloudTrail or by nobody.
 */
export const deletedUnattached: Invariant = {
  name: 'deleted-unattached',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const { eniId, before } = deletion;
    if (before.attachment !== undefined || before.status !== 'available')
      return [`${eniId} was deleted while it was ${before.attachment?.status ?? before.status}`];
    const witness = witnessOf(deletion, history);
    if (witness === undefined) return [];
    return [`${eniId} was deleted by a mark from before it was attached, which ${witness.requestId} saw`];
  },
};

function witnessOf({ eniId, at, before }: Deletion, history: History): Invocation | undefined {
  const since = sinceOf(before.tags) ?? at;
  return attachments(eniId, history)
    .filter(({ to }) => to > since)
    .flatMap(
      ({ from, to }) => history.cleanup.invocations.find((sweep) => isWithin(sweep, from, to, at)) ?? [],
    )[0];
}

/** When it was attached, as far as the history knows. */
function attachments(eniId: string, { networkInterfaces }: History) {
  const versions = networkInterfaces.versions(eniId);
  return versions.flatMap(({ from, record }, index) =>
    record?.attachment?.status === 'attached' ? [{ from, to: versions[index + 1]?.from ?? from }] : [],
  );
}

/** A look may lag by seconds. */
const lagMs = 3_000;

function isWithin(
  { at: began, endedAt = Number.POSITIVE_INFINITY, outcome, event }: Invocation,
  from: number,
  to: number,
  at: number,
): boolean {
  return (
    isSweep(event) &&
    outcome === 'succeeded' &&
    began >= from + lagMs &&
    endedAt <= to &&
    endedAt <= at - evidenceMs
  );
}

function isSweep(event: unknown): boolean {
  return JSON.stringify(event).includes('Scheduled Event');
}
