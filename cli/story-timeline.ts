import type { CallEntry, TransitionEntry } from '../sandbox/call-log.ts';
import type { BusRecord } from '../sandbox/events/bus.ts';
import type { Stack } from '../sandbox/stack/stack.ts';
import type { Names } from './names.ts';
import { type News, readNews } from './news.ts';
import type { StoryLine } from './story-line.ts';
import { seconds } from './table.ts';

export type Tell = (line: StoryLine) => void;

/** Tells what happens in the stack while it happens; what the functions decide is told by their log. */
export function followStories(stack: Stack, names: Names, tell: Tell): void {
  const { sandbox, bus, sns, lambda } = stack;
  const { clock, log, world } = sandbox;
  log.onTransition((entry) => {
    const holder = world.networkInterfaces.get(entry.id)?.attachment?.instanceId;
    const line = transitionLine(entry, holder, names);
    if (line !== undefined) tell(line);
  });
  log.onCall((entry) => {
    const line = callLine(entry, networkInterfaceOf(entry, stack), names);
    if (line !== undefined) tell({ ...line, at: clock.now() });
  });
  bus.watch((record) => tell(eventLine(record, names)));
  const toldSubjects = new Set<string>();
  sns.watch((message) => {
    const news = readNews(message);
    // Several functions at once may have the same to say; how often it came is told by the inbox.
    if (!toldSubjects.has(news.subject)) newsLines(news, names).forEach(tell);
    toldSubjects.add(news.subject);
  });
  lambda.watch(({ outcome, error }) => {
    if (outcome === 'succeeded') return;
    const what = names.shorten(`the function ${outcome}: ${error?.errorMessage.split('\n')[0] ?? ''}`);
    tell({ at: clock.now(), who: 'ENI Warden', what, tone: 'bad' });
  });
}

/** `holderId`: the instance that the ENI is attached to now. The end of a stop or a termination is told by its event alone. */
export function transitionLine(
  { at, kind, id, durationMs }: TransitionEntry,
  holderId: string | undefined,
  names: Names,
): StoryLine | undefined {
  const group = names.groupOf(id);
  if (group === undefined || /terminated|stopped/.test(kind)) return undefined;
  const line = { at, group, who: 'EC2' as const };
  const took = seconds(durationMs);
  switch (kind) {
    case 'detach':
      return { ...line, what: `${names.of(id)} is free: the detach took ${took}`, tone: 'plain' };
    case 'attach':
      return {
        ...line,
        what: `${names.of(id)} is attached to ${names.of(holderId ?? '?')}: the attach took ${took}`,
        tone: 'good',
      };
    default:
      return { ...line, what: `${names.of(id)} is ${kind.replace('instance ', '')}`, tone: 'bad' };
  }
}

export function eventLine({ at, event, matchedRules, copies }: BusRecord, names: Names): StoryLine {
  const id = event.detail['instance-id'];
  const rules = matchedRules.map((name) => name.replace(/^eni-warden-dev-/, '')).join(', ');
  const fate = matchedRules.length === 0 ? 'no rule matches' : `rule ${rules}`;
  if (typeof id === 'string') {
    const what = `${names.of(id)} is ${event.detail.state}: ${copies === 0 ? 'the event is LOST' : fate}`;
    return { at, group: names.groupOf(id), who: 'EventBridge', what, tone: copies === 0 ? 'bad' : 'quiet' };
  }
  const { alarmName } = event.detail;
  if (typeof alarmName === 'string') {
    const group = names.groupNamedIn(JSON.stringify(event.detail));
    return { at, group, who: 'CloudWatch', what: `alarm ${alarmName} is in ALARM: ${fate}`, tone: 'bad' };
  }
  return { at, who: 'EventBridge', what: `${event['detail-type']}: ${fate}`, tone: 'quiet' };
}

/** The id of the ENI that the call is about. */
function networkInterfaceOf({ parameters }: CallEntry, { sandbox: { world } }: Stack): string {
  for (const { networkInterfaceId, attachment } of world.networkInterfaces.values()) {
    if (attachment?.attachmentId === parameters.AttachmentId) return networkInterfaceId;
  }
  return parameters.NetworkInterfaceId ?? '';
}

/** Only what no other line tells: Force, and refusals. */
export function callLine(
  { service, action, parameters, errorCode }: CallEntry,
  networkInterfaceId: string,
  names: Names,
): Omit<StoryLine, 'at'> | undefined {
  if (service !== 'ec2' || !/^(At|De)tach/.test(action)) return undefined;
  const line = { group: names.groupOf(networkInterfaceId), who: 'ENI Warden' as const };
  const name = names.of(networkInterfaceId);
  if (errorCode !== undefined) {
    return { ...line, what: `${action} of ${name}: EC2 answers ${errorCode}`, tone: 'quiet' };
  }
  if (parameters.Force !== 'true') return undefined;
  const what = `${name} is still detaching, its guest does not react: detaches it once more, with Force`;
  return { ...line, what, tone: 'decision' };
}

export function newsLines(news: News, names: Names): readonly StoryLine[] {
  const { at, group, severity, summary, phases, staysBecause } = news;
  const tone = severity === 'critical' ? 'bad' : severity === 'info' ? 'good' : 'plain';
  const told: StoryLine = { at, group, who: 'SNS', what: `${severity}: ${names.shorten(summary)}`, tone };
  const own = { at, group, who: 'ENI Warden' as const };
  const reasons = staysBecause.map((because): StoryLine => {
    return { ...own, what: names.shorten(`leaves it where it is, because ${because}`), tone: 'decision' };
  });
  if (news.kind !== 'failover-completed') return [...reasons, told];
  return [told, { ...own, what: describePhases(phases), tone: 'plain' }];
}

function describePhases({ eventAgeMs, detachMs, attachMs, moveMs }: News['phases']): string {
  const age = eventAgeMs === undefined ? '' : `event age ${seconds(eventAgeMs)} · `;
  const total = moveMs === undefined ? '' : ` · from the first call to the last look ${seconds(moveMs)}`;
  return `phases: ${age}detach ${seconds(detachMs)} · attach ${seconds(attachMs)}${total}`;
}
