import { statusCheckPeriodMs } from '../timings.ts';
import type { Core } from './core.ts';
import type { CheckName, CheckStatus, Instance, StatusCheck } from './records.ts';

export const checkNames: readonly CheckName[] = ['system', 'instance', 'attached-ebs'];

export function allChecks(status: CheckStatus): Record<CheckName, StatusCheck> {
  return { system: { status }, instance: { status }, 'attached-ebs': { status } };
}

/**
 * Lets the next run of the checks find out what is true. The checks of each instance run once a minute at a second
 * of their own (facts 5); a run in between that would find nothing new is not simulated.
 */
export function scheduleStatusChecks(
  core: Core,
  instanceId: string,
  options = { initializing: false },
): void {
  const now = core.clock.now();
  const phase = core.random.stream(`statusChecks/${instanceId}`).integer(statusCheckPeriodMs);
  const untilNext = statusCheckPeriodMs - ((now + phase) % statusCheckPeriodMs);
  const ms = options.initializing ? untilNext + statusCheckPeriodMs : untilNext;
  core.pending.set(pendingKey(instanceId), ms, () => runStatusChecks(core, instanceId));
}

export function forgetStatusChecks(core: Core, instanceId: string): void {
  core.pending.cancel(pendingKey(instanceId));
}

const pendingKey = (instanceId: string) => `status checks ${instanceId}`;

function runStatusChecks(core: Core, instanceId: string): void {
  const instance = core.tables.instances.get(instanceId);
  if (instance?.state !== 'running') return;
  const checks = { ...instance.checks };
  for (const name of checkNames) checks[name] = result(core, instance, name);
  core.tables.instances.put(instanceId, { ...instance, checks });
}

function result(core: Core, instance: Instance, name: CheckName): StatusCheck {
  const fails = instance.broken.includes(name) || (name === 'instance' && instance.hung);
  if (!fails) return { status: 'ok' };
  return { status: 'impaired', impairedSince: instance.checks[name].impairedSince ?? core.clock.now() };
}
