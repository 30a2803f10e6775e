import type { CallEntry, TransitionEntry } from '../sandbox/call-log.ts';
import type { BusRecord } from '../sandbox/events/bus.ts';
import type { Invocation } from '../sandbox/lambda/lambda-types.ts';
import type { PublishedMessage } from '../sandbox/sns/sns.ts';
import type { Stack } from '../sandbox/stack/stack.ts';

/** Prints what happens in a stack while it happens, one line each, with the seconds since now. */
export function followTimeline(stack: Stack, print: (line: string) => void): void {
  const { sandbox, bus, sns, lambda } = stack;
  const startedAt = sandbox.clock.now();
  const tell = (kind: string, text: string) => {
    const seconds = ((sandbox.clock.now() - startedAt) / 1000).toFixed(1).padStart(7);
    print(`${seconds} s  ${kind.padEnd(10)} ${text}`);
  };
  const nameOf = (id: string) => {
    const { instances, networkInterfaces } = sandbox.world;
    const name = (instances.get(id) ?? networkInterfaces.get(id))?.tags.Name;
    return name === undefined ? id : `${name} (${id})`;
  };
  bus.watch((record) => tell('event', describeEvent(record)));
  sns.watch((message) => tell('alert', describeAlert(message)));
  lambda.watch((invocation) => tell('function', describeInvocation(invocation)));
  sandbox.log.onTransition((entry) => tell('ec2', describeTransition(entry, nameOf)));
  sandbox.log.onCall((entry) => {
    if (changesSomething(entry)) tell('call', describeCall(entry));
  });
}

function describeEvent({ event, matchedRules, copies }: BusRecord): string {
  const detail = Object.values(event.detail).filter((value) => typeof value === 'string');
  const fate =
    copies === 0 ? 'LOST' : matchedRules.length === 0 ? 'no rule matches' : matchedRules.join(', ');
  return `${[event['detail-type'], ...detail].join(' · ')} → ${copies === 2 ? 'twice: ' : ''}${fate}`;
}

function describeAlert({ subject, message }: PublishedMessage): string {
  return subject ?? message.split('\n')[0] ?? '';
}

function describeInvocation({ functionName, outcome, durationMs, attempt, error }: Invocation): string {
  const which = attempt === 1 ? '' : ` (attempt ${attempt})`;
  const why = error === undefined ? '' : `: ${error.errorMessage.split('\n')[0]}`;
  return `${functionName} ${outcome} after ${(durationMs / 1000).toFixed(1)} s${which}${why}`;
}

function describeTransition(
  { kind, id, durationMs }: TransitionEntry,
  nameOf: (id: string) => string,
): string {
  const after = durationMs === 0 ? '' : ` after ${(durationMs / 1000).toFixed(1)} s`;
  return `${nameOf(id)}: ${kind}${after}`;
}

function changesSomething({ service, action }: CallEntry): boolean {
  return service === 'ec2' && !action.startsWith('Describe');
}

function describeCall({ caller, action, parameters, errorCode }: CallEntry): string {
  const { Action, Version, DryRun, ...named } = parameters;
  const shown = Object.entries(named).map(([name, value]) => `${name}=${value}`);
  return `${caller}: ${action} ${shown.join(' ')}${errorCode === undefined ? '' : ` → ${errorCode}`}`;
}
