import type { FailoverGroup } from '../../domain/failover-group.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import type { Trigger } from '../../domain/trigger.ts';
import { Courtesy } from '../../handlers/courtesy.ts';
import { eni, fleet, inGroup, noon, on, seconds } from '../support/domain-fleet.ts';

const origin = { eventId: 'event-1', at: noon };
const tick: Trigger = { kind: 'tick', ...origin };
const stateChange: Trigger = {
  kind: 'instance-state-change',
  instanceId: 'i-a',
  state: 'stopped',
  ...origin,
};
const switchover: Trigger = {
  kind: 'switchover-request',
  group: 'fw',
  reason: 'Kernel update',
  requester: 'maria',
  ...origin,
};

const held = [eni('eni-1', { ...inGroup('fw'), ...on('i-a') })];
const leaving = [eni('eni-1', { ...inGroup('fw'), ...on('i-a', { status: 'detaching' }) })];
const free = [eni('eni-1', inGroup('fw'))];

function group(networkInterfaces: readonly NetworkInterface[]): FailoverGroup {
  return { name: 'fw', networkInterfaces, members: [] };
}

/** How many milliseconds a handler that sees this for the first time, and sees no change, leaves to others. */
function leavesToOthersMs(
  trigger: Trigger,
  enis: readonly NetworkInterface[],
  courtesy = new Courtesy(trigger),
): number {
  return courtesy.mayBeginAt(group(enis), fleet(enis, []), noon) - noon;
}

test('what woke us is begun at once, where nobody is at it', () => {
  expect(leavesToOthersMs(stateChange, held)).toBe(0);
  expect(leavesToOthersMs(switchover, held)).toBe(0);
});

test('another group is left to its own handler for a moment', () => {
  expect(leavesToOthersMs(tick, held)).toBeGreaterThan(0);
  expect(leavesToOthersMs(tick, held)).toBeLessThanOrEqual(seconds(5));
});

test('a group that somebody is detaching is left to them for longer, even by the handler whom it woke', () => {
  expect(leavesToOthersMs(stateChange, leaving)).toBeGreaterThan(leavesToOthersMs(tick, held));
  expect(leavesToOthersMs(tick, leaving)).toBeGreaterThan(leavesToOthersMs(tick, held));
});

test('a free ENI is left to whoever has just detached it, except by the handler whose event is about it', () => {
  const change: Trigger = { ...tick };
  expect(leavesToOthersMs(change, free)).toBeGreaterThan(leavesToOthersMs(tick, held));
});

test('a duplicate of a switchover request leaves the ENI that its twin has just detached alone', () => {
  expect(leavesToOthersMs(switchover, free)).toBeGreaterThanOrEqual(seconds(5));
});

test('courtesy ends: what does not get on is begun by us', () => {
  const courtesy = new Courtesy(tick);
  const ask = (now: number) => courtesy.mayBeginAt(group(leaving), fleet(leaving, []), now);
  const mayBeginAt = ask(noon);
  expect(mayBeginAt).toBeLessThanOrEqual(noon + seconds(30));
  expect(ask(mayBeginAt)).toBe(mayBeginAt);
});

test('every step of theirs gives them more time', () => {
  const courtesy = new Courtesy(tick);
  const first = courtesy.mayBeginAt(group(leaving), fleet(leaving, []), noon);
  const second = courtesy.mayBeginAt(group(free), fleet(free, []), first);
  expect(second).toBeGreaterThan(first);
});

test('what we have begun ourselves is ours: we wait for nobody', () => {
  const courtesy = new Courtesy(tick);
  courtesy.claim('fw');
  expect(leavesToOthersMs(tick, leaving, courtesy)).toBe(0);
});

test('a claim on one group is none on another', () => {
  const courtesy = new Courtesy(tick);
  courtesy.claim('db');
  expect(leavesToOthersMs(tick, leaving, courtesy)).toBeGreaterThan(0);
});
