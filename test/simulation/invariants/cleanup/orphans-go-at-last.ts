import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { History } from '../../history.ts';
import { isHeld } from '../../truth.ts';
import type { Invariant } from '../invariant.ts';
import { namedIn } from '../told.ts';
import { changedSinceMark, tooEarly } from './deleted-after-grace.ts';
import { oddityOf } from './deleted-ordinary.ts';
import { isClaimed } from './deleted-unclaimed.ts';
import { isReferredTo } from './deleted-unreferenced.ts';

/** A sweep may just have begun when calm came, and one takes a while. */
const slackMs = 3 * 60_000;

/**
 * An ENI that has been due since calm came, for two sweeps and 3 min at the least, is gone at the end; or people were told
 * that something stands in the way of all deletions, or that this one is due and not deleted. Where a protected ENI of its
 * VPC was not attached for a part of that time, a failover may have been under way, and the time counts from its end. One
 * whose deletion has failed is tried again later.
 */
export const orphansGoAtLast: Invariant = {
  name: 'orphans-go-at-last',
  atEnd(history) {
    if (history.cleanup.everyMs === Number.POSITIVE_INFINITY || isBarred(history)) return [];
    return history.networkInterfaces
      .ids()
      .flatMap((id) => history.networkInterfaces.latest(id) ?? [])
      .filter((eni) => wasLongDue(eni, history) && !wasTold(eni, history))
      .map(
        ({ networkInterfaceId: id }) =>
          `${id} has been due since calm came, is still there, and nobody was told`,
      );
  },
};

function isBarred({ cleanup }: History): boolean {
  return cleanup.told.some(({ data }) => Array.isArray(data.bars) && data.bars.length > 0);
}

function wasTold({ networkInterfaceId }: NetworkInterface, { cleanup }: History): boolean {
  return cleanup.told.some(
    (alert) => namedIn(alert, networkInterfaceId) && /due, but not deleted/i.test(alert.text),
  );
}

function wasLongDue(eni: NetworkInterface, history: History): boolean {
  const { cleanup, faultsEndedAt, networkInterfaces } = history;
  const now = history.now();
  const from = Math.max(faultsEndedAt, failoverUntil(eni.vpcId, history));
  if (now - from < 2 * cleanup.everyMs + slackMs) return false;
  const eniId = eni.networkInterfaceId;
  const versions = networkInterfaces.during(eniId, from, now).filter((version) => version !== undefined);
  return (
    versions.every((version) => isDue(version, from)) &&
    changedSinceMark({ before: eni, eniId, versions }, history) === undefined &&
    !isReferredTo(eni, history)
  );
}

function isDue(eni: NetworkInterface, at: number): boolean {
  return (
    eni.status === 'available' &&
    eni.attachment === undefined &&
    oddityOf(eni) === undefined &&
    !isClaimed(eni, at) &&
    tooEarly(eni, at) === undefined &&
    eni.tags['eni-warden:delete-failed'] === undefined
  );
}

/** Until when a protected ENI of the VPC was anywhere but firmly attached. */
function failoverUntil(vpcId: string, { networkInterfaces }: History): number {
  const ends = networkInterfaces.ids().flatMap((id) => {
    const versions = networkInterfaces.versions(id);
    return versions.flatMap(({ record }, index) => {
      const isLoose =
        record?.vpcId === vpcId &&
        record.tags['eni-warden:group'] !== undefined &&
        record.attachment?.status !== 'attached' &&
        !isHeld(record);
      return isLoose ? [versions[index + 1]?.from ?? Number.POSITIVE_INFINITY] : [];
    });
  });
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
}
