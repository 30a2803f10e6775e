import type { Instance, NetworkInterface } from '../../sandbox/world/records.ts';
import type { Change } from '../../sandbox/world/table.ts';
import { isLook } from './door.ts';
import type { Call, Entry, History, Invocation } from './history.ts';

const idPattern = /\b(?:eni|i)-[0-9a-f]{17}\b/g;

/**
 * The history as a story that a person can read: one line for each thing that happened, in order. With `about`, only what
 * names one of the ids in that text.
 */
export function linesOf(history: History, about = ''): readonly string[] {
  const names = namesOf(history);
  const name = (text: string) => text.replace(idPattern, (id) => names.get(id) ?? id);
  const ids: readonly string[] = about.match(idPattern) ?? [];
  const begin = history.entries[0]?.item.at ?? 0;
  return history.entries.flatMap((entry) => {
    const words = wordsOf(entry);
    if (words === undefined) return [];
    const all = entry.kind === 'told' ? words + entry.item.text : words;
    if (ids.length > 0 && !ids.some((id) => all.includes(id))) return [];
    return [`${formatTime(timeOf(entry) - begin)}  ${name(words)}`];
  });
}

function timeOf(entry: Entry): number {
  return entry.kind === 'ended' ? (entry.item.endedAt ?? entry.item.at) : entry.item.at;
}

/** Short names: those of the Name tags, and the ENIs counted through; each with the end of its id. */
function namesOf({ instances, networkInterfaces }: History): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const id of instances.ids()) {
    const named = instances.versions(id).find(({ record }) => record?.tags.Name !== undefined)?.record
      ?.tags.Name;
    names.set(id, `${named ?? 'i'}(${id.slice(-4)})`);
  }
  for (const id of networkInterfaces.ids()) names.set(id, `eni(${id.slice(-4)})`);
  return names;
}

function wordsOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'incident':
      return `** ${entry.item.words}`;
    case 'arrival':
      return `   event ${describeEvent(entry.item.event)}`;
    case 'given up':
      return `   given up: ${describeEvent(entry.item.event)}`;
    case 'invoked':
      return `   ${entry.item.environment} begins ${describeEvent(entry.item.event)}`;
    case 'ended':
      return `   ${entry.item.environment} ${describeEnd(entry.item)}`;
    case 'call':
      return `     ${describeCall(entry.item)}`;
    case 'told':
      return `   TOLD [${entry.item.severity}] ${entry.item.text.split('\n')[0]} (${entry.item.environment})`;
    case 'manifest':
      return `     ${entry.item.environment} stores ${entry.item.key}`;
    case 'log':
      return `     ${entry.item.environment} says: ${entry.item.message} ${JSON.stringify(entry.item.details)?.slice(0, 400) ?? ''}`;
    case 'change':
      return describeChange(entry.item.change);
    default:
      return entry satisfies never;
  }
}

function describeEvent(event: unknown): string {
  const { 'detail-type': type, id, time, detail } = event as Readonly<Record<string, unknown>>;
  return `"${type}" of ${time} ${JSON.stringify(detail)?.slice(0, 160)} (${id})`;
}

function describeEnd({ outcome, error }: Invocation): string {
  return `${outcome}${error === undefined ? '' : `: ${error.slice(0, 300)}`}`;
}

function describeCall(call: Call): string {
  const { environment, action, parameters, errorCode } = call;
  const asked = isLook(call) ? '' : ` ${JSON.stringify(parameters)}`;
  return `${environment} ${action}${asked}${errorCode === undefined ? '' : ` -> ${errorCode}`}`;
}

function describeChange(change: Change<Instance> | Change<NetworkInterface>): string | undefined {
  const before = change.before === undefined ? 'nothing' : stateOf(change.before);
  const after = change.after === undefined ? 'nothing' : stateOf(change.after);
  return before === after ? undefined : `   ${change.id}: ${before} -> ${after}`;
}

function stateOf(record: Instance | NetworkInterface): string {
  const tags = Object.entries(record.tags)
    .filter(([key]) => key.startsWith('eni-warden:'))
    .map(([key, value]) => `${key.slice('eni-warden:'.length)}=${value}`);
  return [...('instanceId' in record ? stateOfInstance(record) : stateOfEni(record)), ...tags].join(' ');
}

function stateOfInstance({
  state,
  hung,
  checks,
  instanceType,
  availabilityZone,
}: Instance): readonly string[] {
  const failing = Object.entries(checks)
    .filter(([, { status }]) => status === 'impaired')
    .map(([name]) => `${name} impaired`);
  return [state, ...(hung ? ['hung'] : []), ...failing, instanceType, availabilityZone];
}

function stateOfEni({
  attachment,
  status,
  interfaceType,
  requesterManaged,
}: NetworkInterface): readonly string[] {
  const kind = [
    ...(interfaceType === 'interface' ? [] : [interfaceType]),
    ...(requesterManaged ? ['managed'] : []),
  ];
  if (attachment === undefined) return [status, ...kind];
  const { instanceId, deviceIndex, deleteOnTermination } = attachment;
  return [
    `${attachment.status} ${instanceId ?? 'a service'}#${deviceIndex}`,
    ...(deleteOnTermination ? ['DeleteOnTermination'] : []),
    ...kind,
  ];
}

function formatTime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${String(minutes).padStart(3)}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`;
}
