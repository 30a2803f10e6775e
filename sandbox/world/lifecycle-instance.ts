import { instanceStateChangeEvent } from '../events/aws-events.ts';
import {
  drawMs,
  hardRebootMs,
  hardStopMs,
  terminatedRecordStaysMs,
  terminatedTagsStayMs,
} from '../timings.ts';
import { type Core, eventOrigin } from './core.ts';
import { takeBackPublicIp } from './lent-public-ip.ts';
import { releaseAttachments, resumeDetachments, settleAttachments } from './lifecycle-attachment.ts';
import type { Instance, InstanceState } from './records.ts';
import { allChecks, forgetStatusChecks, scheduleStatusChecks } from './status-checks.ts';

type Transition = 'start' | 'stop' | 'terminate';

const pendingKey = (instanceId: string) => `instance ${instanceId}`;

/** From `pending` to `running`, for a new instance and for one that was stopped. */
export function beginStart(core: Core, instanceId: string): void {
  const { state } = instanceOf(core, instanceId);
  if (state !== 'pending' && state !== 'stopped') return;
  const launchTime = Math.floor(core.clock.now() / 1000) * 1000;
  forgetStatusChecks(core, instanceId);
  changeState(core, instanceId, 'pending', 0, {
    launchTime,
    transitionReason: '',
    hung: false,
    broken: [],
    checks: allChecks('initializing'),
  });
  after(core, instanceId, 'start', (ms) => {
    changeState(core, instanceId, 'running', ms);
    scheduleStatusChecks(core, instanceId, { initializing: true });
  });
}

/** From `running` to `stopped`; a guest that hangs is switched off only after some minutes, unless forced (facts 1.6). */
export function beginStop(core: Core, instanceId: string, options: { force: boolean; reason: string }): void {
  const { state, hung } = instanceOf(core, instanceId);
  if (state !== 'running' && state !== 'stopping') return;
  if (state === 'running') {
    changeState(core, instanceId, 'stopping', 0, { transitionReason: options.reason });
  }
  if (options.force || !hung) {
    finishStopLater(core, instanceId);
    return;
  }
  core.pending.set(`hard stop ${instanceId}`, hardStopMs, () => {
    if (core.tables.instances.get(instanceId)?.state === 'stopping') finishStopLater(core, instanceId);
  });
}

/** From any state to `terminated`, even with a guest that hangs. */
export function beginTerminate(core: Core, instanceId: string, reason: string): void {
  const { state } = instanceOf(core, instanceId);
  if (state === 'shutting-down' || state === 'terminated') return;
  changeState(core, instanceId, 'shutting-down', 0, { transitionReason: reason });
  after(core, instanceId, 'terminate', (ms) => finishTerminate(core, instanceId, ms));
}

/** A guest that hangs is reset some minutes later and answers again. */
export function beginReboot(core: Core, instanceId: string): void {
  if (!instanceOf(core, instanceId).hung) return;
  core.pending.set(`reboot ${instanceId}`, hardRebootMs, () => recoverGuest(core, instanceId));
}

/** The guest answers again: what it held up goes on, and the next status checks pass. */
export function recoverGuest(core: Core, instanceId: string): void {
  const instance = core.tables.instances.get(instanceId);
  if (instance === undefined) return;
  core.tables.instances.put(instanceId, { ...instance, hung: false, broken: [] });
  resumeDetachments(core, instanceId);
  if (instance.state === 'stopping') finishStopLater(core, instanceId);
  scheduleStatusChecks(core, instanceId);
}

function finishStopLater(core: Core, instanceId: string): void {
  if (core.pending.has(pendingKey(instanceId))) return;
  after(core, instanceId, 'stop', (ms) => {
    // The next start happens on another host, with a fresh guest.
    changeState(core, instanceId, 'stopped', ms, { hung: false, broken: [], ghosts: [] });
    forgetStatusChecks(core, instanceId);
    settleAttachments(core, instanceId);
    takeBackPublicIp(core, instanceId);
  });
}

function finishTerminate(core: Core, instanceId: string, ms: number): void {
  changeState(core, instanceId, 'terminated', ms, { hung: false, broken: [], ghosts: [] });
  forgetStatusChecks(core, instanceId);
  releaseAttachments(core, instanceId);
  core.pending.set(`tags of ${instanceId}`, terminatedTagsStayMs, () => {
    core.tables.instances.put(instanceId, { ...instanceOf(core, instanceId), tags: {} });
  });
  core.pending.set(pendingKey(instanceId), terminatedRecordStaysMs, () => {
    core.tables.instances.delete(instanceId);
  });
}

function after(core: Core, instanceId: string, transition: Transition, happen: (ms: number) => void): void {
  const stream = `${transition}/${instanceId}/${core.count(`${transition}/${instanceId}`)}`;
  const ms = drawMs(core.random, core.timings[transition], stream);
  core.pending.set(pendingKey(instanceId), ms, () => happen(ms));
}

/** Changes the state and lets the event about it follow in its own time (facts 4.2). */
function changeState(
  core: Core,
  instanceId: string,
  state: InstanceState,
  durationMs: number,
  changes: Partial<Instance> = {},
): void {
  core.tables.instances.put(instanceId, { ...instanceOf(core, instanceId), ...changes, state });
  const at = core.clock.now();
  core.log.recordTransition({ at, kind: `instance ${state}`, id: instanceId, durationMs });
  const stream = `stateChangeEvent/${instanceId}/${core.count(`stateChangeEvent/${instanceId}`)}`;
  const event = instanceStateChangeEvent(eventOrigin(core, at), instanceId, state);
  const delayMs = drawMs(core.random, core.timings.stateChangeEvent, stream);
  core.pending.set(`event ${event.id}`, delayMs, () => core.emit(event));
}

function instanceOf(core: Core, instanceId: string): Instance {
  const found = core.tables.instances.get(instanceId);
  if (found === undefined) throw new Error(`There is no instance ${instanceId}.`);
  return found;
}
