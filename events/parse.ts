import { isAlarmAction, readAlarmAction } from './alarm-action.ts';
import {
  alarmConfigurationChange,
  alarmContributorStateChange,
  alarmStateChange,
} from './alarm-state-change.ts';
import type { EventKind, Issue } from './envelope.ts';
import { excerptOf, shown } from './excerpt.ts';
import { instanceStateChange } from './instance-state-change.ts';
import type { ParsedEvent } from './parsed-event.ts';
import { rebalanceRecommendation } from './rebalance-recommendation.ts';
import { spotInterruption } from './spot-interruption.ts';
import { switchoverRequest } from './switchover-request.ts';
import { tick } from './tick.ts';

export type { ParsedEvent } from './parsed-event.ts';

const kinds: readonly EventKind[] = [
  instanceStateChange,
  alarmStateChange,
  alarmConfigurationChange,
  alarmContributorStateChange,
  spotInterruption,
  rebalanceRecommendation,
  tick,
  switchoverRequest,
];

const excerptLengthMax = 1_500;
const issueLengthMax = 300;
const issuesMax = 10;

/** Reads whatever came. Never throws: what cannot be read is `malformed`, which no retry would mend. */
export function parseEvent(raw: unknown): ParsedEvent {
  const json = toJson(raw);
  if (json === undefined) {
    return malformed(
      [{ path: [], message: 'expected JSON' }],
      `a value of type ${typeof raw} that is not JSON`,
    );
  }
  // From here on it is plain data, with no getter, proxy or cycle left in it.
  const result = read(JSON.parse(json));
  return 'kind' in result ? result : malformed(result, json);
}

function toJson(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

function read(event: unknown): ParsedEvent | readonly Issue[] {
  if (!isObject(event)) return [{ path: [], message: 'expected an event, which is a JSON object' }];
  if (isAlarmAction(event)) return readAlarmAction(event);
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

function malformed(issues: readonly Issue[], json: string): ParsedEvent {
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

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
