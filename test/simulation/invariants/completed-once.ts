import type { History, Told } from '../history.ts';
import type { Invariant } from './invariant.ts';
import { movesIn, type ToldMove } from './told.ts';

/**
 * An environment announces the same attachment of an ENI as completed at most once. The same alert twice, with the same
 * fingerprint, is allowed: SNS may have taken it and its reply been lost. Which attachment an alert means is read off the
 * world: the last one to the named target at the time at which the alert says that the move was over.
 */
export const completedOnce: Invariant = {
  name: 'completed-once',
  atEnd(history) {
    const fingerprints = new Map<string, string>();
    return history.told
      .filter(({ kind }) => kind === 'failover-completed')
      .flatMap((alert) =>
        movesIn(alert).flatMap((move) => {
          const attachmentId = attachmentIn(move, endOf(alert), history);
          if (attachmentId === undefined) return [];
          const key = `${alert.environment} ${attachmentId}`;
          const known = fingerprints.get(key) ?? alert.fingerprint;
          fingerprints.set(key, known);
          if (known === alert.fingerprint) return [];
          return [
            `${alert.environment} announced ${move.networkInterfaceId} to ${move.to} (${attachmentId}) twice: ${known}, ${alert.fingerprint}`,
          ];
        }),
      );
  },
};

function attachmentIn(
  { networkInterfaceId, to }: ToldMove,
  at: number,
  { networkInterfaces }: History,
): string | undefined {
  return networkInterfaces
    .versions(networkInterfaceId)
    .findLast(({ from, record }) => from <= at && record?.attachment?.instanceId === to)?.record?.attachment
    ?.attachmentId;
}

/** When the move was over: the alert itself may have waited for SNS. */
function endOf({ at, data }: Told): number {
  const { trigger, totalSinceEventMs } = data;
  if (typeof totalSinceEventMs !== 'number' || typeof trigger !== 'object' || trigger === null) return at;
  return 'at' in trigger && typeof trigger.at === 'number' ? trigger.at + totalSinceEventMs : at;
}
