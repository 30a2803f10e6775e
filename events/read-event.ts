import type { EventKind, Issue } from './envelope.ts';
import { excerptOf, shown } from './excerpt.ts';
import type { MalformedEvent } from './parsed-event.ts';

const excerptLengthMax = 1_500;
const issueLengthMax = 300;
const issuesMax = 10;

/**
 * Reads whatever came as one of the kinds; `readOther` may know what is no event of EventBridge. Never throws: what cannot
 * be read is `malformed`, which no retry would mend.
 */
export function readEvent<Meaning extends { readonly kind: string }>(
  raw: unknown,
  kinds: readonly EventKind<Meaning>[],
  readOther: (event: JsonObject) => Meaning | readonly Issue[] | undefined = () => undefined,
): Meaning | MalformedEvent {
  const json = toJson(raw);
  if (json === undefined) {
    return malformed(
      [{ path: [], message: 'expected JSON' }],
      `a value of type ${typeof raw} that is not JSON`,
    );
  }
  // From here on it is plain data, with no getter, proxy or cycle left in it.
  const event: unknown = JSON.parse(json);
  if (!isObject(event)) {
    return malformed([{ path: [], message: 'expected an event, which is a JSON object' }], json);
  }
  const result = readOther(event) ?? readKind(event, kinds);
  return 'kind' in result ? result : malformed(result, json);
}

/** Any JSON object. */
export type JsonObject = { readonly [field: string]: unknown };

function toJson(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

function readKind<Meaning>(
  event: JsonObject,
  kinds: readonly EventKind<Meaning>[],
): Meaning | readonly Issue[] {
  const { source, 'detail-type': detailType } = event;
  const kind = kinds.find(
    ({ pattern }) => pattern.source[0] === source && pattern['detail-type'][0] === detailType,
  );
  if (kind !== undefined) return kind.read(event);
  return [
    {
      path: [],
      message: `no event of this kind is expected: source ${shown(source)}, detail-type ${shown(detailType)}`,
    },
  ];
}

function malformed(issues: readonly Issue[], json: string): MalformedEvent {
  return {
    kind: 'malformed',
    issues: issues.slice(0, issuesMax).map(describeIssue),
    excerpt: excerptOf(json, excerptLengthMax),
  };
}

function describeIssue({ path, message }: Issue): string {
  const where = path.length === 0 ? 'event' : path.map(String).join('.');
  return excerptOf(`${where}: ${message}`, issueLengthMax);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
