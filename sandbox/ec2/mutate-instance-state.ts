import type { Core } from '../world/core.ts';
import { beginReboot, beginStart, beginStop, beginTerminate } from '../world/lifecycle-instance.ts';
import { existingInstance } from '../world/lookup.ts';
import type { Instance } from '../world/records.ts';
import { type Action, succeeded } from './action.ts';
import { stateXml } from './describe-instances.ts';
import { Ec2Error } from './errors.ts';
import { isoTime, type XmlValue } from './xml.ts';

export const startInstances: Action = (form) => {
  const ids = form.requiredIds('instance', 'InstanceId');
  return (core) =>
    changeAll(core, ids, {
      check: ({ instanceId, state }) => {
        if (state === 'stopped' || state === 'running' || state === 'pending') return;
        refuseGone(instanceId, state);
        throw incorrectState(`The instance '${instanceId}' is not in a state from which it can be started.`);
      },
      begin: ({ instanceId, state }) => {
        if (state === 'stopped') beginStart(core, instanceId);
      },
    });
};

/** Stopping keeps every interface attached (facts 1.7). */
export const stopInstances: Action = (form) => {
  const ids = form.requiredIds('instance', 'InstanceId');
  const force = form.flag('Force') ?? false;
  // A stop that skips the guest's shutdown needs nothing of the guest.
  const skipOsShutdown = form.flag('SkipOsShutdown') ?? false;
  return (core) =>
    changeAll(core, ids, {
      check: ({ instanceId, state }) => {
        refuseGone(instanceId, state);
        if (state === 'pending') {
          const message = `The instance '${instanceId}' cannot be stopped as it has never reached the 'running' state.`;
          throw incorrectState(message);
        }
      },
      begin: ({ instanceId, state }) => {
        if (state !== 'running' && state !== 'stopping') return;
        beginStop(core, instanceId, { force: force || skipOsShutdown, reason: userInitiated(core) });
      },
    });
};

/** Terminating what is terminated changes nothing and is no error. */
export const terminateInstances: Action = (form) => {
  const ids = form.requiredIds('instance', 'InstanceId');
  return (core) =>
    changeAll(core, ids, {
      check: () => {},
      begin: ({ instanceId }) => beginTerminate(core, instanceId, userInitiated(core)),
    });
};

export const rebootInstances: Action = (form) => {
  const ids = form.requiredIds('instance', 'InstanceId');
  return (core) => {
    for (const instance of ids.map((id) => existingInstance(core, id))) {
      refuseGone(instance.instanceId, instance.state);
      if (instance.state !== 'running') {
        throw incorrectState(`The instance '${instance.instanceId}' is not in the 'running' state.`);
      }
    }
    for (const id of ids) beginReboot(core, id);
    return succeeded;
  };
};

interface StateChange {
  check(instance: Instance): void;
  begin(instance: Instance): void;
}

/** All or nothing: nothing begins before every instance was checked. */
function changeAll(core: Core, ids: readonly string[], change: StateChange): { instancesSet: XmlValue } {
  const before = ids.map((id) => existingInstance(core, id));
  for (const instance of before) change.check(instance);
  for (const instance of before) change.begin(instance);
  return {
    instancesSet: before.map(({ instanceId, state }) => ({
      instanceId,
      currentState: stateXml(existingInstance(core, instanceId).state),
      previousState: stateXml(state),
    })),
  };
}

function refuseGone(instanceId: string, state: Instance['state']): void {
  if (state !== 'terminated' && state !== 'shutting-down') return;
  const message = `The ${state} instance '${instanceId}' is not in a valid state for this operation`;
  throw new Ec2Error('InvalidInstanceID', message);
}

function incorrectState(message: string): Ec2Error {
  return new Ec2Error('IncorrectInstanceState', message);
}

function userInitiated(core: Core): string {
  return `User initiated (${isoTime(core.clock.now()).slice(0, 19).replace('T', ' ')} GMT)`;
}
