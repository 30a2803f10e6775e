/**
 * The tags by which an owner enrols things. A value that cannot be read is kept as such: whoever meets it spares
 * the thing and says so, and never takes a default for it.
 */
export const tagKeys = {
  group: 'eni-warden:group',
  hold: 'eni-warden:hold',
  priority: 'eni-warden:priority',
} as const;

/** The namespace of all our tags: the cleanup keeps what carries one that it does not know. */
export const tagPrefix = 'eni-warden:';

/** The tags of the cleanup. `keep` is the owner's; the others are written by us, and `unattached-*` are the mark. */
export const cleanupTagKeys = {
  keep: 'eni-warden:keep',
  unattachedSince: 'eni-warden:unattached-since',
  unattachedSeen: 'eni-warden:unattached-seen',
  deleteFailed: 'eni-warden:delete-failed',
  restoredFrom: 'eni-warden:restored-from',
} as const;

/** What owners declare to the audit: the addresses that they count on, and the findings that they accept for a time. */
export const auditTagKeys = {
  address: 'eni-warden:address',
  accept: 'eni-warden:accept',
} as const;

export type Tags = Readonly<Record<string, string>>;

export type TagReading<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly raw: string; readonly problem: string };

/** The priority of a member without the tag; lower goes first. */
export const defaultPriority = 100;

/** The characters that EC2 allows in a tag, less the space, which separates names. */
const groupNamePattern = /^[\p{L}\p{N}+\-=._:/@]{1,128}$/u;

/** The group that an ENI is protected in: exactly one name. */
export function readGroupName(tags: Tags): TagReading<string> {
  return readTag(tags, tagKeys.group, (raw) => {
    const names = splitNames(raw);
    if (names.length !== 1)
      return problem(names.length === 0 ? 'names no group' : 'names more than one group');
    return checkName(names[0] ?? '') ?? value(names[0] ?? '');
  });
}

/** The groups that an instance is a member of: names separated by spaces. */
export function readGroupNames(tags: Tags): TagReading<readonly string[]> {
  return readTag(tags, tagKeys.group, (raw) => {
    const names = [...new Set(splitNames(raw))];
    if (names.length === 0) return problem('names no group');
    return names.map(checkName).find((found) => found !== undefined) ?? value(names);
  });
}

/** The Name tag; empty where there is none. */
export function nameIn(tags: Tags): string {
  return (Object.hasOwn(tags, 'Name') ? tags.Name : undefined) ?? '';
}

/** An integer; lower goes first. */
export function readPriority(tags: Tags): TagReading<number> {
  return readTag(tags, tagKeys.priority, (raw) => {
    const trimmed = raw.trim();
    if (!/^[+-]?\d{1,9}$/.test(trimmed)) return problem('is not an integer of at most nine digits');
    return value(Number(trimmed));
  });
}

/** The reason of a hold. A hold without a reason is unreadable, and holds all the same. */
export function readHold(tags: Tags): TagReading<string> {
  return readTag(tags, tagKeys.hold, (raw) =>
    raw.trim() === '' ? problem('gives no reason') : value(raw.trim()),
  );
}

export type Parsed<T> = { readonly value: T } | { readonly problem: string };

function value<T>(parsed: T): Parsed<T> {
  return { value: parsed };
}

function problem(text: string): { readonly problem: string } {
  return { problem: text };
}

/** Reads one tag; inherited properties are no tags. */
export function readTag<T>(tags: Tags, key: string, parse: (raw: string) => Parsed<T>): TagReading<T> {
  const raw = Object.hasOwn(tags, key) ? tags[key] : undefined;
  if (raw === undefined) return { kind: 'absent' };
  const parsed = parse(raw);
  if ('problem' in parsed) return { kind: 'unreadable', raw, problem: parsed.problem };
  return { kind: 'read', value: parsed.value };
}

function splitNames(raw: string): string[] {
  return raw.split(/\s+/).filter((name) => name !== '');
}

function checkName(name: string): { readonly problem: string } | undefined {
  if (groupNamePattern.test(name)) return undefined;
  return problem('has a name longer than 128 characters or with a character that EC2 tags do not allow');
}
