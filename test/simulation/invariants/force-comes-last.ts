import type { Invariant } from './invariant.ts';
import { patienceMs, wholeSecondMs } from './promises.ts';

/** Force takes the time to let go from a guest, so it is used only where the attachment has been `detaching` for 5 s. */
export const forceComesLast: Invariant = {
  name: 'force-comes-last',
  afterCall({ action, parameters, errorCode, networkInterfaceId = '', before, at }, { networkInterfaces }) {
    if (action !== 'DetachNetworkInterface' || parameters.Force !== 'true' || errorCode !== undefined)
      return [];
    const then = networkInterfaces.asOf(networkInterfaceId, at - patienceMs + wholeSecondMs)?.attachment;
    if (then?.attachmentId === before?.attachment?.attachmentId && then?.status === 'detaching') return [];
    return [`${networkInterfaceId} was detached by Force without having been given the time to let go`];
  },
};
