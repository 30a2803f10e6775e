import { stateOfGroup } from '../../domain/audit/group-state.ts';
import { readinessOf } from '../../domain/audit/readiness-of.ts';
import { describeHold } from '../../domain/bars.ts';
import type { FailoverGroup } from '../../domain/failover-group.ts';
import { formatInstant, type Instant } from '../../domain/instant.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** A group as `status` shows it; plain JSON, and stable. */
export interface GroupStatus {
  readonly group: string;
  readonly ready: boolean;
  /** One of its ENIs is between two places just now. */
  readonly underWay: boolean;
  /** Why it is not ready. */
  readonly reasons: readonly string[];
  readonly holders: readonly MemberStatus[];
  /** When the latest of its ENIs was attached where it is: the end of its last move, as far as EC2 tells. */
  readonly since?: string;
  readonly enis: readonly EniStatus[];
  readonly standbys: readonly (MemberStatus & {
    readonly able: boolean;
    readonly reasons: readonly string[];
  })[];
}

export interface MemberStatus {
  readonly id: string;
  readonly name?: string;
  readonly state: string;
}

export interface EniStatus {
  readonly id: string;
  readonly address: string;
  readonly publicIp?: string;
  /** Of its attachment, else its own. */
  readonly status: string;
  readonly instanceId?: string;
  readonly deviceIndex?: number;
  readonly attachedAt?: string;
  /** The reason. */
  readonly hold?: string;
}

export function statusOfGroup(
  group: FailoverGroup,
  fleet: Snapshot,
  underWay: boolean,
  now: Instant,
): GroupStatus {
  const { ready, reasons, standbys } = readinessOf(group, fleet, now);
  const holders = stateOfGroup(group, fleet)?.holders ?? [];
  const times = group.networkInterfaces.flatMap(({ attachment }) => attachment?.attachTime ?? []);
  return {
    group: group.name,
    ready,
    underWay,
    reasons,
    holders: holders.map((id) => memberStatus(id, fleet)),
    ...(times.length > 0 && { since: formatInstant(Math.max(...times)) }),
    enis: group.networkInterfaces.map(eniStatus),
    standbys: standbys
      .filter(({ instance }) => !holders.includes(instance.id))
      .map(({ instance, reasons: against }) => ({
        ...memberStatus(instance.id, fleet),
        able: against.length === 0,
        reasons: against,
      })),
  };
}

function memberStatus(id: string, { instances }: Snapshot): MemberStatus {
  const instance = instances.get(id);
  const name = instance?.name;
  return { id, ...(name !== undefined && { name }), state: instance?.state ?? 'not shown by EC2' };
}

function eniStatus({
  id,
  privateIpAddress,
  publicIp,
  status,
  attachment,
  hold,
}: NetworkInterface): EniStatus {
  const reason = describeHold(hold);
  return {
    id,
    address: privateIpAddress,
    ...(publicIp !== undefined && { publicIp }),
    status: attachment?.status ?? status,
    ...(attachment?.instanceId !== undefined && { instanceId: attachment.instanceId }),
    ...(attachment !== undefined && {
      deviceIndex: attachment.deviceIndex,
      attachedAt: formatInstant(attachment.attachTime),
    }),
    ...(reason !== undefined && { hold: reason }),
  };
}
