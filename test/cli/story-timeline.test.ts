import { stripVTControlCharacters } from 'node:util';
import { DecisionLog } from '../../cli/decision-log.ts';
import { formatLine, type StoryLine } from '../../cli/story-line.ts';
import { callLine, eventLine, newsLines, transitionLine } from '../../cli/story-timeline.ts';
import { unreachableMs } from '../../cli/unreachable.ts';
import { alarmStateChangeEvent, instanceStateChangeEvent } from '../../sandbox/events/aws-events.ts';
import { news, stage } from './stage.ts';

const { fleet, names } = stage();
const [licEni = ''] = fleet.lic.networkInterfaceIds;
const origin = { id: 'e', account: '123456789012', region: 'eu-west-1', at: 0 };

function shown(line: StoryLine | undefined): string | undefined {
  return line === undefined ? undefined : stripVTControlCharacters(formatLine(line, 0, 200));
}

describe('the timeline', () => {
  it('says of an event which rule it matched, in short names', () => {
    const event = instanceStateChangeEvent(origin, fleet.fw.activeId, 'shutting-down');
    const matchedRules = ['eni-warden-dev-instance-state-change'];
    expect(shown(eventLine({ at: 4_200, event, matchedRules, copies: 1 }, names))).toBe(
      '   +4.2 s  fw   EventBridge  fw-a is shutting-down: rule instance-state-change',
    );
  });

  it('says so when an event was lost', () => {
    const event = instanceStateChangeEvent(origin, fleet.lic.activeId, 'stopped');
    expect(shown(eventLine({ at: -15_800, event, matchedRules: [], copies: 0 }, names))).toBe(
      '  −15.8 s  lic  EventBridge  lic-a is stopped: the event is LOST',
    );
  });

  it('finds the group of an alarm by the instance in its metric', () => {
    const event = alarmStateChangeEvent({ ...origin, alarmName: 'any', instanceId: fleet.db.activeId });
    const line = eventLine({ at: 0, event, matchedRules: [], copies: 1 }, names);
    expect(line).toMatchObject({ group: 'db', who: 'CloudWatch' });
  });

  it('says of an attach where to, and how long it took', () => {
    const entry = { at: 0, kind: 'attach', id: licEni, durationMs: 540 };
    expect(transitionLine(entry, fleet.lic.standbyId, names)?.what).toBe(
      `eni-…${licEni.slice(-5)} is attached to lic-b: the attach took 0.5 s`,
    );
  });

  it('leaves out what concerns no group', () => {
    const entry = { at: 0, kind: 'attach', id: 'eni-00000000000000000', durationMs: 1 };
    expect(transitionLine(entry, undefined, names)).toBeUndefined();
  });

  it('shows of the calls the detach with Force and the refusals, and no other', () => {
    const call = {
      at: 0,
      service: 'ec2',
      caller: '',
      action: 'DetachNetworkInterface',
      latencyMs: 1,
      requestId: 'r',
    };
    expect(callLine({ ...call, parameters: {} }, licEni, names)).toBeUndefined();
    expect(callLine({ ...call, parameters: { Force: 'true' } }, licEni, names)?.what).toContain('with Force');
    expect(callLine({ ...call, parameters: {}, errorCode: 'IncorrectState' }, licEni, names)?.what).toContain(
      'IncorrectState',
    );
  });

  it('tells with a completed move how long each phase took, and with one that cannot be made why', () => {
    const phases = { eventAgeMs: 500, detachMs: 1_200, attachMs: 2_700, forced: false };
    const completed = news({ group: 'fw', kind: 'failover-completed', severity: 'info', phases });
    expect(newsLines(completed, names).map(({ what }) => what)).toEqual([
      'info: failover-completed',
      'phases: event age 0.5 s · detach 1.2 s · attach 2.7 s',
    ]);
    const staysBecause = [`nat-a (${fleet.nat.activeId}) is gone`];
    const left = news({ group: 'nat', kind: 'no-standby', severity: 'critical', staysBecause });
    expect(newsLines(left, names)[0]?.what).toBe('leaves it where it is, because nat-a is gone');
  });

  it('reads decisions from the log, each once, and passes over everything else in it', () => {
    const log = new DecisionLog(names);
    const { activeId: from, standbyId: to } = fleet.fw;
    const because = `fw-a (${from}) is terminated`;
    const head = { message: 'change begun', timestamp: '2026-01-05T09:00:00.000Z', group: 'fw' };
    const line = JSON.stringify({ ...head, because, from, to });
    expect(log.read(line).map(({ what }) => what)).toEqual(['moves fw-a → fw-b, because fw-a is terminated']);
    expect(log.read(line)).toEqual([]);
    const planned = { ...JSON.parse(line), message: 'change planned, not made (observe)' };
    expect(log.read(JSON.stringify(planned))[0]?.what).toMatch(/^would move, but only observes: fw-a → fw-b/);
    expect(log.read('no JSON')).toEqual([]);
    expect(log.read('{"message":"done"}')).toEqual([]);
  });

  it('continues a line that is too long under its own text', () => {
    const line = { at: 0, group: 'fw', who: 'SNS', what: 'one two three', tone: 'bad' } as const;
    expect(stripVTControlCharacters(formatLine(line, 0, 38)).split('\n')).toEqual([
      '   +0.0 s  fw   SNS          one two',
      '                             three',
    ]);
  });
});

describe('the time for which an ENI was unreachable', () => {
  it('runs from the end of its holder until it is attached, and is not known while it is not', () => {
    const { sandbox, groups, fleet: own } = stage();
    const [fwEni = '', other = ''] = own.fw.networkInterfaceIds;
    sandbox.log.recordTransition({
      at: 1_000,
      kind: 'instance shutting-down',
      id: own.fw.activeId,
      durationMs: 0,
    });
    sandbox.log.recordTransition({ at: 4_500, kind: 'attach', id: fwEni, durationMs: 500 });
    const unreachable = unreachableMs(sandbox, groups, 0);
    expect(unreachable.get(fwEni)).toBe(3_500);
    expect(unreachable.has(other)).toBe(false);
  });

  it('is not over when it was attached and has been lost again', async () => {
    const { clock, sandbox, groups, fleet: own } = stage();
    const [eni = ''] = own.lic.networkInterfaceIds;
    sandbox.log.recordTransition({ at: 4_500, kind: 'attach', id: eni, durationMs: 500 });
    expect(unreachableMs(sandbox, groups, 1_000).get(eni)).toBe(3_500);
    sandbox.world.terminate(own.lic.activeId);
    await clock.advance(600_000);
    expect(unreachableMs(sandbox, groups, 1_000).has(eni)).toBe(false);
  });
});
