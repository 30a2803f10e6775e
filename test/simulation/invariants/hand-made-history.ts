import { VirtualClock } from '../../../sandbox/clock.ts';
import type { AwsEvent } from '../../../sandbox/events/aws-events.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import type { Subnet, Tags } from '../../../sandbox/world/records.ts';
import type { NetworkInterfaceToAdd } from '../../../sandbox/world/world-types.ts';
import { type Call, History, type Invocation, type Told } from '../history.ts';
import { HandMadeEvents } from './hand-made-events.ts';
import type { Invariant } from './invariant.ts';

export const minuteMs = 60_000;

/**
 * A history that a test writes by hand, on a real world: members `a` and `b` of group `g` in one zone, and the ENI `eni` on
 * `a` since an hour. What happens to the world happens in the sandbox; what the function did is put down as if it had.
 */
export class HandMadeHistory {
  readonly clock = new VirtualClock();
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly events: HandMadeEvents;
  readonly subnets: readonly [Subnet, Subnet, Subnet];
  readonly a: string;
  readonly b: string;
  readonly eni: string;

  constructor(eni: Partial<NetworkInterfaceToAdd> = {}) {
    this.sandbox = createSandbox({ clock: this.clock, seed: 1 });
    this.history = new History(() => this.clock.now(), this.world);
    this.events = new HandMadeEvents(() => this.now);
    this.subnets = this.world.addNetwork().subnets;
    this.a = this.member();
    this.b = this.member();
    this.eni = this.addEni({ on: this.a, ...eni });
  }

  get world() {
    return this.sandbox.world;
  }

  get now(): number {
    return this.clock.now();
  }

  member(tags: Tags = {}, { instanceType = 'm5.4xlarge', zone = 0 } = {}): string {
    const { subnetId } = this.subnets[zone] ?? this.subnets[0];
    return this.world.addInstance({ subnetId, instanceType, tags: { 'eni-warden:group': 'g', ...tags } })
      .instanceId;
  }

  addEni({ on, since = this.now - 60 * minuteMs, tags = {}, ...asked }: EniToAdd = {}): string {
    const { networkInterfaceId } = this.world.addNetworkInterface({
      subnetId: this.subnets[0].subnetId,
      tags: { 'eni-warden:group': 'g', ...tags },
      ...asked,
    });
    if (on !== undefined) this.put(networkInterfaceId, on, { since });
    return networkInterfaceId;
  }

  /** Puts a free ENI on an instance, at once and by nobody's call. */
  put(
    networkInterfaceId: string,
    instanceId: string,
    { since = this.now, deleteOnTermination = false }: { since?: number; deleteOnTermination?: boolean } = {},
  ): void {
    const deviceIndex = this.world.interfacesOf(instanceId).length;
    this.world.attach(networkInterfaceId, {
      instanceId,
      deviceIndex,
      attachTime: since,
      deleteOnTermination,
    });
  }

  attachmentOf(networkInterfaceId: string): string {
    return this.world.networkInterface(networkInterfaceId).attachment?.attachmentId ?? 'none';
  }

  /** The function calls EC2 now; the call has its effect unless EC2 refuses it. */
  async call(action: string, parameters: Readonly<Record<string, string>>): Promise<Call> {
    const attachmentId = parameters.AttachmentId ?? parameters['Attachment.AttachmentId'] ?? '';
    const attachment = this.history.attachmentOf(attachmentId);
    const networkInterfaceId = parameters.NetworkInterfaceId ?? attachment?.networkInterfaceId;
    const instanceId = parameters.InstanceId ?? attachment?.instanceId;
    const before = this.world.networkInterfaces.get(networkInterfaceId ?? '');
    const made = { at: this.now, environment: 'environment 1', action, parameters };
    const errorCode = await this.#effect(action, parameters);
    const call: Call = {
      ...made,
      ...(networkInterfaceId !== undefined && { networkInterfaceId }),
      ...(instanceId !== undefined && { instanceId }),
      ...(before !== undefined && { before }),
      ...(errorCode !== undefined && { errorCode }),
    };
    this.history.calls.push(call);
    return call;
  }

  attach(networkInterfaceId: string, instanceId: string, deviceIndex = '5'): Promise<Call> {
    const place = { InstanceId: instanceId, DeviceIndex: deviceIndex, NetworkCardIndex: '0' };
    return this.call('AttachNetworkInterface', { NetworkInterfaceId: networkInterfaceId, ...place });
  }

  detach(networkInterfaceId: string, more: Readonly<Record<string, string>> = {}): Promise<Call> {
    return this.call('DetachNetworkInterface', {
      AttachmentId: this.attachmentOf(networkInterfaceId),
      ...more,
    });
  }

  protect(networkInterfaceId: string): Promise<Call> {
    return this.call('ModifyNetworkInterfaceAttribute', {
      NetworkInterfaceId: networkInterfaceId,
      'Attachment.AttachmentId': this.attachmentOf(networkInterfaceId),
      'Attachment.DeleteOnTermination': 'false',
    });
  }

  /** Time passes. */
  wait(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** A status check fails now: EC2 says so at once. */
  async impair(instanceId: string): Promise<void> {
    this.sandbox.faults.impair(instanceId, 'instance');
    while (this.world.instance(instanceId).checks.instance.status !== 'impaired') await this.wait(1_000);
  }

  /** A handler takes an event and is done with it at once, or after `tookMs`. */
  invoke(
    event: unknown,
    { tookMs = 1_000, ...more }: Partial<Invocation> & { tookMs?: number } = {},
  ): Invocation {
    const invocation: Invocation = {
      at: this.now,
      endedAt: this.now + tookMs,
      environment: 'environment 1',
      requestId: `request ${this.history.invocations.length + 1}`,
      event,
      outcome: 'succeeded',
      ...more,
    };
    this.history.invocations.push(invocation);
    return invocation;
  }

  tell(kind: string, told: Partial<Told> = {}): void {
    this.history.told.push({
      at: this.now,
      environment: 'environment 1',
      kind,
      severity: 'info',
      group: 'g',
      fingerprint: `${kind} ${this.history.told.length}`,
      text: '',
      data: {},
      ...told,
    });
  }

  arrive(event: AwsEvent): AwsEvent {
    this.history.arrivals.push({ at: this.now, event });
    return event;
  }

  /** What the invariant finds wrong with a call. */
  judgeCall(invariant: Invariant, call: Call): readonly string[] {
    return invariant.afterCall?.(call, this.history) ?? [];
  }

  judgeEnd(invariant: Invariant): readonly string[] {
    return invariant.atEnd?.(this.history) ?? [];
  }

  /** Everything that the invariant finds wrong with any change of an ENI from now on. */
  judgeChanges(invariant: Invariant): readonly string[] {
    const found: string[] = [];
    this.world.networkInterfaces.watch((change) =>
      found.push(...(invariant.afterChange?.(change, this.history) ?? [])),
    );
    return found;
  }

  async #effect(action: string, parameters: Readonly<Record<string, string>>): Promise<string | undefined> {
    const body = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters }).toString();
    const response = await this.sandbox.services.get('ec2')?.({
      method: 'POST',
      path: '/',
      headers: {},
      body,
    });
    return /<Code>([^<]+)<\/Code>/.exec(response?.body ?? '')?.[1];
  }
}

export interface EniToAdd extends Partial<NetworkInterfaceToAdd> {
  readonly on?: string;
  readonly since?: number;
}
