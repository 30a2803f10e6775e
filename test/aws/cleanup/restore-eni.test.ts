import {
  AssociateAddressCommand,
  AttachNetworkInterfaceCommand,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
} from '@aws-sdk/client-ec2';
import { describeRestore } from '../../../domain/cleanup/restore-report.ts';
import { createScene, destination, lasting, minutes, type Scene } from './restore-scene.ts';

jest.setTimeout(60_000);

// The first calls of an SDK load code in real time, which a virtual clock does not wait for.
beforeAll(async () => {
  const scene = await createScene();
  await scene.restore();
});

/** As the world was before the deletion, with the Elastic IP that was added later. */
function wished({ before, sandbox, allocationId }: Scene) {
  const publicIp = sandbox.world.addresses.get(allocationId)?.publicIp;
  const ended = lasting(before);
  return {
    ...ended,
    addresses: ended.addresses.map((address) => ({
      ...address,
      publicIp: address.primary ? publicIp : undefined,
    })),
  };
}

test('an ENI comes back with its addresses, prefixes, groups, settings, tags, Elastic IP and route', async () => {
  const scene = await createScene();
  const report = await scene.restore();
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
  const [eni] = scene.restored();
  expect(report).toMatchObject({
    outcome: 'restored',
    eniId: scene.before.networkInterfaceId,
    newEniId: eni?.networkInterfaceId,
    problems: [],
    differences: [],
  });
  expect(report.done.join('\n')).toMatch(
    /was created from this manifest[\s\S]*10\.0\.1\.16\/28[\s\S]*source\/dest check[\s\S]*Elastic IP[\s\S]*route to/,
  );
  expect(report.cannotComeBack).toEqual([
    expect.stringMatching(new RegExp(`${scene.before.networkInterfaceId}.*${scene.before.macAddress}`)),
  ]);
  expect(describeRestore(report).join('\n')).toContain(`is back as ${eni?.networkInterfaceId} with 10.0.0.9`);
});

test('an IPv6 address that was the primary one is so again', async () => {
  const scene = await createScene();
  const [first, second] = scene.manifest.ipv6Addresses.map(({ address }) => address);
  const ipv6Addresses = [
    { address: first ?? '', primary: false },
    { address: second ?? '', primary: true },
  ];
  await scene.restore({ manifest: { ...scene.manifest, ipv6Addresses } });
  expect(scene.restored()[0]?.ipv6Addresses).toEqual([
    { ipv6Address: second, isPrimaryIpv6: true },
    { ipv6Address: first, isPrimaryIpv6: false },
  ]);
});

test('to repeat it changes nothing, and says that all was so already', async () => {
  const scene = await createScene();
  const first = await scene.restore();
  const end = scene.end();
  const again = await scene.restore();
  expect(scene.end()).toEqual(end);
  expect(again).toMatchObject({ outcome: 'restored', newEniId: first.newEniId, done: [], problems: [] });
  expect(again.already).toEqual(first.done);
});

test('two restores at once make one ENI, and both say that it is back', async () => {
  const scene = await createScene();
  const reports = await scene.clock.run(Promise.all([scene.begin(), scene.begin()]));
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
  for (const report of reports) expect(report).toMatchObject({ outcome: 'restored', problems: [] });
});

test.each(['CreateNetworkInterface', 'ModifyNetworkInterfaceAttribute', 'AssociateAddress', 'ReplaceRoute'])(
  'a lost reply of %s does no harm',
  async (action) => {
    const scene = await createScene();
    scene.sandbox.faults.loseReplyNext({ action });
    expect(await scene.restore()).toMatchObject({ outcome: 'restored', problems: [] });
    expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
  },
);

test('throttling and errors of EC2 only make it slower', async () => {
  const scene = await createScene();
  for (const action of ['DescribeSubnets', 'CreateNetworkInterface', 'AssociateAddress'])
    scene.sandbox.faults.throttle(action);
  scene.sandbox.faults.failNext({ times: 4 });
  expect(await scene.restore()).toMatchObject({ outcome: 'restored' });
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
});

test('stale reads make neither a second ENI nor a false claim', async () => {
  const scene = await createScene();
  await scene.clock.advance(minutes(1));
  scene.sandbox.faults.staleReads(4_000);
  const first = await scene.restore();
  expect(first).toMatchObject({ outcome: 'restored', problems: [] });
  const second = await scene.restore();
  await scene.clock.advance(minutes(1));
  expect(first.newEniId).toBe(second.newEniId);
  expect(await scene.restore()).toMatchObject({ outcome: 'restored' });
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
});

test('when the time runs out in the middle it says so, and the next one ends it', async () => {
  const scene = await createScene();
  scene.sandbox.faults.failNext({ action: 'AssociateAddress', times: 1_000 });
  const report = await scene.restore({ withinMs: 20_000 });
  expect(report.outcome).toBe('unfinished');
  expect(report.problems.join()).toMatch(/Elastic IP|could not be read/);
  scene.sandbox.faults.forgetPlanned();
  expect(await scene.restore()).toMatchObject({ outcome: 'restored', newEniId: report.newEniId });
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
});

test('when EC2 cannot be read at first, it fails, and nothing has been changed', async () => {
  const scene = await createScene();
  scene.sandbox.faults.failNext({ action: 'DescribeSubnets', times: 1_000 });
  await expect(scene.restore({ withinMs: 20_000 })).rejects.toThrow(/DescribeSubnets/);
  expect(scene.restored()).toEqual([]);
});

test('an address that is taken stops it, and the report names its holder, description and attachment', async () => {
  const scene = await createScene();
  const { world } = scene.sandbox;
  const { instanceId } = world.addInstance({ subnetId: scene.subnetId });
  const { networkInterfaceId } = world.addNetworkInterface({
    subnetId: scene.subnetId,
    privateIpAddress: '10.0.0.10',
    description: 'web server',
    attachTo: { instanceId, deviceIndex: 1 },
  });
  const report = await scene.restore();
  expect(report.outcome).toBe('impossible');
  expect(report.problems).toEqual([
    `10.0.0.10 is held by ${networkInterfaceId} (in-use, "web server", attached to ${instanceId}): free it, or ask for another address by hand`,
  ]);
  expect(scene.restored()).toEqual([]);
});

test('an address that is taken between the look and the creation is told in the same way', async () => {
  const scene = await createScene();
  const report = await scene.restore({
    wire: (inner) => ({
      ...inner,
      handle(request, options) {
        const { world } = scene.sandbox;
        const isTaken = [...world.networkInterfaces.values()].some(
          ({ description }) => description === 'faster',
        );
        if (String(request.body).includes('Action=CreateNetworkInterface&') && !isTaken)
          world.addNetworkInterface({
            subnetId: scene.subnetId,
            privateIpAddress: '10.0.0.9',
            description: 'faster',
          });
        return inner.handle(request, options);
      },
    }),
  });
  expect(report).toMatchObject({
    outcome: 'impossible',
    problems: [expect.stringMatching(/10\.0\.0\.9 is held by eni-\w+ \(available, "faster"\)/)],
  });
  expect(scene.restored()).toEqual([]);
});

test('a creation that EC2 refuses because another restore was faster is that restore, carried on', async () => {
  const scene = await createScene();
  let faster: Promise<unknown> | undefined;
  const report = await scene.restore({
    wire: (inner) => ({
      ...inner,
      async handle(request, options) {
        if (String(request.body).includes('Action=CreateNetworkInterface&') && faster === undefined) {
          faster = scene.begin();
          await faster;
          const refusal = { code: 'IdempotentParameterMismatch', status: 400 };
          scene.sandbox.faults.failNext({ action: 'CreateNetworkInterface', ...refusal });
        }
        return inner.handle(request, options);
      },
    }),
  });
  expect(report).toMatchObject({ outcome: 'restored', problems: [] });
  expect(scene.end()).toEqual({ enis: [wished(scene)], routeGoesToIt: true });
});

test.each([
  ['UnauthorizedOperation', /ec2:CreateNetworkInterface, and ec2:CreateTags/],
  ['InvalidIPAddress.InUse', /in use, and EC2 does not show by whom.*10\.0\.0\.9/],
  ['IdempotentParameterMismatch', /run it again in a minute/],
  ['InsufficientFreeAddressesInSubnet', /EC2 did not create the ENI: InsufficientFreeAddressesInSubnet/],
])('a creation refused with %s is told with what to do, and nothing is made', async (code, words) => {
  const scene = await createScene();
  scene.sandbox.faults.failNext({ action: 'CreateNetworkInterface', code, status: 400 });
  expect(await scene.restore()).toMatchObject({
    outcome: 'unfinished',
    problems: [expect.stringMatching(words)],
  });
  expect(scene.restored()).toEqual([]);
});

test('when EC2 cannot be read after the creation, the report names what was created', async () => {
  const scene = await createScene();
  const report = await scene.restore({
    withinMs: 20_000,
    wire: (inner) => ({
      ...inner,
      async handle(request, options) {
        const reply = await inner.handle(request, options);
        if (String(request.body).includes('Action=CreateNetworkInterface&'))
          scene.sandbox.faults.failNext({ action: 'DescribeSubnets', times: 1_000 });
        return reply;
      },
    }),
  });
  const [eni] = scene.restored();
  expect(report).toMatchObject({
    outcome: 'unfinished',
    newEniId: eni?.networkInterfaceId,
    problems: [
      expect.stringMatching(new RegExp(`${eni?.networkInterfaceId} was created.*could not be read`)),
    ],
  });
});

test('a step that EC2 refuses is told, and the others are done', async () => {
  const scene = await createScene();
  const refusal = { code: 'UnauthorizedOperation', status: 403, message: 'no' };
  scene.sandbox.faults.failNext({ action: 'AssociateAddress', ...refusal });
  const report = await scene.restore();
  expect(report.outcome).toBe('unfinished');
  expect(report.problems).toEqual([
    expect.stringMatching(/associate the Elastic IP .* with eni-\w+ .*UnauthorizedOperation: no/),
  ]);
  expect(scene.route()?.target).toBe(report.newEniId);
  expect(describeRestore(report).join('\n')).toMatch(/but not with everything[\s\S]*Run it again/);
});

test('a single address inside of the prefix of another ENI counts as taken', async () => {
  const scene = await createScene();
  scene.sandbox.world.addNetworkInterface({ subnetId: scene.subnetId, ipv4Prefixes: ['10.0.0.0/28'] });
  expect(await scene.restore()).toMatchObject({ outcome: 'impossible' });
});

test('an ENI that was never deleted is not restored beside itself', async () => {
  const scene = await createScene();
  const alive = scene.sandbox.world.addNetworkInterface({ subnetId: scene.subnetId });
  const report = await scene.restore({ manifest: { ...scene.manifest, eniId: alive.networkInterfaceId } });
  expect(report).toMatchObject({
    outcome: 'impossible',
    problems: [expect.stringMatching(/was not deleted/)],
  });
});

test('with one of its security groups gone it comes back with the other, and says so', async () => {
  const scene = await createScene();
  const manifest = { ...scene.manifest, securityGroupIds: [scene.groupIds[0], 'sg-0123456789abcdef0'] };
  const report = await scene.restore({ manifest });
  expect(report.outcome).toBe('restored');
  expect(report.cannotComeBack.join()).toContain('sg-0123456789abcdef0, which is gone');
  expect(scene.restored()[0]?.groups.map(({ groupId }) => groupId)).toEqual([scene.groupIds[0]]);
});

test('without its subnet and all of its security groups it is impossible', async () => {
  const scene = await createScene();
  const manifest = {
    ...scene.manifest,
    subnetId: 'subnet-0123456789abcdef0',
    securityGroupIds: ['sg-0123456789abcdef0'],
  };
  const report = await scene.restore({ manifest });
  expect(report.outcome).toBe('impossible');
  expect(report.problems.join('\n')).toMatch(
    /subnet-0123456789abcdef0 is gone[\s\S]*security groups are gone/,
  );
});

test('an Elastic IP that another ENI has by now is left there and named', async () => {
  const scene = await createScene();
  const other = scene.sandbox.world.addNetworkInterface({ subnetId: scene.subnetId });
  const { world } = scene.sandbox;
  await associate(scene, other.networkInterfaceId);
  const report = await scene.restore();
  expect(report.outcome).toBe('restored');
  expect(report.cannotComeBack.join()).toContain(`which ${other.networkInterfaceId} has now`);
  expect(
    world.networkInterface(other.networkInterfaceId).privateIpAddresses[0]?.association?.allocationId,
  ).toBe(scene.allocationId);
});

test('an Elastic IP that somebody takes in the last moment is not taken back', async () => {
  const scene = await createScene();
  const other = scene.sandbox.world.addNetworkInterface({ subnetId: scene.subnetId });
  let isTaken = false;
  const report = await scene.restore({
    wire: (inner) => ({
      ...inner,
      async handle(request, options) {
        if (String(request.body).includes('Action=AssociateAddress') && !isTaken) {
          isTaken = true;
          await associate(scene, other.networkInterfaceId, false);
        }
        return inner.handle(request, options);
      },
    }),
  });
  expect(report.cannotComeBack.join()).toContain(`which ${other.networkInterfaceId} has now`);
  const { association } =
    scene.sandbox.world.networkInterface(other.networkInterfaceId).privateIpAddresses[0] ?? {};
  expect(association?.allocationId).toBe(scene.allocationId);
});

test.each([
  ['an ENI in use', true],
  ['an ENI that is a blackhole for the moment', false],
])('a route that leads to %s by now is left and named', async (_what, attached) => {
  const scene = await createScene();
  const { world } = scene.sandbox;
  const { instanceId } = world.addInstance({ subnetId: scene.subnetId });
  const attachTo = attached ? { attachTo: { instanceId, deviceIndex: 1 } } : {};
  const { networkInterfaceId } = world.addNetworkInterface({ subnetId: scene.subnetId, ...attachTo });
  const { routeTableId } = scene;
  world.addRoute({
    routeTableId,
    destination,
    target: { kind: 'networkInterfaceId', id: networkInterfaceId },
  });
  const report = await scene.restore();
  expect(report.outcome).toBe('restored');
  expect(report.cannotComeBack.join()).toMatch(
    new RegExp(`${routeTableId}, which goes to ${networkInterfaceId}`),
  );
  expect(scene.route()?.target).toBe(networkInterfaceId);
});

test('a route that is given away between the first look and the replacement is left', async () => {
  const scene = await createScene();
  const { world } = scene.sandbox;
  const { networkInterfaceId } = world.addNetworkInterface({ subnetId: scene.subnetId });
  const { routeTableId } = scene;
  const report = await scene.restore({
    wire: (inner) => ({
      ...inner,
      async handle(request, options) {
        const reply = await inner.handle(request, options);
        if (String(request.body).includes('Action=AssociateAddress'))
          world.addRoute({
            routeTableId,
            destination,
            target: { kind: 'networkInterfaceId', id: networkInterfaceId },
          });
        return reply;
      },
    }),
  });
  expect(report.cannotComeBack.join()).toContain(`which goes to ${networkInterfaceId}`);
  expect(scene.route()?.target).toBe(networkInterfaceId);
});

test('a restored ENI that is in use by now keeps the settings that its user gave it', async () => {
  const scene = await createScene();
  const { newEniId = '' } = await scene.restore();
  const { instanceId } = scene.sandbox.world.addInstance({ subnetId: scene.subnetId });
  await scene.clock.run(
    scene.client.send(
      new AttachNetworkInterfaceCommand({
        NetworkInterfaceId: newEniId,
        InstanceId: instanceId,
        DeviceIndex: 1,
      }),
    ),
  );
  await scene.clock.advance(minutes(1));
  await scene.clock.run(
    scene.client.send(
      new CreateTagsCommand({ Resources: [newEniId], Tags: [{ Key: 'Name', Value: 'mine' }] }),
    ),
  );
  const record = scene.sandbox.world.networkInterface(newEniId);
  const report = await scene.restore();
  expect(report).toMatchObject({ outcome: 'restored', newEniId, done: [] });
  expect(report.differences.join()).toMatch(
    new RegExp(`${newEniId} is in use \\(in-use, with ${instanceId}\\).*tags differ: Name`),
  );
  expect(scene.sandbox.world.networkInterface(newEniId)).toEqual(record);
});

test('a restored ENI that was deleted since is not made a second time behind the back of whoever did it', async () => {
  const scene = await createScene();
  const { newEniId = '' } = await scene.restore();
  await scene.clock.run(
    scene.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: newEniId })),
  );
  const report = await scene.restore();
  expect(report.outcome).toBe('unfinished');
  expect(report.problems.join()).toMatch(
    /deleted since, EC2 makes no second one.*its own manifest.*aws ec2 create-network-interface/,
  );
  expect(scene.restored()).toEqual([]);
});

async function associate(scene: Scene, eniId: string, runs = true): Promise<void> {
  const sending = scene.client.send(
    new AssociateAddressCommand({ AllocationId: scene.allocationId, NetworkInterfaceId: eniId }),
  );
  await (runs ? scene.clock.run(sending) : sending);
}
