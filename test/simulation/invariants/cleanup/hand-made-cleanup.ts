import type { Tags } from '../../../../sandbox/world/records.ts';
import type { NetworkInterfaceToAdd } from '../../../../sandbox/world/world-types.ts';
import type { Call, Invocation } from '../../history.ts';
import { HandMadeHistory, minuteMs } from '../hand-made-history.ts';
import type { Invariant } from '../invariant.ts';

const dayMs = 24 * 60 * minuteMs;

/** A history of the cleanup that a test writes by hand: `orphan` has been unattached for eight days, by its mark. */
export class HandMadeCleanup {
  readonly made = new HandMadeHistory();
  readonly environment = 'cleaner 1';
  readonly orphan: string;

  constructor(orphan: Partial<NetworkInterfaceToAdd> = {}) {
    this.made.history.cleanup.everyMs = 5 * minuteMs;
    this.orphan = this.addOrphan(orphan);
  }

  get world() {
    return this.made.world;
  }

  get history() {
    return this.made.history;
  }

  addOrphan(asked: Partial<NetworkInterfaceToAdd> = {}): string {
    const { subnetId } = this.made.subnets[0];
    const { networkInterfaceId } = this.world.addNetworkInterface({ subnetId, ...asked });
    this.mark(networkInterfaceId, { days: 8 });
    return networkInterfaceId;
  }

  /** A mark of so many days ago, seen in the same moment or so many days ago. */
  mark(id: string, { days, seenDays = days }: { readonly days: number; readonly seenDays?: number }): void {
    const time = (ago: number) => `${new Date(this.made.now - ago * dayMs).toISOString().slice(0, 19)}Z`;
    this.world.setTag(id, 'eni-warden:unattached-since', time(days));
    this.world.setTag(id, 'eni-warden:unattached-seen', `0123456789abcdef ${time(seenDays)}`);
  }

  /** The cleanup calls EC2 now, and what the invariant finds wrong with that. */
  async judge(
    invariant: Invariant,
    action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> {
    const call = await this.call(action, parameters);
    return invariant.afterCleanupCall?.(call, this.history) ?? [];
  }

  judgeDeletion(invariant: Invariant, id = this.orphan): Promise<readonly string[]> {
    return this.judge(invariant, 'DeleteNetworkInterface', { NetworkInterfaceId: id });
  }

  /** Tags as the API names them. */
  judgeTagging(
    invariant: Invariant,
    action: 'CreateTags' | 'DeleteTags',
    tags: Tags,
    id = this.orphan,
  ): Promise<readonly string[]> {
    const parameters = Object.entries(tags).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      ...(action === 'CreateTags' ? [[`Tag.${index + 1}.Value`, value]] : []),
    ]);
    return this.judge(invariant, action, { 'ResourceId.1': id, ...Object.fromEntries(parameters) });
  }

  async call(action: string, parameters: Readonly<Record<string, string>>): Promise<Call> {
    const id = parameters.NetworkInterfaceId ?? parameters['ResourceId.1'] ?? '';
    const before = this.world.networkInterfaces.get(id);
    const made = await this.made.call(action, parameters);
    this.history.calls.pop();
    const call = {
      ...made,
      environment: this.environment,
      networkInterfaceId: id,
      ...(before !== undefined && { before }),
    };
    this.history.cleanup.calls.push(call);
    return call;
  }

  /** A manifest of the ENI as it is, with other things in some fields. */
  store(id = this.orphan, changes: Readonly<Record<string, unknown>> = {}): string {
    const eni = this.world.networkInterface(id);
    const key = `manifests/${id}/${this.made.now}.json`;
    const manifest = {
      eniId: id,
      subnetId: eni.subnetId,
      description: eni.description,
      sourceDestCheck: eni.sourceDestCheck,
      privateIpv4Addresses: eni.privateIpAddresses.map((address) => ({ address: address.privateIpAddress })),
      ipv6Addresses: [],
      securityGroupIds: eni.groups.map(({ groupId }) => groupId),
      tags: Object.fromEntries(Object.entries(eni.tags).filter(([name]) => !name.includes('unattached'))),
      ...changes,
    };
    const body = JSON.stringify(manifest);
    this.history.noteManifest({ at: this.made.now, environment: this.environment, key, body });
    return key;
  }

  /** A sweep that began now and took so long. */
  sweep({ tookMs = 1_000, ...more }: Partial<Invocation> & { tookMs?: number } = {}): void {
    this.history.cleanup.invocations.push({
      at: this.made.now,
      endedAt: this.made.now + tookMs,
      environment: this.environment,
      requestId: `sweep ${this.history.cleanup.invocations.length + 1}`,
      event: this.made.events.tick(),
      outcome: 'succeeded',
      ...more,
    });
  }

  tell(data: Readonly<Record<string, unknown>>, text = ''): void {
    this.history.cleanup.told.push({
      at: this.made.now,
      environment: this.environment,
      kind: 'cleanup-digest',
      severity: 'info',
      fingerprint: `digest ${this.history.cleanup.told.length}`,
      text,
      data,
    });
  }

  judgeEnd(invariant: Invariant): readonly string[] {
    return invariant.atEnd?.(this.history) ?? [];
  }
}
