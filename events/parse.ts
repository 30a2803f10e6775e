import { isAlarmAction, readAlarmAction } from './alarm-action.ts';
import {
  alarmConfigurationChange,
  alarmContributorStateChange,
  alarmStateChange,
} from './alarm-state-change.ts';
import type { EventKind } from './envelope.ts';
import { instanceStateChange } from './instance-state-change.ts';
import type { ParsedEvent } from './parsed-event.ts';
import { readEvent } from './read-event.ts';
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

/** What the event means to the failover. Never throws: what cannot be read is `malformed`. */
export function parseEvent(raw: unknown): ParsedEvent {
  return readEvent(raw, kinds, (event) => (isAlarmAction(event) ? readAlarmAction(event) : undefined));
}
