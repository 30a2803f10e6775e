import fc from 'fast-check';
import type { Instance } from '../../domain/instance.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import { defaultFailoverPolicy, type FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { TagReading } from '../../domain/tags.ts';
import type { Trigger } from '../../domain/trigger.ts';
import { groupNames, instanceIds, instants, triggers } from './domain-arbitrary-trigger.ts';
import { eni, fleet, member } from './domain-fleet.ts';
import { maybe, mostly, rarely, usually } from './domain-odds.ts';

/** All that a plan is made from, at random; `now` is the time of the snapshot. */
export interface RandomScene {
  readonly snapshot: Snapshot;
  readonly trigger: Trigger;
  readonly policy: FailoverPolicy;
  /** Whether vanished holders have been missing since long before this snapshot. */
  readonly secondLook: boolean;
}

const impairment = fc.record(
  { checks: fc.constant(['instance'] as const), since: instants },
  { requiredKeys: ['checks'] },
);

function instances(id: string): fc.Arbitrary<Instance> {
  return fc
    .record({
      state: usually<Instance['state']>(
        'running',
        'stopped',
        'stopping',
        'shutting-down',
        'terminated',
        'pending',
        'unknown',
      ),
      type: fc.constantFrom('t3.micro', 'm5.large', 'm5.xlarge', 'two-cards', 'undescribed'),
      availabilityZone: mostly('eu-west-1a', 'eu-west-1b'),
      vpcId: mostly('vpc-1', 'vpc-2'),
      groups: fc.oneof(
        {
          weight: 8,
          arbitrary: fc
            .subarray([...groupNames], { minLength: 3 })
            .map((value) => ({ kind: 'read', value }) as const),
        },
        {
          weight: 1,
          arbitrary: fc.constant({ kind: 'unreadable', raw: '', problem: 'names no group' } as const),
        },
      ),
      priority: rarely(fc.integer({ min: -2, max: 200 })),
      hold: rarely(fc.constant('patching')),
      impairment: maybe(1, 15, impairment),
      strangers: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ impairment: found, strangers, ...differences }) =>
      member(id, {
        ...differences,
        ...(found && { impairment: present(found) }),
        slots: Array.from({ length: strangers + 1 }, (_, n) => ({
          networkInterfaceId: `stranger-${id}-${n}`,
          deviceIndex: n,
          networkCardIndex: 0,
        })),
      }),
    );
}

function present({ checks, since }: { checks: readonly ['instance']; since?: number | undefined }) {
  return { checks, ...(since !== undefined && { since }) };
}

interface Place {
  /** `home`: the same instance for every ENI of a group. */
  readonly instanceId: string | undefined;
  readonly status: 'attaching' | 'attached' | 'detaching';
  readonly attachTime: number;
  readonly deleteOnTermination: boolean;
  readonly card: number;
}

const places: fc.Arbitrary<Place | undefined> = maybe(
  6,
  1,
  fc.record({
    instanceId: fc.oneof(
      { weight: 40, arbitrary: fc.constant('home') },
      { weight: 20, arbitrary: fc.constantFrom(...instanceIds) },
      { weight: 1, arbitrary: fc.constantFrom(undefined, 'i-vanished') },
    ),
    status: mostly<Place['status']>('attached', 'attaching', 'detaching'),
    attachTime: instants,
    deleteOnTermination: mostly(false, true),
    card: mostly(0, 1),
  }),
);

const networkInterfaces = fc.record({
  group: fc.oneof(
    {
      weight: 20,
      arbitrary: fc.constantFrom(...groupNames).map((value) => ({ kind: 'read', value }) as const),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ kind: 'unreadable', raw: '', problem: 'names no group' } as const),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'absent' } as const) },
  ),
  hold: rarely(fc.constant('patching')),
  availabilityZone: mostly('eu-west-1a', 'eu-west-1b'),
  vpcId: mostly('vpc-1', 'vpc-2'),
  interfaceType: mostly('interface', 'efa', 'trunk', 'branch', 'quantum'),
  requesterManaged: mostly(false, true),
  status: mostly<'usual' | NetworkInterface['status']>('usual', 'in-use', 'pending', 'unknown'),
  place: places,
});

export const randomScenes: fc.Arbitrary<RandomScene> = fc
  .record({
    enis: fc.array(networkInterfaces, { maxLength: 14, size: 'max' }),
    instances: fc.tuple(...instanceIds.map(instances)),
    trigger: triggers,
    policy: fc.record({ blockPeriodMs: mostly(300_000, 0), forceAfterMs: fc.constantFrom(5_000, 0) }),
    secondLook: fc.boolean(),
  })
  .map(({ enis, instances: all, trigger, policy, secondLook }) => ({
    snapshot: assemble(enis, all),
    trigger,
    policy: { ...defaultFailoverPolicy, ...policy },
    secondLook,
  }));

function homeOf(group: TagReading<string>): string {
  return group.kind === 'read' ? group.value.replace('g', 'i-') : 'i-9';
}

type EniDraft = typeof networkInterfaces extends fc.Arbitrary<infer T> ? T : never;

/** Gives every attachment a device index of its own on its instance, as EC2 would. */
function assemble(drafts: readonly EniDraft[], all: readonly Instance[]): Snapshot {
  const taken = new Map(
    all.map((instance) => [
      instance.id,
      new Set(instance.slots.map(({ deviceIndex }) => `0:${deviceIndex}`)),
    ]),
  );
  const assembled = drafts.map(({ place, status, ...differences }, n) => {
    const id = `eni-${String(n).padStart(2, '0')}`;
    const real = status === 'usual' ? {} : { status };
    if (place === undefined) return eni(id, { ...differences, ...real });
    const { card, instanceId: _, ...rest } = place;
    const instanceId = place.instanceId === 'home' ? homeOf(differences.group) : place.instanceId;
    const used = taken.get(instanceId ?? '') ?? new Set<string>();
    let deviceIndex = 1;
    while (used.has(`${card}:${deviceIndex}`)) deviceIndex++;
    used.add(`${card}:${deviceIndex}`);
    return eni(id, {
      ...differences,
      attachment: {
        ...rest,
        id: `eni-attach-${id}`,
        ...(instanceId !== undefined && { instanceId }),
        deviceIndex,
        networkCardIndex: card,
      },
    });
  });
  return fleet(assembled, all);
}
