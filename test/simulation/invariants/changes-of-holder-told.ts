import type { Call, History, Invocation } from '../history.ts';
import { isSameEvent, wasGivenUp } from './arrivals.ts';
import type { Invariant } from './invariant.ts';
import { announcedBeforeMs } from './promises.ts';
import { movesIn } from './told.ts';

/**
 * Every attach of ours that had its effect is named, ENI and target, among the moves or outcomes of at least one alert that
 * is not merely a plan, told from 5 min before it on; or a later alert says that the ENI left that instance; or the event of
 * the invocation that made it was given up, so that people found it in the on-failure queue. One attach is left to the log
 * and to Lambda's count of errors: that of which SNS took no alert and which was undone before the retry began.
 */
export const changesOfHolderTold: Invariant = {
  name: 'changes-of-holder-told',
  atEnd(history) {
    const toldAt = lastToldByMove(history);
    return history.calls
      .filter(({ action, errorCode }) => action === 'AttachNetworkInterface' && errorCode === undefined)
      .filter((call) => (toldAt.get(moveOf(call)) ?? Number.NEGATIVE_INFINITY) < call.at - announcedBeforeMs)
      .filter((call) => !wasLeftInTheQueue(call, history) && !wasUndoneUnheard(call, history))
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

function invocationOf({ environment, at }: Call, { invocations }: History): Invocation | undefined {
  return invocations.findLast((one) => one.environment === environment && one.at <= at);
}

function wasLeftInTheQueue(call: Call, history: History): boolean {
  const invocation = invocationOf(call, history);
  return invocation !== undefined && wasGivenUp(invocation.event, history) !== undefined;
}

/** The invocation failed because SNS did not take its alerts, this one among them, and the retry found the ENI gone. */
function wasUndoneUnheard(call: Call, history: History): boolean {
  const { networkInterfaceId = '', instanceId = '' } = call;
  const failed = invocationOf(call, history);
  if (!failed?.error?.includes(networkInterfaceId) || !failed.error.includes(instanceId)) return false;
  const retry = history.invocations.find(
    ({ at, event }) => at > failed.at && isSameEvent(event, failed.event),
  );
  if (retry === undefined) return false;
  const { attachment } = history.networkInterfaces.asOf(networkInterfaceId, retry.at) ?? {};
  return attachment?.instanceId !== instanceId;
}
