import { AttachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { codeOf, openTarget, reach, sandboxOnly } from './target.ts';

describe('AttachNetworkInterface to instances that are dear on AWS', () => {
  const place = (DeviceIndex: number, NetworkCardIndex?: number) =>
    NetworkCardIndex === undefined ? { DeviceIndex } : { DeviceIndex, NetworkCardIndex };

  function fleet(instanceType: string, options: Parameters<typeof openTarget>[0] = {}) {
    const target = openTarget(options);
    if (target.sandbox === undefined) throw new Error('Only for the sandbox.');
    const { world } = target.sandbox;
    const { instanceId } = world.addInstance({ subnetId: target.subnetId, instanceType });
    const add = (more: Partial<Parameters<typeof world.addNetworkInterface>[0]> = {}) =>
      world.addNetworkInterface({ subnetId: target.subnetId, ...more }).networkInterfaceId;
    const attach = (NetworkInterfaceId: string, where: { DeviceIndex: number; NetworkCardIndex?: number }) =>
      codeOf(
        target,
        target.client.send(
          new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId: instanceId, ...where }),
        ),
      );
    return { target, world, instanceId, add, attach };
  }

  sandboxOnly('1.4: a device index is unique on its network card, not on the instance', async () => {
    const { attach, add } = fleet('c6in.32xlarge');
    expect(await attach(add(), place(1, 0))).toBe('no error');
    expect(await attach(add(), place(1, 1))).toBe('no error');
    expect(await attach(add(), place(1, 1))).toBe('InvalidParameterValue');
  });

  sandboxOnly('1.4: each network card has a limit of its own', async () => {
    const { attach, add } = fleet('p5.48xlarge');
    expect(await attach(add(), place(1, 0))).toBe('no error');
    expect(await attach(add(), place(2, 0))).toBe('AttachmentLimitExceeded');
    expect(await attach(add(), place(0, 1))).toBe('no error');
  });

  sandboxOnly('1.4: a network card that the type does not have is InvalidParameterValue', async () => {
    const { attach, add } = fleet('m7g.large');
    expect(await attach(add(), place(1, 1))).toBe('InvalidParameterValue');
  });

  sandboxOnly(
    '1.4: without NetworkCardIndex every index of a type with several cards seems taken',
    async () => {
      const strict = fleet('c6in.32xlarge');
      expect(await strict.attach(strict.add(), place(1))).toBe('InvalidParameterValue');
      const repaired = fleet('c6in.32xlarge', { unknowns: { networkCardIndexBug: false } });
      expect(await repaired.attach(repaired.add(), place(1))).toBe('no error');
    },
  );

  sandboxOnly('1.4: an EFA is refused while the instance runs and taken once it is stopped', async () => {
    const { target, world, instanceId, attach, add } = fleet('c7gn.16xlarge');
    const efa = add({ interfaceType: 'efa' });
    expect(await attach(efa, place(1, 0))).toBe('OperationNotPermitted');
    world.stop(instanceId);
    await reach(target, instanceId, 'stopped');
    expect(await attach(efa, place(1, 0))).toBe('no error');
  });

  sandboxOnly('1.4: branch interfaces and those of AWS services are not for attaching', async () => {
    const { attach, add } = fleet('m7g.large');
    expect(await attach(add({ interfaceType: 'branch' }), place(1, 0))).toBe('OperationNotPermitted');
    expect(await attach(add({ requesterManaged: true }), place(1, 0))).toBe('AuthFailure');
  });
});
