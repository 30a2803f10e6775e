import type { NetworkInterface } from '../../sandbox/world/records.ts';
import type { AttachTo, InstanceToAdd, NetworkInterfaceToAdd } from '../../sandbox/world/world-types.ts';
import { createStage, type Stage, type StageOptions, type ToldAlert } from '../support/stage.ts';
import { type Events, eventsFor } from './story-events.ts';

// A story takes a fraction of a second, on a busy machine some seconds.
jest.setTimeout(60_000);

/**
 * The first calls of an SDK load code from the disk, in real time, and a virtual clock that sees nobody busy would let
 * hours pass meanwhile. So each file begins with a failover that does not count.
 */
beforeAll(async () => {
  const story = createStory();
  const a = story.member('a');
  story.member('b');
  story.eni({ on: a, at: { deleteOnTermination: true } });
  story.stage.sandbox.faults.failNext({ action: 'DetachNetworkInterface' });
  for (let round = 0; round < 3; round++) {
    await story.handle(story.events.heartbeatAlarm(a)).catch(() => undefined);
  }
});

export const minutes = (count: number): number => count * 60_000;

type MemberOptions = Partial<Omit<InstanceToAdd, 'subnetId'>> & {
  readonly zone?: 0 | 1 | 2;
  readonly group?: string | undefined;
  readonly priority?: string;
  readonly hold?: string;
};

type EniOptions = Partial<Omit<NetworkInterfaceToAdd, 'subnetId' | 'attachTo'>> & {
  readonly zone?: 0 | 1 | 2;
  readonly group?: string | undefined;
  readonly hold?: string;
  /** The instance that holds it since an hour; unattached when omitted. */
  readonly on?: string;
  readonly at?: Partial<Omit<AttachTo, 'instanceId'>>;
};

/** A stage, and words to set it, to let things happen on it and to see how they ended. */
export interface Story {
  readonly stage: Stage;
  readonly events: Events;
  /** Adds an instance, a member of group `fw` unless told otherwise, and gives its id. */
  member(name: string, options?: MemberOptions): string;
  /** Adds an ENI, protected in group `fw` unless told otherwise, and gives its id. */
  eni(options?: EniOptions): string;
  /** Where the ENI is: the Name of its holder, with the attachment's status unless that is `attached`. */
  whereIs(eniId: string): string;
  record(eniId: string): NetworkInterface;
  handle(event: unknown, options?: Parameters<Stage['invoke']>[1]): Promise<void>;
  /** Lets several execution environments handle an event each, all at once; gives the errors of those that failed. */
  handleAtOnce(events: readonly unknown[]): Promise<readonly Error[]>;
  /** The alerts so far: all, or those of one kind. */
  told(kind?: string): readonly ToldAlert[];
  kindsTold(): readonly string[];
  /** The EC2 calls so far, by action. */
  calls(action: string): number;
}

export function createStory(options: StageOptions = {}): Story {
  const stage = createStage(options);
  const { world, log } = stage.sandbox;
  const { subnets } = world.addNetwork();
  const subnetOf = (zone: 0 | 1 | 2) => subnets[zone].subnetId;
  const told = (kind?: string) => stage.alerts().filter((alert) => kind === undefined || alert.kind === kind);
  return {
    stage,
    events: eventsFor(stage),
    member(name, { zone = 0, group, priority, hold, tags, ...rest } = {}) {
      const enrolment = enrol({ group, priority, hold });
      const instance = { ...rest, subnetId: subnetOf(zone), tags: { Name: name, ...enrolment, ...tags } };
      return world.addInstance(instance).instanceId;
    },
    eni({ zone = 0, group, hold, on, at = {}, tags, ...rest } = {}) {
      const attachTime = stage.clock.now() - minutes(60);
      const attachTo =
        on === undefined ? {} : { attachTo: { instanceId: on, deviceIndex: 1, attachTime, ...at } };
      const asked = { ...rest, subnetId: subnetOf(zone), tags: { ...enrol({ group, hold }), ...tags } };
      return world.addNetworkInterface({ ...asked, ...attachTo }).networkInterfaceId;
    },
    whereIs(eniId) {
      if (!world.networkInterfaces.has(eniId)) return 'deleted';
      const { attachment } = world.networkInterface(eniId);
      if (attachment === undefined) return 'nowhere';
      const { instanceId, status } = attachment;
      const holder = instanceId === undefined ? 'a service' : nameOf(stage, instanceId);
      return status === 'attached' ? holder : `${holder} (${status})`;
    },
    record: (eniId) => world.networkInterface(eniId),
    handle: (event, how) => stage.invoke(event, how),
    async handleAtOnce(events) {
      const begun = events.map((event, index) =>
        stage.begin(event, { handler: stage.coldStart(`handler ${index + 1}`) }),
      );
      const ended = await stage.clock.run(Promise.allSettled(begun));
      return ended.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    },
    told,
    kindsTold: () => told().map(({ kind }) => kind),
    calls: (action) => log.calls.filter((call) => call.action === action).length,
  };
}

function nameOf(stage: Stage, instanceId: string): string {
  const { instances } = stage.sandbox.world;
  return instances.get(instanceId)?.tags.Name ?? instanceId;
}

function enrol(asked: {
  group?: string | undefined;
  priority?: string | undefined;
  hold?: string | undefined;
}) {
  const { priority, hold } = asked;
  const group = 'group' in asked && asked.group !== undefined ? asked.group : 'fw';
  return {
    ...(group !== '' && { 'eni-warden:group': group }),
    ...(priority !== undefined && { 'eni-warden:priority': priority }),
    ...(hold !== undefined && { 'eni-warden:hold': hold }),
  };
}
