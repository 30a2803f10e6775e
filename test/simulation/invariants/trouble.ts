import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History, Told } from '../history.ts';
import { isOrdinary } from '../truth.ts';
import type { Group } from './present.ts';
import { isAtHome } from './present.ts';
import { evidenceMs } from './promises.ts';
import { isTick } from './ticks.ts';
import { namedIn } from './told.ts';

/** A stretch of time; `until` is the first moment after it. */
interface Stretch {
  readonly since: number;
  readonly until: number;
  readonly isWell: boolean;
}

/** Since when the group has been in trouble without a break: an ENI of it not at home, or its ordinary ENIs on two instances. */
export function inTroubleSince(group: Group, history: History): number {
  const last = stretchesOf(group, history).at(-1);
  return last === undefined || last.isWell ? history.now() : last.since;
}

/**
 * The alerts of these kinds that name the ENI, and that people can be expected to have in mind: told since the group's
 * trouble began, or before that, within `reminderMs`, by an environment that has not seen the group well since. Such an
 * environment still remembers that it told, and rightly does not repeat itself.
 */
export function remembered(
  eniId: string,
  group: Group,
  { kinds, reminderMs }: { readonly kinds: readonly string[]; readonly reminderMs: number },
  history: History,
): readonly Told[] {
  const stretches = stretchesOf(group, history);
  const since = inTroubleSince(group, history);
  return history.told.filter(
    (alert) =>
      kinds.includes(alert.kind) &&
      namedIn(alert, eniId) &&
      (alert.at >= since - evidenceMs ||
        (alert.at >= since - reminderMs && !hasForgotten(alert, since, stretches, history))),
  );
}

/** Whether the environment that told it has handled a whole tick while all was well. */
function hasForgotten(
  { environment, at }: Told,
  since: number,
  stretches: readonly Stretch[],
  history: History,
): boolean {
  const well = stretches.filter(({ isWell }) => isWell);
  return history.invocations.some(
    (invocation) =>
      invocation.environment === environment &&
      invocation.outcome === 'succeeded' &&
      isTick(invocation.event) &&
      invocation.at > at &&
      invocation.at < since &&
      well.some(
        (stretch) =>
          invocation.at >= stretch.since + evidenceMs &&
          (invocation.endedAt ?? Number.POSITIVE_INFINITY) < stretch.until,
      ),
  );
}

function stretchesOf(group: Group, history: History): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const moment of momentsOf(group, history)) {
    const isWell = wasWell(group, moment, history);
    const last = stretches.at(-1);
    if (last?.isWell === isWell) continue;
    if (last !== undefined) stretches.splice(-1, 1, { ...last, until: moment });
    stretches.push({ since: moment, until: Number.POSITIVE_INFINITY, isWell });
  }
  return stretches;
}

/** Every moment at which one of its ENIs, or an instance that ever held one, changed. */
function momentsOf({ enrolled }: Group, { networkInterfaces, instances }: History): readonly number[] {
  const versions = enrolled.flatMap(({ networkInterfaceId }) =>
    networkInterfaces.versions(networkInterfaceId),
  );
  const holders = new Set(versions.flatMap(({ record }) => record?.attachment?.instanceId ?? []));
  const moments = [...versions, ...[...holders].flatMap((id) => instances.versions(id))].map(
    ({ from }) => from,
  );
  return [...new Set(moments)].sort((a, b) => a - b);
}

function wasWell({ enrolled }: Group, moment: number, { networkInterfaces, instances }: History): boolean {
  const holders = new Set<string>();
  for (const { networkInterfaceId } of enrolled) {
    const eni: NetworkInterface | undefined = networkInterfaces.asOf(networkInterfaceId, moment);
    if (eni === undefined) continue;
    const holderId = eni.attachment?.instanceId ?? '';
    if (!isAtHome(eni, instances.asOf(holderId, moment))) return false;
    if (isOrdinary(eni)) holders.add(holderId);
  }
  return holders.size <= 1;
}
