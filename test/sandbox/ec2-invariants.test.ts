import fc from 'fast-check';
import { instanceTypeLimits, maximumNetworkInterfaces } from '../../sandbox/world/instance-types.ts';
import type { World } from '../../sandbox/world/world.ts';
import { ec2On } from './ec2-on.ts';

/** One step of a history: a call, or something that happens. Numbers choose among the resources. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('attach' as const),
      eni: fc.nat(7),
      instance: fc.nat(4),
      deviceIndex: fc.nat(3),
      card: fc.constantFrom('0', '1'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('detach' as const), eni: fc.nat(7), force: fc.boolean() }),
  },
  fc.record({ kind: fc.constant('delete' as const), eni: fc.nat(7) }),
  fc.record({
    kind: fc.constantFrom(
      'stop' as const,
      'start' as const,
      'terminate' as const,
      'hang' as const,
      'recover' as const,
    ),
    instance: fc.nat(4),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(100, 3_000, 60_000) }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function fleet(seed: number) {
  const ec2 = ec2On({ seed, throttling: false });
  const { world } = ec2.sandbox;
  const [first, second] = ec2.subnets;
  const types = ['m7g.medium', 't3.micro', 'm7g.large', 'c6in.32xlarge', 'm7g.large'];
  const instances = types.map((instanceType, index) => {
    const { subnetId } = index === 4 ? second : first;
    return world.addInstance({ subnetId, instanceType }).instanceId;
  });
  const enis = Array.from({ length: 8 }, (_, index) => {
    const { subnetId } = index >= 6 ? second : first;
    return world.addNetworkInterface({ subnetId }).networkInterfaceId;
  });
  return { ...ec2, world, instances, enis };
}

async function take(ec2: ReturnType<typeof fleet>, step: Step): Promise<void> {
  const { call, clock, world, instances, enis, sandbox } = ec2;
  const instanceId = 'instance' in step ? (instances[step.instance] ?? '') : '';
  const eni = 'eni' in step ? (enis[step.eni] ?? '') : '';
  switch (step.kind) {
    case 'attach': {
      const place = { DeviceIndex: String(step.deviceIndex), NetworkCardIndex: step.card };
      await call('AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instanceId, ...place });
      return;
    }
    case 'detach': {
      const AttachmentId =
        world.networkInterfaces.get(eni)?.attachment?.attachmentId ?? 'eni-attach-01234567';
      await call('DetachNetworkInterface', { AttachmentId, Force: String(step.force) });
      return;
    }
    case 'delete':
      await call('DeleteNetworkInterface', { NetworkInterfaceId: eni });
      return;
    case 'stop':
      await call('StopInstances', { 'InstanceId.1': instanceId });
      return;
    case 'start':
      await call('StartInstances', { 'InstanceId.1': instanceId });
      return;
    case 'terminate':
      await call('TerminateInstances', { 'InstanceId.1': instanceId });
      return;
    case 'hang':
      if (world.instance(instanceId).state === 'running') sandbox.faults.hang(instanceId);
      return;
    case 'recover':
      sandbox.faults.recover(instanceId);
      return;
    case 'wait':
      await clock.advance(step.ms);
      return;
    default:
      step satisfies never;
  }
}

function violations(world: World): string[] {
  const found: string[] = [];
  for (const instance of world.instances.values()) {
    const held = world.interfacesOf(instance.instanceId);
    const places = held.map(({ attachment }) => `${attachment?.networkCardIndex}/${attachment?.deviceIndex}`);
    if (new Set(places).size < places.length)
      found.push(`${instance.instanceId}: two interfaces at one place`);
    const limits = instanceTypeLimits(instance.instanceType);
    const max = limits === undefined ? 0 : maximumNetworkInterfaces(limits);
    if (held.length > max) found.push(`${instance.instanceId}: ${held.length} interfaces, at most ${max}`);
    for (const eni of held) {
      if (eni.availabilityZone !== instance.availabilityZone)
        found.push(`${eni.networkInterfaceId}: in another zone`);
    }
    const hasPrimary = places.includes('0/0');
    if (instance.state !== 'terminated' && !hasPrimary)
      found.push(`${instance.instanceId}: lost its primary`);
    if (instance.state === 'terminated' && hasPrimary) found.push(`${instance.instanceId}: kept its primary`);
  }
  for (const eni of world.networkInterfaces.values()) {
    const isInUse = eni.status === 'in-use';
    if (isInUse !== (eni.attachment !== undefined)) found.push(`${eni.networkInterfaceId}: ${eni.status}`);
  }
  const attachmentIds = [...world.networkInterfaces.values()].flatMap(
    ({ attachment }) => attachment?.attachmentId ?? [],
  );
  if (new Set(attachmentIds).size < attachmentIds.length) found.push('one attachment id twice');
  return found;
}

describe('Whatever is called and whatever happens', () => {
  test('no place is taken twice, no limit exceeded, no zone left, and status and attachment agree', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 40 }), async (seed, steps) => {
        const ec2 = fleet(seed);
        for (const each of steps) {
          await take(ec2, each);
          expect(violations(ec2.world)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('in the end every guest that answers has let go of what was detached', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 30 }), async (seed, steps) => {
        const ec2 = fleet(seed);
        for (const each of steps) await take(ec2, each);
        for (const instanceId of ec2.instances) ec2.sandbox.faults.recover(instanceId);
        await ec2.clock.advance(30 * 60_000);
        for (const { attachment } of ec2.world.networkInterfaces.values()) {
          expect(['attached', undefined]).toContain(attachment?.status);
        }
        for (const { state } of ec2.world.instances.values())
          expect(['running', 'stopped', 'terminated']).toContain(state);
      }),
      { numRuns: 40 },
    );
  });

  test('the same seed and the same steps give the same history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 20 }), async (seed, steps) => {
        const histories = [];
        for (const ec2 of [fleet(seed), fleet(seed)]) {
          for (const each of steps) await take(ec2, each);
          histories.push({ calls: ec2.sandbox.log.calls, transitions: ec2.sandbox.log.transitions });
        }
        expect(histories[0]).toEqual(histories[1]);
      }),
      { numRuns: 20 },
    );
  });
});
