import type { Call, History } from '../history.ts';
import { wasGivenUp } from './arrivals.ts';
import type { Invariant } from './invariant.ts';
import { announcedBeforeMs } from './promises.ts';
import { movesIn } from './told.ts';

/**
 * Every attach of ours that had its effect is named, ENI and target, among the moves or outcomes of at least one alert that
 * is not merely a plan, told from 5 min before it on; or a later alert says that the ENI left that instance; or the event of the invocation that made it was given up, so that
 * people found it in the on-failure queue.
 */
export const changesOfHolderTold: Invariant = {
  name: 'changes-of-holder-told',
  atEnd(history) {
    const toldAt = lastToldByMove(history);
    return history.calls
      .filter(({ action, errorCode }) => action === 'AttachNetworkInterface' && errorCode === undefined)
      .filter((call) => (toldAt.get(moveOf(call)) ?? Number.NEGATIVE_INFINITY) < call.at - announcedBeforeMs)
      .filter((call) => !wasLeftInTheQueue(call, history))
      .map((call) => `the attach of ${moveOf(call)} by ${call.environment} was never told`);
  },
};

function lastToldByMove({ told }: History): ReadonlyMap<string, number> {
  const toldAt = new Map<string, number>();
  for (const alert of told) {
    if (alert.kind === 'failover-planned') continue;
    for (const { networkInterfaceId, from, to } of movesIn(alert)) {
      for (const instanceId of [to, ...(from === undefined ? [] : [from])]) {
        const move = `${networkInterfaceId} to ${instanceId}`;
        toldAt.set(move, Math.max(alert.at, toldAt.get(move) ?? alert.at));
      }
    }
  }
  return toldAt;
}

function moveOf({ networkInterfaceId, instanceId }: Call): string {
  return `${networkInterfaceId} to ${instanceId}`;
}

function wasLeftInTheQueue({ environment, at }: Call, history: History): boolean {
  const invocation = history.invocations.findLast((one) => one.environment === environment && one.at <= at);
  return invocation !== undefined && wasGivenUp(invocation.event, history) !== undefined;
}
